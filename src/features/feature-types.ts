// What there is to know about each type of feature, in one table: what makes two features the same, how one is written in JSON, in
// rules and for people, where it can be seen, and what the matcher needs to plan with. Parsing, keys, JSON, text and indexing follow
// from it, so another type is a member of the union in feature.ts, an entry here, and whatever input emits it.

import type { Feature, FeatureType, Integer, ValueTest } from './feature.ts';
import { QUALIFIED_SCOPES, type QualifiedScope } from './scopes.ts';

/**
 * What the value is. `bytes`: lower-case hexadecimal text. `number`: an integer, or a fraction where an input wrote one. `any`: text or
 * an integer, which are never equal.
 */
export type ValueKind = 'text' | 'bytes' | 'integer' | 'number' | 'any' | 'none';

/** A field beside the value that is part of what the feature is. */
export type QualifierField = 'index' | 'access' | 'name';

/** What each qualifier can be; undefined: any text. The reference numbers at most five operands. */
export const QUALIFIER_VALUES: {
  readonly index: readonly number[];
  readonly access: readonly string[];
  readonly name: undefined;
} = {
  index: [0, 1, 2, 3, 4],
  access: ['read', 'write'],
  name: undefined,
};

const VALUE_TESTS: readonly ValueTest[] = ['any', 'substring', 'regex', 'flags'];

/** True for a word that is a way to compare a value. */
export function isValueTest(word: unknown): word is ValueTest {
  return VALUE_TESTS.some((test) => test === word);
}

/** How a condition finds what is seen; `tested`: as its `test` says. */
export type Comparison = 'equal' | 'pattern' | 'prefix' | 'wildcard' | 'tested';

export interface FeatureTypeFacts {
  readonly value: ValueKind;
  readonly qualifier?: { readonly field: QualifierField; readonly isOptional: boolean };
  /** The key of the value in JSON where it is not the type itself; readers accept the type too. */
  readonly jsonKey?: string;
  /** How rules and listings name it; `#` stands for the qualifier. Default: the type. The last form is the one with a qualifier. */
  readonly names?: readonly string[];
  /** Where it can be seen; of a characteristic it depends on its value (rules/feature-scopes.ts). */
  readonly scopes: readonly QualifiedScope[];
  /**
   * How good it is as an index, for rare ones are better: the reference's figures, so that compat can follow its choices. Small
   * numbers are common, so a number is judged `by size`; patterns cannot be looked up at all.
   */
  readonly score: number | 'by size' | 'pattern';
  /** What looking for it costs, in the reference's figures: they decide the order of children, which documents show. */
  readonly cost: 0 | 1 | 2;
  /** Whether rules may compare its value otherwise than as a whole (`test`). */
  readonly hasTests?: true;
  /**
   * Whether it is a detail that inputs hand over only where a rule asks for it (`TraceSink.details`). Details are not among the features
   * that results count.
   */
  readonly isDetail?: true;
  /** Whether it is the same everywhere in a sample and has no location. */
  readonly isGlobal?: true;
  /**
   * How a condition finds it. `equal` (default): the same feature. `pattern`: it exists in rules only, and strings are searched for
   * it. `prefix`: what is seen begins with it. `wildcard`: the value `any` on either side fits.
   */
  readonly comparison?: Exclude<Comparison, 'tested'>;
}

const CODE: readonly QualifiedScope[] = ['static/instruction', 'static/basic block', 'static/function'];
const CALLS: readonly QualifiedScope[] = ['dynamic/call', 'dynamic/span of calls', 'dynamic/thread', 'dynamic/process'];
const FILE: readonly QualifiedScope[] = ['static/file', 'dynamic/file'];
/** Also in scopes that are none of these. */
const EVERYWHERE: readonly QualifiedScope[] = [...new Set([...CODE, ...CALLS, ...FILE, ...QUALIFIED_SCOPES])];

