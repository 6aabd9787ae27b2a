// What a rule says in vain: keys that mean nothing where they stand, and texts that look like patterns and are none.

import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/limits.ts';
import type { RuleDiagnostic } from '../../../src/rules/codes.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import { type RuleTextParts, ruleText } from '../../support/rule-text.ts';

function warningsOf(text: string): RuleDiagnostic[] {
  const warnings: RuleDiagnostic[] = [];
  parseRule({ text, path: 'r.yml' }, { onWarning: (warning) => warnings.push(warning) });
  for (const { severity, where, place } of warnings) {
    expect(severity).toBe('warning');
    expect(where).toBe(`r.yml:${place?.line}:${place?.column}`);
  }
  return warnings;
}

/** `features` begins on line 8, column 5 of the file. */
function warnings(features: string, parts?: RuleTextParts): RuleDiagnostic[] {
  return warningsOf(ruleText(features, parts));
}

describe('a key that means nothing is warned of', () => {
  it.each([
    ['beside a feature', '- number: 1\n  descrtipion: one', '9:7', 'Did you mean "description"?'],
    ['beside a feature in a list', '- or:\n  - api: a\n    desc: one', '10:9', 'Only "description"'],
    ['beside a count', '- count(mnemonic(xor)): 2\n  Description: two', '9:7', 'Did you mean "description"?'],
    ['a second feature', '- number: 1\n  api: Sleep', '9:7', 'an element of its own: "- api: ..."'],
    [
      'a feature beside a statement',
      '- or:\n  - number: 1\n  api: Sleep',
      '10:7',
      'an element of its own: "- api: ..."',
    ],
    ['a description beside a statement', '- or:\n  - number: 1\n  description: why', '10:7', '"- description: ..."'],
    [
      'a description beside a block',
      '- or:\n  - basic block:\n    - number: 1\n    description: why',
      '11:9',
      'of the list below',
    ],
    ['a misspelt description beside a statement', '- or:\n  - number: 1\n  descripton: why', '10:7', 'Did you mean'],
    ['a key that is no text', '- number: 1\n  5: five', '9:7', 'Only "description"'],
  ])('%s', (_, features, where, hint) => {
    const found = warnings(features);
    expect(found).toMatchObject([{ code: 'rule-key-ignored', where: `r.yml:${where}` }]);
    expect(found[0]?.message).toMatch(/^rule "test rule": .* is ignored$/);
    expect(found[0]?.hint).toContain(hint);
  });

  it.each([
    ['auhtors: [a]', 'Did you mean "authors"?'],
    ['author: a', 'Did you mean "authors"?'],
    ['att&kc: []', 'Did you mean "att&ck"?'],
    ['malware-family: x', 'Known here: name, namespace, '],
    ['maec/malware-famly: x', 'Did you mean "maec/malware-family"?'],
    ['5: x', 'Known here: '],
  ])('in meta: %s', (meta, hint) => {
    expect(warnings('- number: 1', { meta })).toMatchObject([
      { code: 'rule-key-ignored', where: 'r.yml:7:5', hint: expect.stringContaining(hint) },
    ]);
  });

  it('beside "rule", and beside "meta" and "features"', () => {
    const text = `${ruleText('- number: 1')}  featres: []\nruel: {}\n`;
    expect(warningsOf(text)).toMatchObject([
      { where: 'r.yml:10:1', hint: 'Did you mean "rule"?' },
      { where: 'r.yml:9:3', hint: 'Did you mean "features"?' },
    ]);
  });

  it('unless it is known', () => {
    const meta = [
      'namespace: a/b',
      'maec/analysis-conclusion: a',
      'maec/analysis-conclusion-ov: a',
      'maec/malware-family: a',
      'maec/malware-category: a',
      'maec/malware-category-ov: a',
      'authors: [a]',
      'description: a',
      'lib: true',
      'att&ck: ["A::B [T1]"]',
      'mbc: ["A::B [T1]"]',
      'references: [a]',
      'examples: [a]',
    ].join('\n');
    const features =
      '- or:\n  - description: why\n  - number: 1\n    description: one\n  - count(number(2)): 1\n    description: two';
    expect(warnings(features, { meta })).toEqual([]);
  });
});

describe('a key that is written twice is warned of', () => {
  it('where it is written again', () => {
    expect(warnings('- number: 1\n  number: 2')).toMatchObject([{ code: 'rule-key-repeated', where: 'r.yml:9:7' }]);
    expect(warnings('- number: 1', { meta: 'authors: [a]\nauthors: [b]' })).toHaveLength(1);
  });

  it('unless it replaces what was merged', () => {
    expect(warnings('- or:\n  - &x {number: 1, description: a}\n  - {<<: *x, description: b}')).toEqual([]);
  });
});

describe('a text that looks like a pattern is warned of', () => {
  it.each([
    ['- string: /x/q', '8:15', /the flag "q"/],
    ['- string: /x/I', '8:15', /the flag "I"/],
    ['- string: /evil/gi', '8:15', /the flag "gi"/],
    ['- string: /a.+b/sm', '8:15', /the flag "sm"/],
    ['- string: /usr/lib/.*\\.so/x', '8:15', /the flag "x"/],
    ['- string: "/ab*/i "', '8:15', /a blank/],
    ['- string: /evil/i = a name', '8:15', /a description/],
    ['- count(string(/x/q)): 2', '8:7', /the flag "q"/],
    ['- substring: /evil.*/', '8:18', /"substring" takes no pattern/],
    ['- api: /create/i', '8:12', /"api" takes no pattern/],
  ])('%s', (features, where, message) => {
    const [warning, ...more] = warnings(features);
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ code: 'rule-pattern-ignored', where: `r.yml:${where}` });
    expect(warning?.message).toMatch(message);
  });

  it.each([
    '/x/',
    '/x/i',
    '/bin/sh',
    '/bin/su',
    '/etc/passwd',
    '/proc/self/fd/1',
    '/dev/x y',
    '/',
    '/tmp',
    '//',
    'a/b/q',
    '/index.php?a=/b',
  ])('but not %s', (text) => {
    expect(warnings(`- string: ${text}`)).toEqual([]);
  });

  it('but not a folder as a part of a text', () => {
    expect(warnings('- substring: /etc/init.d/')).toEqual([]);
  });
});

describe('warnings about one file', () => {
  it('are limited, however many keys it has', () => {
    const meta = Array.from({ length: 5000 }, (_, index) => `k${index}: x`).join('\n');
    const found = warnings('- number: 1', { meta });
    expect(found).toHaveLength(LIMITS.ruleWarnings);
    expect(found.at(-1)?.message).toMatch(/; more may follow$/);
  });
});
