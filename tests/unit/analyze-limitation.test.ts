import { describe, expect, it } from 'vitest';
import { type AnalyzeOptions, analyze, type Limitation } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { readSignatures } from '../../src/code/flirt/signature-file.ts';
import { buildRuleSet } from '../../src/rules/build-rule-set.ts';
import { ruleOf } from '../support/rule-text.ts';
import { CHECKSUM_SIGNATURE, smallProgram } from '../support/small-program.ts';

const SCOPES = { static: 'file', dynamic: 'file' };
const LIMITATION = { ...SCOPES, name: 'limited', meta: 'namespace: internal/limitation/static' };
const packed = ruleOf('- section: .text', { ...SCOPES, name: 'packed with X', meta: 'namespace: packer/x' });
const other = ruleOf('- section: .other', { ...SCOPES, name: 'packed with Y', meta: 'namespace: packer/y' });

/** What is told of limitations, and the phases of the analysis that were told of before. */
async function told(
  rules: ReturnType<typeof ruleOf>[],
  options: Partial<AnalyzeOptions> = {},
): Promise<{ limitations: string[][]; before: Set<string>; analysis: ReturnType<typeof analyze> }> {
  const limitations: string[][] = [];
  const phases = new Set<string>();
  let before = new Set<string>();
  const analysis = analyze(memorySource('small.exe', smallProgram()), {
    rules: buildRuleSet(rules).ruleSet,
    onProgress: ({ phase }) => phases.add(phase),
    ...options,
    onLimitation: (limitation) => {
      before = new Set(phases);
      limitations.push([limitation.rule, ...limitation.because].map(({ meta }) => meta.name));
      options.onLimitation?.(limitation);
    },
  });
  await analysis.catch(() => undefined);
  return { limitations, before, analysis };
}

describe.each(['planned', 'definition'] as const)('a limitation of a program (%s)', (matcher) => {
  it('is told once, with the rules behind it', async () => {
    const { limitations, analysis } = await told([packed, other, ruleOf('- match: packer', LIMITATION)], { matcher });
    expect(limitations).toEqual([['limited', 'packed with X']]);
    const names = (list: readonly Limitation[]): string[] => list.map(({ rule }) => rule.meta.name);
    expect(names((await analysis).limitations)).toEqual(['limited']);
  });

  it('is not what only the code shows', async () => {
    const signatures = [await readSignatures(new TextEncoder().encode(`${CHECKSUM_SIGNATURE}\n---\n`), 'x.pat')];
    const rule = ruleOf('- function-name: __checksum', LIMITATION);
    const { limitations, analysis } = await told([rule], { matcher, signatures });
    expect(limitations).toEqual([]);
    const { document } = await analysis;
    expect(document.rules.map(({ meta }) => meta.name)).toEqual(['limited']);
  });
});

describe('who is told of a limitation', () => {
  it.each([false, true])('can end the analysis before any function is looked for (compat: %s)', async (compat) => {
    const enough = new Error('enough');
    const { before, analysis } = await told([packed, ruleOf('- match: packer', LIMITATION)], {
      compat,
      onLimitation: () => {
        throw enough;
      },
    });
    await expect(analysis).rejects.toBe(enough);
    expect([...before]).toEqual(['reading']);
  });
});
