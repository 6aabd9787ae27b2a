// Hashes of what an input says are keyed by numbers that differ from run to run (src/bytes/secret.ts). They decide about time only.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { collect } from '../support/result-documents.ts';
import { ruleText } from '../support/rule-text.ts';
import { CONTRACT_ENTRIES } from './entries.ts';

const RULES = [
  { path: 'a.yml', text: ruleText('- api: Sleep', { name: 'sleep', static: 'instruction', dynamic: 'call' }) },
  { path: 'b.yml', text: ruleText('- string: /./', { name: 'any text', static: 'file', dynamic: 'span of calls' }) },
];
const LAYOUT = { width: 80, colours: false, links: false };

/** Everything that capax prints of the input of each entry, with the secret numbers made of `seed`. */
async function printAll(seed: number): Promise<string[]> {
  vi.resetModules();
  vi.stubGlobal('crypto', {
    randomUUID: () => '',
    getRandomValues: (into: Int32Array) => into.map((_, i) => Math.imul(seed + i, 0x9e3779b1) ^ seed),
  });
  const { analyze } = await import('../../src/analyze.ts');
  const { OUTPUTS } = await import('../../src/render/registry.ts');
  const { loadRules } = await import('../../src/rules/load.ts');
  const rules = loadRules(RULES).ruleSet;
  const texts: string[] = [];
  for (const { input, sound } of CONTRACT_ENTRIES) {
    const { document } = await analyze(memorySource('report', await sound()), {
      rules,
      format: input.format,
      timestamp: '2026-01-01T00:00:00.000000',
    });
    let text = '';
    for (const { render } of OUTPUTS) text += await collect(render(document, LAYOUT));
    texts.push(text);
  }
  return texts;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('the secret numbers of a run', () => {
  it('do not show in any output', async () => {
    const first = await printAll(0);
    for (const seed of [1, -1, 0x7fffffff, 123_456_789]) expect(await printAll(seed)).toEqual(first);
  });
});
