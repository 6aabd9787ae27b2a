// Random but well-formed rules, traces and programs over a tiny vocabulary, so that random rules often match random features.

import fc from 'fast-check';
import { CALLER_CHARACTERISTICS } from '../../src/features/callers.ts';
import type { Feature, FeatureType } from '../../src/features/feature.ts';
import { FEATURE_TYPE_NAMES, FEATURE_TYPES } from '../../src/features/feature-types.ts';
import {
  BLOCK_SCOPES,
  BOTH_SCOPES,
  type BothScope,
  FLAVOURS,
  type Flavour,
  SCOPES,
  type Scope,
} from '../../src/features/scopes.ts';
import { type BuiltRuleSet, buildRuleSet } from '../../src/rules/build-rule-set.ts';
import { RANGE_MAX, type Rule, type RuleMeta, type SequenceValue, type Statement } from '../../src/rules/rule.ts';
import { STATEMENT_KINDS } from './statement-kinds.ts';

type FeatureOf<Type extends FeatureType> = Feature & { readonly type: Type };

/** Features of one type. */
interface Words<Type extends FeatureType> {
  /** In inputs. */
  readonly seen: readonly FeatureOf<Type>[];
  /** In rules, where they are not what is seen. */
  readonly asked?: readonly FeatureOf<Type>[];
  /** How often the type is chosen, in comparison. Default 1. */
  readonly weight?: number;
}

const VOCABULARY: { readonly [Type in FeatureType]: Words<Type> } = {
  api: {
    seen: ['Open', 'Read', 'CreateMutex', 'CreateMutexW', 'NtCreateMutant', 'ZwCreateMutant'].map((value) => ({
      type: 'api',
      value,
    })),
    weight: 6,
  },
  string: { seen: ['C:\\run', 'c:\\RUN\\x', 'key=1', ''].map((value) => ({ type: 'string', value })), weight: 6 },
  number: { seen: [0, 4, 0x40, 18446744073709551615n].map((value) => ({ type: 'number', value })), weight: 6 },
  substring: { seen: [], asked: [{ type: 'substring', value: 'run' }] },
  regex: { seen: [], asked: ['/run/i', '/^key=\\d$/', '//'].map((value) => ({ type: 'regex', value })), weight: 3 },
  bytes: {
    seen: ['9090', '90909090c3', '9090909000'].map((value) => ({ type: 'bytes', value })),
    asked: ['9090', '90909090'].map((value) => ({ type: 'bytes', value })),
    weight: 3,
  },
  mnemonic: { seen: ['mov', 'xor'].map((value) => ({ type: 'mnemonic', value })), weight: 3 },
  class: { seen: [{ type: 'class', value: 'Open' }] },
  namespace: { seen: [{ type: 'namespace', value: 'Open' }] },
  characteristic: {
    seen: ['nzxor', 'loop'].map((value) => ({ type: 'characteristic', value })),
    asked: ['nzxor', 'loop', ...Object.values(CALLER_CHARACTERISTICS)].map((value) => ({
      type: 'characteristic',
      value,
    })),
    weight: 2,
  },
  export: { seen: [{ type: 'export', value: 'Open' }] },
  import: { seen: [{ type: 'import', value: 'Open' }] },
  section: { seen: [{ type: 'section', value: 'Open' }] },
  'function name': { seen: [{ type: 'function name', value: 'Open' }] },
  'observed number': { seen: [4, 0x10000].map((value) => ({ type: 'observed number', value })) },
  offset: { seen: [4, -4].map((value) => ({ type: 'offset', value })) },
  // What has a qualifier is also there with the same value and another qualifier.
  'operand number': {
    seen: [0, 1].flatMap((value) => ([0, 4] as const).map((index) => ({ type: 'operand number', index, value }))),
    weight: 2,
  },
  'operand offset': {
    seen: ([0, 1] as const).map((index) => ({ type: 'operand offset', index, value: 4 })),
  },
  property: {
    seen: [
      { type: 'property', value: 'Open' },
      { type: 'property', access: 'read', value: 'Open' },
      { type: 'property', access: 'write', value: 'Open' },
    ],
    weight: 2,
  },
  'basic block': { seen: [{ type: 'basic block' }] },
  os: {
    seen: ['windows', 'any'].map((value) => ({ type: 'os', value })),
    asked: ['windows', 'linux'].map((value) => ({ type: 'os', value })),
  },
  arch: { seen: [{ type: 'arch', value: 'amd64' }] },
  format: { seen: [{ type: 'format', value: 'pe' }] },
  argument: {
    seen: (['FileName', 'Handle'] as const).flatMap((name): FeatureOf<'argument'>[] =>
      [4, 6, -1, 18446744073709551615n, '0x4', '4', 'C:\\run', 'key=1'].map((value) => ({
        type: 'argument',
        name,
        value,
      })),
    ),
    asked: (['FileName', 'Handle'] as const).flatMap((name): FeatureOf<'argument'>[] => [
      { type: 'argument', name, value: 4 },
      { type: 'argument', name, value: '4' },
      { type: 'argument', name, value: 'RUN', test: 'substring' },
      { type: 'argument', name, value: '/^key|run/i', test: 'regex' },
      { type: 'argument', name, value: 4, test: 'flags' },
      { type: 'argument', name, value: 2 ** 40, test: 'flags' },
      { type: 'argument', name, value: '', test: 'any' },
    ]),
    weight: 4,
  },
  return: {
    seen: [0, 4, '4'].map((value) => ({ type: 'return', value })),
    asked: [
      { type: 'return', value: 0 },
      { type: 'return', value: 4, test: 'flags' },
      { type: 'return', value: '', test: 'any' },
    ],
    weight: 2,
  },
  status: { seen: ['success', 'failure'].map((value) => ({ type: 'status', value })) },
  behavior: {
    seen: ['file/write', 'file/delete'].flatMap((name): FeatureOf<'behavior'>[] =>
      ['C:\\run', ''].map((value) => ({ type: 'behavior', name, value })),
    ),
    asked: ['file/write', 'file/delete'].flatMap((name): FeatureOf<'behavior'>[] => [
      { type: 'behavior', name, value: '', test: 'any' },
      { type: 'behavior', name, value: 'run', test: 'substring' },
      { type: 'behavior', name, value: 'C:\\run' },
    ]),
    weight: 3,
  },
  // What there is to refer to depends on the other rules.
  match: { seen: [] },
};

