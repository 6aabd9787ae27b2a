// Evidence of one match that names very many calls, or rules that take one another in again and again.

import { describe, expect, it } from 'vitest';
import { type Analysis, analyze } from '../../../src/analyze.ts';
import { LIMITS } from '../../../src/limits.ts';
import { renderVverbose } from '../../../src/render/registry.ts';
import { readDocument } from '../../../src/result/capa-json/read.ts';
import { writeDocument } from '../../../src/result/capa-json/write.ts';
import { loadRules } from '../../../src/rules/load.ts';
import { capeCall, capeProcess, capeReport, toSource } from '../../support/cape-report.ts';
import { collectLines, PLAIN } from '../../support/result-documents.ts';
import { ruleText } from '../../support/rule-text.ts';

async function analyse(rules: readonly string[], calls: number, compat = false): Promise<Analysis> {
  const texts = rules.map((text, i) => ({ path: `${i}.yml`, text }));
  const { ruleSet } = await loadRules(texts);
  const report = capeReport([
    capeProcess(
      4,
      Array.from({ length: calls }, (_, i) => capeCall(1, 'NtClose', {}, { id: i })),
    ),
  ]);
  return await analyze(toSource(report), { rules: ruleSet, compat });
}

function rule(name: string, dynamic: string, ...matches: string[]): string {
  const items = matches.map((match) => `  - ${match}`);
  return ruleText(['- or:', ...items].join('\n'), { name, dynamic, static: 'unsupported' });
}

async function pieces({ document }: Pick<Analysis, 'document'>): Promise<string[]> {
  const found: string[] = [];
  for await (const piece of writeDocument(document)) found.push(piece);
  return found;
}

const CLOSE = rule('close', 'call', 'api: NtClose');

describe('a match that names many calls', () => {
  const CALLS = 5000;
  const RULES = [CLOSE, rule('whole', 'process', 'match: close')];

  it('is written completely, in pieces of bounded size', async () => {
    const written = await pieces(await analyse(RULES, CALLS));
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(100_000);
    const tree = readDocument(written.join(''))
      .rules.find(({ meta }) => meta.name === 'whole')
      ?.matchOf(0);
    expect(tree?.children[0]?.children).toHaveLength(CALLS);
    expect(tree?.children[0]?.locations).toHaveLength(CALLS);
  });

  it('builds the evidence of a call only while somebody looks at it', async () => {
    const { document } = await analyse(RULES, CALLS);
    const [reference] = document.rules.find(({ meta }) => meta.name === 'whole')?.matchOf(0).children ?? [];
    const first = reference?.children[0];
    // Each question builds it again, unless it was the latest.
    expect(first?.children).toBe(first?.children);
    const before = first?.children;
    expect(reference?.children[1]?.success).toBe(true);
    expect(first?.children).not.toBe(before);
    expect(first?.children).toEqual(before);
  });

  it('is shown with its first places and the number of the others', async () => {
    const { document } = await analyse(RULES, CALLS);
    const rules = document.rules.filter(({ meta }) => meta.name === 'whole');
    const lines = await collectLines(renderVverbose({ ...document, rules }, PLAIN));
    expect(lines.length).toBeLessThan(1000);
    expect(lines).toContainEqual(expect.stringMatching(/^ +and 4,900 more places$/));
    const saved = readDocument((await pieces({ document: { ...document, rules } })).join(''));
    expect(await collectLines(renderVverbose(saved, PLAIN))).toEqual(lines);
  });
});

describe('rules that take in many others', () => {
  /** Each of `levels` refers to two of the next level. */
  function doubling(levels: number): string[] {
    const rules = [CLOSE.replace('name: close', 'name: r0a'), CLOSE.replace('name: close', 'name: r0b')];
    for (let level = 1; level <= levels; level++) {
      const inner = [`match: r${level - 1}a`, `match: r${level - 1}b`];
      rules.push(rule(`r${level}a`, 'call', ...inner), rule(`r${level}b`, 'call', ...inner));
    }
    return rules;
  }

  it('are named in the evidence of others instead of shown again and again', async () => {
    const analysis = await analyse(doubling(40), 1);
    const size = (await pieces(analysis)).reduce((sum, { length }) => sum + length, 0);
    expect(size).toBeLessThan(82 * 400 * LIMITS.evidenceReferences);
    const lines = await collectLines(renderVverbose(analysis.document, PLAIN));
    expect(lines.length).toBeLessThan(82 * 6 * LIMITS.evidenceReferences);
    expect(analysis.diagnostics).toContainEqual(expect.objectContaining({ code: 'evidence-not-followed' }));
    const [top] = analysis.document.rules.filter(({ meta }) => meta.name === 'r40a');
    const named = top?.matchOf(0).children.map(({ success, children }) => [success, children.length]);
    expect(named).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });

  it('are shown as often as they are referred to, where that is bearable, and always with compat', async () => {
    const levels = 10;
    const full = (text: string): number => text.split('"api":"NtClose"').length - 1;
    const [bounded, complete] = [await analyse(doubling(levels), 1), await analyse(doubling(levels), 1, true)];
    expect(full((await pieces(complete)).join(''))).toBeGreaterThan(2 * 2 ** levels);
    expect(full((await pieces(bounded)).join(''))).toBeLessThan(2 * 2 ** levels);
    expect(complete.diagnostics.map(({ code }) => code)).not.toContain('evidence-not-followed');
    const small = await analyse(doubling(5), 1);
    expect(small.diagnostics.map(({ code }) => code)).not.toContain('evidence-not-followed');
    expect((await pieces(small)).join('')).toContain('"r4a"');
  });

  it('may stand in a chain of any length', async () => {
    const LENGTH = 3000;
    const rules = [CLOSE.replace('name: close', 'name: r0')];
    for (let i = 1; i < LENGTH; i++) rules.push(rule(`r${i}`, 'call', `match: r${i - 1}`));
    for (const compat of [false, true]) {
      const { document } = await analyse(rules, 1, compat);
      const last = { ...document, rules: document.rules.filter(({ meta }) => meta.name === `r${LENGTH - 1}`) };
      const text = (await pieces({ document: last })).join('');
      expect(text.split('"type":"match"').length - 1).toBe(compat ? LENGTH - 1 : 1);
      const lines = await collectLines(renderVverbose(last, PLAIN));
      expect(lines.length).toBeLessThan(1000);
      if (compat) expect(lines).toContain('  and more evidence; the result document has all of it');
    }
  });

  it('leave documents that can be read again', async () => {
    const rules = [CLOSE.replace('name: close', 'name: r0')];
    for (let i = 1; i < 300; i++) rules.push(rule(`r${i}`, 'call', `match: r${i - 1}`));
    const text = (await pieces(await analyse(rules, 1))).join('');
    expect(readDocument(text).rules).toHaveLength(300);
  });
});
