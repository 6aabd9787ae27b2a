import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import type { Rule, Statement } from '../../../src/rules/rule.ts';
import { errorOf, ruleOf } from '../../support/rule-text.ts';

/** A rule at function scope that matches the targets. */
function matching(name: string, targets: readonly string[], namespace?: string): Rule {
  const features = ['- and:', '  - number: 1', ...targets.map((target) => `  - match: ${target}`)].join('\n');
  return ruleOf(features, { name, dynamic: 'unsupported', ...(namespace && { meta: `namespace: ${namespace}` }) });
}

function namesOf(rules: Iterable<Rule>): string[] {
  return Array.from(rules, (rule) => rule.meta.name);
}

function build(...rules: Rule[]) {
  const { ruleSet, problems } = buildRuleSet(rules);
  return { ruleSet, names: namesOf(ruleSet.rules), problems };
}

describe('a rule set', () => {
  it('orders rules behind what they depend on, ties by name, whatever the order of files', () => {
    const rules = [matching('c', ['a']), matching('b', []), matching('a', ['z']), matching('z', [])];
    expect(build(...rules).names).toEqual(['b', 'z', 'a', 'c']);
    expect(build(...rules.toReversed()).names).toEqual(['b', 'z', 'a', 'c']);
  });

  it('orders every acyclic set, in the same way for every permutation', () => {
    const sets = fc
      .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 20 })
      .map((needs) =>
        needs.map((list, index) =>
          matching(`r${index}`, index === 0 ? [] : [...new Set(list.map((need) => `r${need % index}`))]),
        ),
      );
    fc.assert(
      fc.property(sets, fc.infiniteStream(fc.nat()), (rules, random) => {
        const { ruleSet, names } = build(...rules);
        expect(names).toHaveLength(rules.length);
        for (const [name, needed] of ruleSet.dependencies) {
          for (const other of needed) expect(names.indexOf(other)).toBeLessThan(names.indexOf(name));
        }
        const keyed = rules.map((rule) => ({ rule, key: random.next().value as number }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ rule }) => rule);
        expect(build(...shuffled).names).toEqual(names);
      }),
      { numRuns: 50 },
    );
  });

  it('knows the rules of each namespace and of its ancestors', () => {
    const { ruleSet } = build(matching('r', [], 'a/b/c'), matching('s', [], 'a/b'), matching('t', []));
    expect([...ruleSet.namespaces]).toEqual([
      ['a/b/c', ['r']],
      ['a/b', ['r', 's']],
      ['a', ['r', 's']],
    ]);
    expect(ruleSet.byName.get('s')?.meta.namespace).toBe('a/b');
  });

  it('expands namespaces in dependencies; a namespace wins over a rule of its name', () => {
    const { ruleSet, names } = build(matching('x', ['a']), matching('a', []), matching('r', [], 'a/b'));
    expect(ruleSet.dependencies.get('x')).toEqual(['r']);
    expect(names).toEqual(['a', 'r', 'x']);
  });

  it('depends on what is counted', () => {
    const counting = ruleOf('- count(match(a)): 2 or more', { name: 'c' });
    expect(build(counting, matching('a', [])).ruleSet.dependencies.get('c')).toEqual(['a']);
  });

  it('may be empty', () => {
    expect(build().names).toEqual([]);
  });
});

describe('subscope blocks', () => {
  const features = [
    '- and:',
    '  - basic block:',
    '    - description: lost',
    '    - and:',
    '      - instruction:',
    '        - mnemonic: xor',
    '      - number: 1',
    '  - not:',
    '    - call:',
    '      - api: a',
  ].join('\n');
  const parent = ruleOf(features, { name: 'p', meta: 'namespace: n' });

  it('become library rules at their scope, matched by name', () => {
    const { ruleSet, names } = build(parent);
    const derived = ruleSet.rules.filter((rule) => rule.derived !== undefined);
    expect(derived.map((rule) => [rule.derived, rule.meta.scopes])).toEqual(
      expect.arrayContaining([
        [{ parent: 'p', scope: 'basic block' }, { static: 'basic block' }],
        [{ parent: 'p', scope: 'call' }, { dynamic: 'call' }],
        [{ parent: expect.stringMatching(/^p\/[0-9a-f]{32}$/), scope: 'instruction' }, { static: 'instruction' }],
      ]),
    );
    for (const rule of derived) {
      expect(rule.meta).toMatchObject({ lib: true, authors: [] });
      expect(rule).toMatchObject({ source: '', path: 'p.yml', tags: [] });
      expect(rule.meta.name).toMatch(new RegExp(`^${rule.derived?.parent}/[0-9a-f]{32}$`));
    }
    expect(names.at(-1)).toBe('p');
    expect(ruleSet.dependencies.get('p')?.every((name) => ruleSet.byName.get(name)?.derived?.parent === 'p')).toBe(
      true,
    );
    expect(JSON.stringify(ruleSet.rules.map((rule) => rule.statement))).not.toMatch(/subscope|lost/);
  });

  it('have the same names in every run, and no two the same', () => {
    const names = build(parent).names;
    expect(build(parent, ruleOf('- number: 1', { name: 'other' })).names).toEqual(expect.arrayContaining(names));
    const taken = ruleOf('- number: 1', { name: names.find((name) => name.startsWith('p/')) as string });
    expect(build(taken, parent).ruleSet.rules).toHaveLength(5);
  });
});