export const FEATURE_TYPES: Readonly<Record<FeatureType, FeatureTypeFacts>> = {
  api: { value: 'text', scopes: [...CODE, ...CALLS], score: 8, cost: 1 },
  string: { value: 'text', scopes: EVERYWHERE, score: 9, cost: 1 },
  substring: { value: 'text', scopes: EVERYWHERE, score: 'pattern', cost: 2, comparison: 'pattern' },
  regex: { value: 'text', scopes: EVERYWHERE, score: 'pattern', cost: 2, comparison: 'pattern' },
  class: { value: 'text', jsonKey: 'class_', scopes: [...CODE, ...FILE], score: 5, cost: 1 },
  namespace: { value: 'text', scopes: [...CODE, ...FILE], score: 5, cost: 1 },
  mnemonic: { value: 'text', scopes: CODE, score: 2, cost: 1 },
  characteristic: { value: 'text', scopes: EVERYWHERE, score: 4, cost: 1 },
  export: { value: 'text', scopes: FILE, score: 7, cost: 1 },
  import: { value: 'text', jsonKey: 'import_', scopes: FILE, score: 5, cost: 1 },
  section: { value: 'text', scopes: FILE, score: 5, cost: 1 },
  'function name': {
    value: 'text',
    jsonKey: 'function_name',
    names: ['function-name'],
    scopes: FILE,
    score: 5,
    cost: 1,
  },
  os: { value: 'text', scopes: EVERYWHERE, score: 0, cost: 0, isGlobal: true, comparison: 'wildcard' },
  arch: { value: 'text', scopes: EVERYWHERE, score: 0, cost: 0, isGlobal: true },
  format: { value: 'text', scopes: EVERYWHERE, score: 0, cost: 0, isGlobal: true },
  match: { value: 'text', scopes: EVERYWHERE, score: 9, cost: 1 },
  number: { value: 'number', scopes: [...CODE, ...CALLS], score: 'by size', cost: 1 },
  'observed number': {
    value: 'number',
    jsonKey: 'observed_number',
    names: ['observed-number'],
    scopes: CALLS,
    score: 'by size',
    cost: 1,
    isDetail: true,
  },
  offset: { value: 'integer', scopes: CODE, score: 4, cost: 1 },
  'operand number': {
    value: 'integer',
    qualifier: { field: 'index', isOptional: false },
    jsonKey: 'operand_number',
    names: ['operand[#].number'],
    scopes: CODE,
    score: 4,
    cost: 1,
  },
  'operand offset': {
    value: 'integer',
    qualifier: { field: 'index', isOptional: false },
    jsonKey: 'operand_offset',
    names: ['operand[#].offset'],
    scopes: CODE,
    score: 4,
    cost: 1,
  },
  bytes: { value: 'bytes', scopes: CODE, score: 'pattern', cost: 2, comparison: 'prefix' },
  property: {
    value: 'text',
    qualifier: { field: 'access', isOptional: true },
    names: ['property', 'property/#'],
    scopes: CODE,
    score: 5,
    cost: 1,
  },
  'basic block': { value: 'none', scopes: ['static/function'], score: 1, cost: 1 },
  argument: {
    value: 'any',
    qualifier: { field: 'name', isOptional: false },
    names: ['arg/#'],
    scopes: CALLS,
    score: 8,
    cost: 1,
    hasTests: true,
    isDetail: true,
  },
  return: { value: 'any', scopes: CALLS, score: 3, cost: 1, hasTests: true, isDetail: true },
  status: { value: 'text', scopes: CALLS, score: 1, cost: 1, isDetail: true },
  behavior: {
    value: 'text',
    qualifier: { field: 'name', isOptional: false },
    jsonKey: 'object',
    names: ['behavior/#'],
    scopes: [...CALLS, 'dynamic/file'],
    score: 7,
    cost: 1,
    hasTests: true,
    isDetail: true,
  },
};