interface WeightedFeatures {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Feature>;
}

/** A choice for each type that a flavour can have, among features of the type; none for types without. */
function choices(
  flavour: Flavour,
  featuresOf: (words: Words<FeatureType>, type: FeatureType) => readonly Feature[],
): WeightedFeatures[] {
  return FEATURE_TYPE_NAMES.flatMap((type) => {
    const words: Words<FeatureType> = VOCABULARY[type];
    const features = featuresOf(words, type);
    const isPossible = FEATURE_TYPES[type].scopes.some((scope) => scope.startsWith(`${flavour}/`));
    if (!isPossible || features.length === 0) return [];
    return [{ weight: words.weight ?? 1, arbitrary: fc.constantFrom(...features) }];
  });
}

/** Features that an input of the flavour has at its places. */
export function randomFeatures(flavour: Flavour): fc.Arbitrary<Feature[]> {
  const seen = choices(flavour, (words, type) => (FEATURE_TYPES[type].isGlobal === true ? [] : words.seen));
  return fc.array(fc.oneof(...seen), { maxLength: 3 });
}

/** Features of a whole input. */
export const randomGlobals: fc.Arbitrary<Feature[]> = fc.subarray(
  FEATURE_TYPE_NAMES.filter((type) => FEATURE_TYPES[type].isGlobal === true).flatMap(
    (type): readonly Feature[] => VOCABULARY[type].seen,
  ),
);

/** What the statements of one rule are made of. */
interface Material {
  readonly flavour: Flavour;
  readonly condition: fc.Arbitrary<Feature>;
}

/** Features that rules look for. `targets`: what `match` may refer to. */
function conditions(flavour: Flavour, targets: readonly string[]): fc.Arbitrary<Feature> {
  const asked = choices(flavour, ({ seen, asked = seen }) => asked);
  const matches = targets.map((value): Feature => ({ type: 'match', value }));
  return fc.oneof(...asked, ...(matches.length === 0 ? [] : [{ weight: 6, arbitrary: fc.constantFrom(...matches) }]));
}

