// Random but well-formed rules, traces and programs over a tiny vocabulary, so that random rules often match random features.

import fc from 'fast-check';
import type { Feature } from '../../src/features/feature.ts';
import { DYNAMIC_SCOPES, type Flavour, type Scope, STATIC_SCOPES } from '../../src/features/scopes.ts';
import { type BuiltRuleSet, buildRuleSet } from '../../src/rules/build-rule-set.ts';
import { RANGE_MAX, type Rule, type RuleMeta, type Statement } from '../../src/rules/rule.ts';

const APIS = ['Open', 'Read', 'Write', 'Close'];
const STRINGS = ['C:\\run', 'c:\\RUN\\x', 'key=1', ''];
const NUMBERS = [0, 4, 0x40, 18446744073709551615n];

const callFeature: fc.Arbitrary<Feature> = fc.oneof(
  fc.constantFrom(...APIS).map((value): Feature => ({ type: 'api', value })),
  fc.constantFrom(...STRINGS).map((value): Feature => ({ type: 'string', value })),
  fc.constantFrom(...NUMBERS).map((value): Feature => ({ type: 'number', value })),
);

const staticFeature: fc.Arbitrary<Feature> = fc.oneof(
  callFeature,
  fc.constantFrom('9090', '90909090c3', '9090909000').map((value): Feature => ({ type: 'bytes', value })),
  fc.constantFrom('mov', 'xor').map((value): Feature => ({ type: 'mnemonic', value })),
);

const condition = (flavour: Flavour): fc.Arbitrary<Feature> =>
  fc.oneof(
    { weight: 4, arbitrary: flavour === 'static' ? staticFeature : callFeature },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Feature>(
        { type: 'substring', value: 'run' },
        { type: 'regex', value: '/run/i' },
        { type: 'regex', value: '/^key=\\d$/' },
        { type: 'regex', value: '//' },
        { type: 'bytes', value: '90909090' },
        { type: 'bytes', value: '9090' },
        { type: 'os', value: 'windows' },
        { type: 'os', value: 'linux' },
        { type: 'arch', value: 'amd64' },
      ),
    },
  );

interface Shape {
  readonly flavour: Flavour;
  readonly scope: Scope;
  /** What `match` may refer to: names and namespaces of earlier rules. */
  readonly targets: readonly string[];
}

function statement({ flavour, scope, targets }: Shape, depth: number): fc.Arbitrary<Statement> {
  const leaf = condition(flavour).map((feature): Statement => ({ kind: 'feature', feature }));
  const options: fc.Arbitrary<Statement>[] = [leaf, leaf, leaf];
  if (targets.length > 0) {
    options.push(
      fc.constantFrom(...targets).map((value): Statement => ({ kind: 'feature', feature: { type: 'match', value } })),
    );
  }
  options.push(
    fc.tuple(condition(flavour), fc.nat(3), fc.option(fc.nat(3), { nil: undefined })).map(
      ([child, min, more]): Statement => ({
        kind: 'range',
        child,
        min,
        max: more === undefined ? RANGE_MAX : min + more,
      }),
    ),
  );
  if (depth > 0) {
    const inner = statement({ flavour, scope, targets }, depth - 1);
    const children = fc.array(inner, { minLength: 1, maxLength: 3 });
    options.push(
      children.map((list): Statement => ({ kind: 'and', children: list })),
      children.map((list): Statement => ({ kind: 'or', children: list })),
      inner.map((child): Statement => ({ kind: 'not', child })),
      fc.tuple(fc.nat(3), children).map(([count, list]): Statement => ({ kind: 'some', count, children: list })),
    );
    const scopes: readonly Scope[] = flavour === 'static' ? STATIC_SCOPES : DYNAMIC_SCOPES;
    const smaller = scopes.slice(0, scopes.indexOf(scope)).filter((candidate) => candidate !== 'file');
    if (smaller.length > 0) {
      options.push(
        fc
          .constantFrom(...smaller)
          .chain((sub) =>
            statement({ flavour, scope: sub, targets }, depth - 1).map(
              (child): Statement => ({ kind: 'subscope', scope: sub, child }),
            ),
          ),
      );
    }
  }
  return fc.oneof(...options);
}

const META: Omit<RuleMeta, 'name' | 'scopes'> = {
  authors: [],
  attack: [],
  mbc: [],
  references: [],
  examples: [],
  description: '',
  lib: false,
  maec: {},
};

function rule(index: number, flavour: Flavour): fc.Arbitrary<Rule> {
  const scopes: readonly Scope[] = flavour === 'static' ? STATIC_SCOPES : DYNAMIC_SCOPES;
  // Namespaces of later rules are longer, so that no rule matches a namespace of its own.
  const targets = [...Array(index).keys()].flatMap((i) => [`rule ${i}`, `space${i}`, `space${i}/deep`]);
  return fc.constantFrom(...scopes).chain((scope) =>
    statement({ flavour, scope, targets }, 3).map(
      (tree): Rule => ({
        meta: {
          ...META,
          name: `rule ${index}`,
          namespace: `space${index}/deep`,
          scopes: flavour === 'static' ? { static: scope as 'file' } : { dynamic: scope as 'file' },
        },
        statement: tree,
        source: '',
        path: `${index}.yml`,
        tags: [],
      }),
    ),
  );
}

/** A few rules that may refer to each other. */
export function randomRuleSet(flavour: Flavour): fc.Arbitrary<BuiltRuleSet> {
  return fc
    .integer({ min: 1, max: 6 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => rule(i, flavour))))
    .map((rules) => buildRuleSet(rules));
}

export const randomCallFeatures: fc.Arbitrary<Feature[]> = fc.array(callFeature, { maxLength: 3 });
export const randomStaticFeatures: fc.Arbitrary<Feature[]> = fc.array(staticFeature, { maxLength: 3 });
