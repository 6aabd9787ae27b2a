import { describe, expect, it } from 'vitest';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import { parseSerialisedRuleSet, serialiseRuleSet } from '../../../src/rules/serialise.ts';
import { errorOf, ruleOf } from '../../support/rule-text.ts';

const { ruleSet } = buildRuleSet([
  ruleOf('- number: 0xFFFFFFFFFFFFFFFF', { name: 'big', meta: 'namespace: n/m' }),
  ruleOf('- or:\n  - count(api(a)): 2 or more\n  - number: 9007199254740991\n  - number: -1', { name: 'counts' }),
  ruleOf('- and:\n  - match: n\n  - string: "naïve \u{1F600}"\n  - basic block:\n    - number: 1', { name: 'ünïcode' }),
]);
const text = serialiseRuleSet(ruleSet);

describe('a serialised rule set', () => {
  it('is read back whole, with exact integers, sources and tags', () => {
    const read = parseSerialisedRuleSet(text);
    expect(read).toEqual(ruleSet);
    expect(read.byName.get('big')?.statement).toMatchObject({ feature: { value: 18446744073709551615n } });
    expect(read.rules.map((rule) => rule.source)).toEqual(ruleSet.rules.map((rule) => rule.source));
    expect(read.rules.map((rule) => rule.tags)).toEqual(ruleSet.rules.map((rule) => rule.tags));
  });

  it('gives rules that can be copied', () => {
    const rule = parseSerialisedRuleSet(text).byName.get('big');
    expect(structuredClone(rule)).toEqual(ruleSet.byName.get('big'));
    expect({ ...rule }).toEqual(ruleSet.byName.get('big'));
  });

  it('is the same text after a round trip, and ASCII', () => {
    expect(serialiseRuleSet(parseSerialisedRuleSet(text))).toBe(text);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it.each([
    ['nothing', ''],
    ['other JSON', '{}\n[]'],
    ['null', 'null\n[]'],
    ['no JSON', 'rule:\n  meta:'],
    ['another format', text.replace(/^\{"capaxRuleSet":\d+/, '{"capaxRuleSet":0')],
    ['a part', text.slice(0, -1)],
    ['only the first line', text.slice(0, text.indexOf('\n'))],
    ['a text without rules', text.replace('"rules":', '"other":')],
  ])('is not read from %s', (_, damaged) => {
    expect(errorOf(() => parseSerialisedRuleSet(damaged)).code).toBe('rules-invalid');
  });

  it('reports damage in its second line when a source is asked for', () => {
    const damaged = text.replace(/\]$/, '}');
    const [rule] = parseSerialisedRuleSet(damaged).rules;
    expect(errorOf(() => rule?.source).code).toBe('rules-invalid');
  });
});
