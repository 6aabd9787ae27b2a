import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextPlace } from '../../../src/diagnostics.ts';
import { CapaxError } from '../../../src/errors.ts';
import { loadRules } from '../../../src/rules/load.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import { errorOf, ruleText } from '../../support/rule-text.ts';

const good = { path: 'good.yml', text: ruleText('- number: 1', { name: 'good' }) };

describe('loadRules', () => {
  it('sets invalid rules aside and goes on', () => {
    const { ruleSet, diagnostics } = loadRules([
      { path: 'empty.yml', text: '' },
      { path: 'syntax.yml', text: 'a: "' },
      { path: 'bad.yml', text: ruleText('- foo: 1', { name: 'bad' }) },
      good,
      { path: 'needs.yml', text: ruleText('- match: bad', { name: 'needs' }) },
    ]);
    expect(ruleSet.rules.map((rule) => rule.meta.name)).toEqual(['good']);
    expect(diagnostics).toMatchObject([
      { code: 'rule-file-empty', severity: 'warning', where: 'empty.yml:1:1' },
      { code: 'rule-invalid', severity: 'error', where: 'syntax.yml:1:5' },
      { code: 'rule-invalid', severity: 'error', where: 'bad.yml:8:7', message: 'rule "bad": unknown key "foo"' },
      { code: 'rule-dependency-missing', severity: 'error', where: 'needs.yml:8:14' },
    ]);
  });

  it('throws the first problem in strict mode, but goes on after files without a rule', () => {
    const error = errorOf(() => loadRules([good, { path: 'bad.yml', text: ruleText('- foo: 1') }], { strict: true }));
    expect(error).toMatchObject({ code: 'rules-invalid', where: 'bad.yml:8:7' });
    expect(loadRules([good, { path: 'empty.yml', text: '' }], { strict: true }).diagnostics).toHaveLength(1);
  });

  it('says why there are no rules', () => {
    expect(errorOf(() => loadRules([])).code).toBe('rules-empty');
    const error = errorOf(() => loadRules([{ path: 'bad.yml', text: 'rule: 5' }]));
    expect(error.code).toBe('rules-empty');
    expect(error.hint).toMatch(/bad\.yml.*rule must be a mapping/);
    expect(error.place).toEqual({ file: 'bad.yml', line: 1, column: 7, source: { text: 'rule: 5', column: 7 } });
    expect(error.problems).toMatchObject([{ code: 'rule-invalid', where: 'bad.yml:1:7' }]);
  });
});

describe('parseRule on hostile text', () => {
  const text = ruleText(
    [
      '- and:',
      '  - description: why',
      '  - string: /a+b?/i',
      '  - count(api(kernel32.Foo)): (2, 4)',
      '  - 2 or more:',
      '    - number: 0x10 = sixteen',
      '    - operand[1].offset: -0x8',
      '    - bytes: 00 11 22',
      '  - instruction:',
      '    - mnemonic: xor',
      '    - characteristic: nzxor',
    ].join('\n'),
    { meta: 'att&ck: [A::B [T1]]\nauthors: [a]\nreferences:\n  - https://example.com' },
  );
  const pieces = fc.oneof(
    fc.constantFrom(
      '[',
      '{',
      ': ',
      '- ',
      '? ',
      '&a ',
      '*a',
      '!x ',
      '<<: ',
      '|\n',
      '>',
      '"',
      "'",
      '#',
      '\t',
      '\n',
      '\0',
    ),
    fc.constantFrom('---\n', '...\n', '%', '\ud800', '\u2028', '\ufeff', 'count(', ')', '/', ' = ', '__proto__: 1\n'),
    fc.string({ maxLength: 4 }),
  );
  const edit = fc.record({ at: fc.nat({ max: text.length }), drop: fc.nat({ max: 30 }), put: pieces });

  const mutate = (edits: readonly { at: number; drop: number; put: string }[]): string => {
    let mutated = text;
    for (const { at, drop, put } of edits) mutated = mutated.slice(0, at) + put + mutated.slice(at + drop);
    return mutated;
  };

  it('throws nothing but invalid rules with a position', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const mutated = mutate(edits);
        try {
          parseRule({ text: mutated, path: 'fuzz.yml' });
        } catch (error) {
          if (!(error instanceof CapaxError)) throw error;
          expect(error.code).toBe('rules-invalid');
          expect(error.where).toMatch(/^fuzz\.yml:\d+:\d+$/);
        }
      }),
      { numRuns: 600 },
    );
  });

  /** Letters that are swapped, lost or doubled: what people mistype, in keys most of all. */
  const slip = fc.record({ at: fc.nat({ max: text.length - 2 }), kind: fc.constantFrom('swap', 'drop', 'double') });
  const slipAt = (typed: string, { at, kind }: { at: number; kind: string }): string => {
    const [a = '', b = ''] = typed.slice(at, at + 2);
    return typed.slice(0, at) + (kind === 'swap' ? b + a : kind === 'drop' ? b : a + a + b) + typed.slice(at + 2);
  };

  it('reports nothing without the line and column of a line that is there', () => {
    const texts = fc.oneof(
      fc.array(edit, { minLength: 1, maxLength: 4 }).map(mutate),
      fc.array(slip, { minLength: 1, maxLength: 4 }).map((slips) => slips.reduce(slipAt, text)),
    );
    fc.assert(
      fc.property(texts, (mutated) => {
        const needs = { path: 'needs.yml', text: ruleText('- match: test rule', { name: 'needs' }) };
        const { diagnostics } = loadRules([good, { path: 'fuzz.yml', text: mutated }, needs]);
        for (const { where, place, severity, message } of diagnostics) {
          expect(place, message).toBeDefined();
          const { file, line, column, source } = place as TextPlace;
          expect(where).toBe(`${file}:${line}:${column}`);
          expect(severity).not.toBe('note');
          const shown = (file === 'fuzz.yml' ? mutated : needs.text).split('\n')[line - 1];
          expect(shown?.replace(/\r$/, '')).toContain(source.text);
          expect(column).toBeLessThanOrEqual((shown?.length ?? -1) + 1);
        }
      }),
      { numRuns: 600 },
    );
  });
});
