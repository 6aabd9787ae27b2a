// A budget may be spent at any time: what was read until then is analysed, or an error says that it was the budget.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { ByteSource } from '../../src/bytes/source.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { CapaxError } from '../../src/errors.ts';
import { OUTPUTS } from '../../src/render/registry.ts';
import { loadRules } from '../../src/rules/load.ts';
import { collect } from '../support/result-documents.ts';
import { ruleText } from '../support/rule-text.ts';
import { CONTRACT_ENTRIES } from './entries.ts';

const RULES = loadRules([
  { path: 'a.yml', text: ruleText('- string: /./', { name: 'any text', static: 'file', dynamic: 'call' }) },
]).ruleSet;
const LAYOUT = { width: 80, colours: false, links: false };

/** Reading was ended, or the search for code. */
const ENDS: ReadonlySet<string> = new Set(['budget-exceeded', 'code-stopped']);

/** What comes of it: `error`, `part` or `whole`. */
async function read(source: ByteSource, format: string, budget: () => string | undefined): Promise<string> {
  try {
    const { document, diagnostics } = await analyze(source, { rules: RULES, format, budget });
    for (const { render } of OUTPUTS) await collect(render(document, LAYOUT));
    return diagnostics.some(({ code }) => ENDS.has(code)) ? 'part' : 'whole';
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    expect(error.code).toBe('budget-exceeded');
    return 'error';
  }
}

/** Stored, so that there are as many chunks as without. */
function packed(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 0 });
}

describe.each(CONTRACT_ENTRIES)('a budget that is spent: $title', ({ input, sound }) => {
  it.each([
    ['of the bytes as they are', (bytes: Uint8Array) => bytes],
    ['of gzip', packed],
  ])('ends reading with what there is, or says that it was spent: %s', async (_, pack) => {
    const bytes = pack(await sound());
    const source = memorySource('report', bytes, Math.ceil(bytes.length / 20));
    let outcome = '';
    for (let times = 0; outcome !== 'whole'; times++) {
      let asked = 0;
      outcome = await read(source, input.format, () => (asked++ < times ? undefined : 'it is enough'));
      if (times === 0) expect(outcome).toBe('error');
      expect(outcome === 'whole').toBe(asked <= times);
    }
  });
});
