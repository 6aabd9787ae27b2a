import { describe, expect, it } from 'vitest';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import { filterByTag } from '../../../src/rules/rule-set.ts';
import { errorOf, ruleOf } from '../../support/rule-text.ts';

const { ruleSet } = buildRuleSet([
  ruleOf('- number: 1', { name: 'base', meta: 'namespace: n/base' }),
  ruleOf('- number: 1', { name: 'unrelated', meta: 'namespace: other\nlib: true' }),
  ruleOf('- and:\n  - match: n\n  - basic block:\n    - match: leaf', {
    name: 'top',
    meta: 'authors: [alice@example.com]\ncustom: [purple]',
  }),
  ruleOf('- number: 1', { name: 'leaf' }),
]);

function filtered(tag: string) {
  return filterByTag(ruleSet, tag);
}

describe('filterByTag', () => {
  it('keeps what carries the tag and everything that it depends on', () => {
    const names = filtered('purple').rules.map((rule) => rule.derived?.parent ?? rule.meta.name);
    expect(names.toSorted()).toEqual(['base', 'leaf', 'top', 'top']);
  });

  it.each(['alice@', 'urpl', 'top.yml'])('finds parts of texts in meta and path: %s', (tag) => {
    expect(filtered(tag).byName.has('top')).toBe(true);
  });

  it('keeps the order, and tables of the rules that are left', () => {
    const part = filtered('purple');
    expect(part.rules).toEqual(ruleSet.rules.filter((rule) => part.byName.has(rule.meta.name)));
    expect([...part.namespaces.keys()]).toEqual(['n/base', 'n']);
    expect([...part.dependencies.keys()].toSorted()).toEqual([...part.byName.keys()].toSorted());
    expect(part.dependencies.get('top')).toEqual(ruleSet.dependencies.get('top'));
  });

  it.each(['Purple', 'true', 'nothing'])('says that nothing carries %s', (tag) => {
    expect(errorOf(() => filtered(tag)).code).toBe('rules-empty');
  });
});