/** Every type, in the order of the table. */
export const FEATURE_TYPE_NAMES: readonly FeatureType[] = Object.keys(FEATURE_TYPES) as FeatureType[];

/** True for a word that is a type of feature. */
export function isFeatureType(word: string): word is FeatureType {
  return Object.hasOwn(FEATURE_TYPES, word);
}

/** The key of the value in JSON: the type itself, or its form as an identifier (`import_`, `operand_number`). */
export function valueKey(type: FeatureType): string {
  return FEATURE_TYPES[type].jsonKey ?? type;
}

/** The value; undefined for a type that has none. */
export function featureValue(feature: Feature): string | Integer | undefined {
  return 'value' in feature ? feature.value : undefined;
}

/** The qualifier; undefined where there is none. */
export function featureQualifier(feature: Feature): string | number | undefined {
  const field = FEATURE_TYPES[feature.type].qualifier?.field;
  return field === undefined
    ? undefined
    : (feature as Readonly<Partial<Record<QualifierField, string | number>>>)[field];
}

/** How a rule compares the value; undefined: as a whole. */
export function featureTest(feature: Feature): ValueTest | undefined {
  return 'test' in feature ? feature.test : undefined;
}

/** How a condition finds what is seen. */
export function comparisonOf(feature: Feature): Comparison {
  return featureTest(feature) === undefined ? (FEATURE_TYPES[feature.type].comparison ?? 'equal') : 'tested';
}

/** Type and qualifier of a feature: what a value is the value of. */
export function featureNameKey(feature: Feature): string {
  return `${feature.type}\0${featureQualifier(feature) ?? ''}`;
}

/** A feature of its parts, which must be of the kinds that the table demands. */
export function makeFeature(
  type: FeatureType,
  value?: string | Integer,
  qualifier?: string | number,
  test?: ValueTest,
): Feature {
  const facts = FEATURE_TYPES[type];
  const feature: Record<string, unknown> = { type };
  if (facts.qualifier !== undefined && qualifier !== undefined) feature[facts.qualifier.field] = qualifier;
  if (facts.value !== 'none') feature['value'] = value;
  if (test !== undefined) feature['test'] = test;
  return feature as unknown as Feature;
}

/**
 * Identity of a feature as a string: two features are the same if and only if their keys are equal. Numbers compare by value
 * (a non-integer from a freeze file keeps its decimal form). Descriptions do not take part.
 */
export function featureKey(feature: Feature): string {
  const value = featureValue(feature) ?? '';
  const { qualifier, hasTests } = FEATURE_TYPES[feature.type];
  const test = featureTest(feature);
  const name = qualifier === undefined ? feature.type : `${feature.type}[${featureQualifier(feature) ?? ''}]`;
  if (hasTests === undefined) return test === undefined ? `${name}\0${value}` : `${name} (${test})\0${value}`;
  // A name may hold whatever a sample wrote, so its length is told; text and integer differ.
  return `${name.length}${name}${test ?? ''}\0${typeof value === 'string' ? '"' : ''}${value}`;
}

/** Every name that features of a type have, as `featureName` gives them; of an open qualifier none. */
export function featureNames(type: FeatureType): readonly string[] {
  const { names = [type], qualifier } = FEATURE_TYPES[type];
  return names.flatMap((name) => {
    if (qualifier === undefined || !name.includes('#')) return [name];
    const values: readonly (string | number)[] = QUALIFIER_VALUES[qualifier.field] ?? [];
    return values.map((value) => name.replace('#', String(value)));
  });
}

/** Name of a feature without its value, as rules write it: `api`, `operand[1].number`, `property/read`, `function-name`. */
export function featureName(feature: Feature): string {
  const { names } = FEATURE_TYPES[feature.type];
  if (names === undefined) return feature.type;
  const qualifier = featureQualifier(feature);
  return qualifier === undefined
    ? (names[0] as string)
    : (names.at(-1) as string).replace('#', () => String(qualifier));
}