describe('children', () => {
  const kinds = (statement: Statement): unknown => {
    if ('children' in statement) return [statement.kind, ...statement.children.map(kinds)];
    if (statement.kind === 'not') return ['not', kinds(statement.child)];
    return statement.kind === 'feature' ? statement.feature.type : statement.kind;
  };

  it('are ordered by cost at every level, equal ones as written', () => {
    const features = [
      '- and:',
      '  - or: [string: /a/, number: 1, os: linux]',
      '  - substring: a',
      '  - count(mnemonic(mov)): 2',
      '  - not: [optional: [bytes: 0a, arch: i386]]',
      '  - string: a',
      '  - api: b',
      '  - format: pe',
    ].join('\n');
    expect(kinds(build(ruleOf(features)).ruleSet.rules[0]?.statement as Statement)).toEqual([
      'and',
      'format',
      'string',
      'api',
      'substring',
      'range',
      ['or', 'os', 'number', 'regex'],
      ['not', ['some', 'arch', 'bytes']],
    ]);
  });
});

describe('rules that do not fit are set aside', () => {
  const summary = (...rules: Rule[]) => {
    const { names, problems } = build(...rules);
    return { names, problems: problems.map(({ code, message }) => `${code}: ${message}`) };
  };

  it('the second of a name', () => {
    const second: Rule = { ...matching('a', []), path: 'second.yml' };
    expect(summary(matching('a', []), second, matching('b', ['a']))).toEqual({
      names: ['a', 'b'],
      problems: ['rule-duplicate: rule "a" has the name of the rule in a.yml'],
    });
  });

  it('those that match what does not exist, and those that need them', () => {
    expect(summary(matching('a', ['b']), matching('b', ['nowhere']), matching('c', []))).toEqual({
      names: ['c'],
      problems: [
        'rule-dependency-missing: rule "b" matches "nowhere", but there is no such rule or namespace',
        'rule-dependency-missing: rule "a" matches "b", which was set aside',
      ],
    });
  });

  it('also where the reference stands in a subscope block', () => {
    const rule = ruleOf('- and:\n  - basic block:\n    - match: nowhere', { name: 'a' });
    expect(summary(rule).problems).toHaveLength(1);
    expect(summary(rule).names).toEqual([]);
  });

  it('but not those that match a namespace of which a part is left', () => {
    const { names } = summary(matching('a', ['n']), matching('b', ['nowhere'], 'n'), matching('c', [], 'n'));
    expect(names).toEqual(['c', 'a']);
  });

  it('those that depend on themselves', () => {
    expect(summary(matching('a', ['a']), matching('b', []))).toEqual({
      names: ['b'],
      problems: ['rule-circular: rule "a" depends on itself: "a" -> "a"'],
    });
    expect(summary(matching('a', ['n'], 'n/m')).problems).toHaveLength(1);
    expect(summary(matching('a', ['b']), matching('b', ['c']), matching('c', ['a']), matching('d', ['a']))).toEqual({
      names: [],
      problems: [
        'rule-circular: rule "a" depends on itself: "a" -> "b" -> "c" -> "a"',
        'rule-circular: rule "b" depends on itself: "b" -> "c" -> "a" -> "b"',
        'rule-circular: rule "c" depends on itself: "c" -> "a" -> "b" -> "c"',
        'rule-dependency-missing: rule "d" matches "a", which was set aside',
      ],
    });
  });

  it('those that depend on themselves through a subscope block of the same scope', () => {
    const rule = ruleOf('- or:\n  - number: 1\n  - function:\n    - match: a', { name: 'a' });
    expect(summary(rule)).toEqual({
      names: [],
      problems: ['rule-circular: rule "a" depends on itself: "a" -> "a"'],
    });
  });

  it('but not circles across scopes, because scopes are matched one after the other', () => {
    const file = ruleOf('- or:\n  - match: a\n  - section: x', { name: 'f', static: 'file', dynamic: 'unsupported' });
    const { names, problems } = summary(matching('a', ['f']), file, matching('b', ['a']));
    expect(problems).toEqual([]);
    expect(names.toSorted()).toEqual(['a', 'b', 'f']);
    expect(names.indexOf('b')).toBeGreaterThan(names.indexOf('a'));
  });

  it('at the place of what does not fit', () => {
    const counted = ruleOf('- or:\n  - number: 1\n  - count(match(nowhere)): 2', { name: 'counted' });
    const described = ruleOf('- or:\n  - match: alpha\n  - match: nowhere = why', { name: 'described' });
    const twin: Rule = { ...matching('alpha', []), path: 'twin.yml' };
    const { problems } = build(matching('alpha', []), twin, counted, described, matching('self', ['self']));
    expect(problems.map(({ where, place }) => [where, place?.source.text])).toEqual([
      ['twin.yml:3:11', '    name: alpha'],
      ['counted.yml:10:9', '      - count(match(nowhere)): 2'],
      ['described.yml:10:16', '      - match: nowhere = why'],
      ['self.yml:3:11', '    name: self'],
    ]);
  });

  it('with the name that may have been meant', () => {
    const hintOf = (target: string) =>
      build(matching('create file', [], 'host/file'), matching('b', [target])).problems[0]?.hint;
    expect(hintOf('creat file')).toBe('Did you mean "create file"?');
    expect(hintOf('host/flie')).toBe('Did you mean "host/file"?');
    expect(hintOf('something else')).toBeUndefined();
  });

  it('without a place where a rule has no text', () => {
    const rule: Rule = { ...matching('a', ['nowhere']), source: '' };
    expect(build(rule).problems).toMatchObject([{ where: 'a.yml' }]);
    expect(build(rule).problems[0]?.place).toBeUndefined();
  });

  it('or the first of them is thrown, if asked for', () => {
    const rules = [matching('a', ['nowhere']), matching('b', [])];
    const error = errorOf(() => buildRuleSet(rules, { strict: true }));
    expect(error).toMatchObject({ code: 'rules-invalid', where: 'a.yml:10:16' });
    expect(error.message).toMatch(/rule "a" matches "nowhere"/);
  });
});
