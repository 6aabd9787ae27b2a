import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
      { code: 'rule-file-empty', severity: 'warning', where: 'empty.yml' },
      { code: 'rule-invalid', severity: 'error', where: 'syntax.yml:1:5' },
      { code: 'rule-invalid', severity: 'error', where: 'bad.yml:8:7', message: 'rule "bad": unknown key "foo"' },
      { code: 'rule-dependency-missing', severity: 'error', where: 'needs.yml' },
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

  it('throws nothing but invalid rules with a position', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let mutated = text;
        for (const { at, drop, put } of edits) mutated = mutated.slice(0, at) + put + mutated.slice(at + drop);
        try {
          parseRule(mutated, 'fuzz.yml');
        } catch (error) {
          if (!(error instanceof CapaxError)) throw error;
          expect(error.code).toBe('rules-invalid');
          expect(error.where).toMatch(/^fuzz\.yml:\d+:\d+$/);
        }
      }),
      { numRuns: 600 },
    );
  });
});
