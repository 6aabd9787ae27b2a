// Analyses whatever is given and says what came of it; anything but a result or a typed error is a failure of the test.

import { expect } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { type ByteSource, memorySource } from '../../src/bytes/source.ts';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { CapaxError, type ErrorCode } from '../../src/errors.ts';
import { OUTPUTS } from '../../src/render/registry.ts';
import { loadRules } from '../../src/rules/load.ts';
import { collect } from '../support/result-documents.ts';
import { ruleText } from '../support/rule-text.ts';
import type { ContractEntry } from './contract-entry.ts';

const RULES = loadRules([
  { path: 'a.yml', text: ruleText('- api: Sleep', { name: 'sleep', static: 'instruction', dynamic: 'call' }) },
  { path: 'b.yml', text: ruleText('- string: /./', { name: 'any text', static: 'file', dynamic: 'span of calls' }) },
]).ruleSet;
const LAYOUT = { width: 80, colours: false, links: false };

type Outcome =
  | { readonly kind: 'error'; readonly code: ErrorCode }
  | { readonly kind: 'result'; readonly diagnostics: readonly Diagnostic[]; readonly text: string };

/** Analyses and prints. `format` is given unless the input shall be detected. */
export async function survive(
  source: ByteSource,
  format?: string,
  outputs: readonly string[] = ['json'],
): Promise<Outcome> {
  try {
    const { document, diagnostics } = await analyze(source, {
      rules: RULES,
      ...(format === undefined ? {} : { format }),
    });
    let text = '';
    for (const { name, render } of OUTPUTS) {
      if (outputs.includes(name)) text += await collect(render(document, LAYOUT));
    }
    return { kind: 'result', diagnostics, text };
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    expect(error.hint, error.message).toMatch(/^\S.*\.$/);
    expect(error.code).not.toBe('internal');
    return { kind: 'error', code: error.code };
  }
}

/** As `survive`, for bytes of an input that come in chunks. */
export function surviveBytes({ input }: ContractEntry, bytes: Uint8Array, chunkBytes = 1000): Promise<Outcome> {
  return survive(memorySource('report', bytes, chunkBytes), input.format);
}