type StatementOf<Kind extends Statement['kind']> = Statement & { readonly kind: Kind };

/** Makes statements at a scope. */
type Inner = (scope: Scope) => fc.Arbitrary<Statement>;

interface Kinds<Kind extends Statement['kind']> {
  readonly weight: number;
  /** Statements of the kind at a scope, around those that `inner` makes. Undefined if there can be none. */
  make(scope: Scope, inner: Inner, material: Material): fc.Arbitrary<StatementOf<Kind>> | undefined;
  /** Whether it holds no other statement, so that it can be the innermost one. */
  readonly isLeaf?: true;
}

const listOf = (inner: fc.Arbitrary<Statement>): fc.Arbitrary<Statement[]> =>
  fc.array(inner, { minLength: 1, maxLength: 3 });

/** Values that children of a sequence compare, most often none. */
const VALUES: fc.Arbitrary<readonly SequenceValue[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<readonly SequenceValue[]>([]) },
  fc.array(
    fc.record({
      variable: fc.constantFrom('$a', '$b'),
      feature: fc.constantFrom<Feature>(
        { type: 'argument', name: 'FileName', value: '', test: 'any' },
        { type: 'argument', name: 'Handle', value: '', test: 'any' },
        { type: 'argument', name: 'Handle', value: 4 },
        { type: 'return', value: '', test: 'any' },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
);

const STATEMENTS: { readonly [Kind in Statement['kind']]: Kinds<Kind> } = {
  feature: {
    weight: 4,
    make: (_scope, _inner, { condition }) => condition.map((feature) => ({ kind: 'feature', feature })),
    isLeaf: true,
  },
  range: {
    weight: 1,
    make: (_scope, _inner, { condition }) =>
      fc
        .tuple(condition, fc.nat(3), fc.option(fc.nat(3), { nil: undefined }))
        .map(([child, min, more]) => ({ kind: 'range', child, min, max: more === undefined ? RANGE_MAX : min + more })),
    isLeaf: true,
  },
  and: { weight: 1, make: (scope, inner) => listOf(inner(scope)).map((children) => ({ kind: 'and', children })) },
  or: { weight: 1, make: (scope, inner) => listOf(inner(scope)).map((children) => ({ kind: 'or', children })) },
  not: { weight: 1, make: (scope, inner) => inner(scope).map((child) => ({ kind: 'not', child })) },
  some: {
    weight: 1,
    make: (scope, inner) =>
      fc.tuple(fc.nat(3), listOf(inner(scope))).map(([count, children]) => ({ kind: 'some', count, children })),
  },
  sequence: {
    weight: 2,
    make: (scope, inner) => {
      if (scope !== 'thread' && scope !== 'process') return undefined;
      const part = fc.record({
        child: inner('call'),
        values: VALUES,
        otherValues: VALUES,
        count: fc.constantFrom(1, 1, 1, 2),
        without: fc.option(inner('call'), { nil: undefined }),
      });
      const within = fc.option(
        fc.record({ count: fc.integer({ min: 1, max: 5 }), unit: fc.constant('calls' as const) }),
        { nil: undefined },
      );
      return fc.tuple(fc.array(part, { minLength: 1, maxLength: 3 }), within).map(([parts, bound]) => {
        const pairs = parts.flatMap(({ child, count, without, values, otherValues }, index) => [
          { child, count, values },
          ...(without === undefined || index === parts.length - 1
            ? []
            : [{ child: without, count: 0, values: otherValues }]),
        ]);
        return {
          kind: 'sequence',
          children: pairs.map(({ child }) => child),
          steps: pairs.map(({ count, values }) => ({ count, ...(values.length === 0 ? {} : { values }) })),
          ...(bound === undefined ? {} : { within: bound }),
          ...(scope === 'process' ? { merges: true } : {}),
        };
      });
    },
  },
  subscope: {
    weight: 1,
    make: (scope, inner, { flavour }) => {
      const scopes: readonly Scope[] = SCOPES[flavour];
      const smaller = scopes.slice(0, scopes.indexOf(scope));
      if (smaller.length === 0) return undefined;
      return fc
        .constantFrom(...smaller)
        .chain((sub) => inner(sub).map((child) => ({ kind: 'subscope', scope: sub, child })));
    },
  },
  // Only rules of both have them: see `bothRule`.
  block: { weight: 1, make: () => undefined },
};

/** Statements of at most so many levels below the first, at the scope that is asked for; each made once. */
function statements(material: Material, depth: number): Inner {
  const inner = depth > 0 ? statements(material, depth - 1) : undefined;
  const made = new Map<Scope, fc.Arbitrary<Statement>>();
  const make = (scope: Scope): fc.Arbitrary<Statement> => {
    const kinds = STATEMENT_KINDS.map((kind): Kinds<Statement['kind']> => STATEMENTS[kind]);
    const options = kinds.flatMap((kind) => {
      // Leaves do not ask for what is inside them.
      const arbitrary =
        inner === undefined && kind.isLeaf !== true ? undefined : kind.make(scope, inner ?? make, material);
      return arbitrary === undefined ? [] : [{ weight: kind.weight, arbitrary }];
    });
    return fc.oneof(...options);
  };
  return (scope) => {
    const known = made.get(scope) ?? make(scope);
    made.set(scope, known);
    return known;
  };
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
  const scopes: readonly Scope[] = SCOPES[flavour];
  // Namespaces of later rules are longer, so that no rule matches a namespace of its own.
  const targets = [...Array(index).keys()].flatMap((i) => [`rule ${i}`, `space${i}`, `space${i}/deep`]);
  const make = statements({ flavour, condition: conditions(flavour, targets) }, 3);
  return fc.constantFrom(...scopes).chain((scope) =>
    make(scope).map(
      (tree): Rule => ({
        meta: {
          ...META,
          name: `rule ${index}`,
          namespace: `space${index}/deep`,
          scopes: { [flavour]: scope },
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

/** A rule of both: blocks of each flavour, and rules of either, combined. */
function bothRule(index: number): fc.Arbitrary<Rule> {
  const targets = [...Array(index).keys()].flatMap((i) => [`rule ${i}`, `space${i}`]);
  const blocks = (both: BothScope): fc.Arbitrary<Statement>[] =>
    FLAVOURS.map((flavour) => {
      const inside = statements({ flavour, condition: conditions(flavour, targets) }, 1)(BLOCK_SCOPES[both][flavour]);
      return fc.tuple(inside, fc.boolean()).map(([child, inner]) => ({
        kind: 'block',
        flavour,
        child,
        ...(inner && both === 'function' && flavour === 'dynamic' ? { inner } : {}),
      }));
    });
  const combine = (leaf: fc.Arbitrary<Statement>, depth: number): fc.Arbitrary<Statement> => {
    if (depth === 0) return leaf;
    const inner = combine(leaf, depth - 1);
    return fc.oneof(
      leaf,
      listOf(inner).map((children): Statement => ({ kind: 'and', children })),
      listOf(inner).map((children): Statement => ({ kind: 'or', children })),
      inner.map((child): Statement => ({ kind: 'not', child })),
      fc.tuple(fc.nat(2), listOf(inner)).map(([count, children]): Statement => ({ kind: 'some', count, children })),
    );
  };
  return fc.constantFrom(...BOTH_SCOPES).chain((both) => {
    const matches = targets.map((value): Statement => ({ kind: 'feature', feature: { type: 'match', value } }));
    const leaf = fc.oneof(...blocks(both), ...(matches.length === 0 ? [] : [fc.constantFrom(...matches)]));
    return combine(leaf, 2).map(
      (statement): Rule => ({
        meta: { ...META, name: `rule ${index}`, namespace: `space${index}/deep`, scopes: { both } },
        statement,
        source: '',
        path: `${index}.yml`,
        tags: [],
      }),
    );
  });
}

/** Rules of each flavour, and rules of both that may refer to them and to each other. */
export const randomBothRuleSet: fc.Arbitrary<BuiltRuleSet> = fc
  .tuple(fc.array(fc.constantFrom(...FLAVOURS), { maxLength: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([flavours, both]) =>
    fc.tuple(
      ...flavours.map((flavour, i) => rule(i, flavour)),
      ...Array.from({ length: both }, (_, i) => bothRule(flavours.length + i)),
    ),
  )
  .map((rules) => buildRuleSet(rules));
