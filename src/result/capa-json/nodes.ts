// Statements and features of evidence trees in the reference's JSON (spec core.md 5.7): which keys they have, and in what order. What
// the keys of a feature are follows from the table of feature types.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import type { Feature, FeatureType, Integer, ValueTest } from '../../features/feature.ts';
import { writtenTest } from '../../features/feature-json.ts';
import { formatFeatureValue } from '../../features/feature-text.ts';
import {
  FEATURE_TYPES,
  featureName,
  featureQualifier,
  featureValue,
  isFeatureType,
  isValueTest,
  makeFeature,
  type QualifierField,
  type ValueKind,
  valueKey,
} from '../../features/feature-types.ts';
import { type MatchNode, type SequenceNode, sequenceText } from '../document.ts';
import {
  optional,
  type Place,
  passOver,
  type Reader,
  readCount,
  readFields,
  readInteger,
  readNumber,
  readObject,
  readOneOf,
  readText,
  required,
} from './json-reader.ts';

/**
 * A feature under the document's key names; keys without a value are left out by the writer. What the reference's reader does not know
 * is a characteristic for it, with the words of rules, and what it is stands beside: unknown keys of a feature are passed over there.
 */
function featureObject(feature: Feature, description: string | undefined): object {
  if (FEATURE_TYPES[feature.type].isDetail !== true) return ownFeatureObject(feature, description);
  return {
    ...{
      type: 'characteristic',
      characteristic: `${featureName(feature)}: ${formatFeatureValue(feature)}`,
      description,
    },
    [OWN_KEY]: ownFeatureObject(feature, undefined),
  };
}

/** Key of a feature that only capax knows. */
const OWN_KEY = 'capax';

function ownFeatureObject(feature: Feature, description: string | undefined): object {
  const { type } = feature;
  const field = FEATURE_TYPES[type].qualifier?.field;
  const value = featureValue(feature);
  const test = writtenTest(feature);
  return {
    type,
    ...(field === undefined ? {} : { [field]: featureQualifier(feature) }),
    ...(value === undefined ? {} : { [valueKey(type)]: value }),
    ...(test === undefined ? {} : { test }),
    description,
  };
}

/** The `node` of a match, ready for the exact writer. */
export function nodeObject(node: MatchNode): object {
  const { kind, description } = node;
  const statement = (type: string, more: object = {}): object => ({
    type: 'statement',
    statement: { type, description, ...more },
  });
  switch (kind) {
    case 'feature':
      return { type: 'feature', feature: featureObject(node.feature, description) };
    case 'and':
    case 'or':
    case 'not':
      return statement(kind);
    case 'some':
      return node.count === 0 ? statement('optional') : statement(kind, { count: node.count });
    case 'range': {
      const { min, max, child, childDescription } = node;
      return statement(kind, { min, max, child: featureObject(child, childDescription) });
    }
    case 'sequence':
      return { type: 'statement', statement: { type: 'and', description: writeSequence(node) } };
    case 'subscope':
      return statement(kind, { scope: node.scope });
    case 'unknown':
      return node.json;
  }
}

interface ReadFeature {
  readonly feature: Feature;
  readonly description?: string;
}

const VALUE_READERS: Readonly<Record<ValueKind, Reader<string | Integer | undefined>>> = {
  text: readText,
  bytes: readText,
  integer: readInteger,
  number: readNumber,
  any: (value, place) => (typeof value === 'string' ? value : readInteger(value, place)),
  none: () => undefined,
};
const QUALIFIER_READERS: Readonly<Record<QualifierField, Reader<string | number>>> = {
  index: readCount,
  access: readText,
  name: readText,
};

/** Thrown where a statement or feature is of a type that nobody here knows: the node around it is then kept as it is. */
class UnknownKind extends Error {
  override readonly name = 'UnknownKind';
  readonly type: string;
  readonly place: Place;
  constructor(type: string, place: Place) {
    super(type);
    this.type = type;
    this.place = place;
  }
}

/** Unknown keys of a feature are dropped, as in the reference's reader. */
const readFeature: Reader<ReadFeature> = (value, place) => {
  const given = readObject(value, place);
  const own = given[OWN_KEY];
  const source = own === undefined ? given : readObject(own, { parent: place, key: OWN_KEY });
  const type = readText(source['type'] ?? null, { parent: place, key: 'type' });
  if (!isFeatureType(type)) throw new UnknownKind(type, place);
  const qualifier = readQualifier(type, source, place);
  const feature = makeFeature(type, readValue(type, source, place), qualifier, readTest(type, source, place));
  const description = given['description'] ?? null;
  if (description === null) return { feature };
  return { feature, description: readText(description, { parent: place, key: 'description' }) };
};

function readQualifier(type: FeatureType, source: JsonObject, place: Place): string | number | undefined {
  const { qualifier } = FEATURE_TYPES[type];
  if (qualifier === undefined) return undefined;
  const value = source[qualifier.field] ?? null;
  if (value === null && qualifier.isOptional) return undefined;
  return QUALIFIER_READERS[qualifier.field](value, { parent: place, key: qualifier.field });
}

function readTest(type: FeatureType, source: JsonObject, place: Place): ValueTest | undefined {
  const test = source['test'] ?? null;
  if (FEATURE_TYPES[type].hasTests === undefined || test === null) return undefined;
  // A way to compare that a later version knows.
  if (!isValueTest(test)) throw new UnknownKind(`${type} (${readText(test, { parent: place, key: 'test' })})`, place);
  return test;
}

/** The key may also be the type as it is. */
function readValue(type: FeatureType, source: JsonObject, place: Place): string | Integer | undefined {
  const own = valueKey(type);
  const key = source[own] === undefined && source[type] !== undefined ? type : own;
  return VALUE_READERS[FEATURE_TYPES[type].value](source[key] ?? null, { parent: place, key });
}

const described = { description: optional(readText) };

function readPlain<N extends StatementNode>(word: string, node: N): Reader<N> {
  const read = readFields<{ type: string; description?: string }>({ type: required(readOneOf([word])), ...described });
  return (value, place) => {
    const { description } = read(value, place);
    return description === undefined ? node : { ...node, description };
  };
}

/** The reference's reader knows no sequences: they are an `and` whose description says what it is. */
const SEQUENCE = /^sequence(?: within ([0-9]{1,15}) (calls|ms))?(, threads merged as recorded)?(?: = (.*))?$/s;

function writeSequence(node: SequenceNode): string {
  const { description } = node;
  return `${sequenceText(node)}${description === undefined ? '' : ` = ${description}`}`;
}

function readSequence(text: string | undefined): SequenceNode | undefined {
  const found = SEQUENCE.exec(text ?? '');
  if (found === null) return undefined;
  const [, count, unit, merges, description] = found;
  return {
    kind: 'sequence',
    ...(count === undefined ? {} : { within: { count: Number(count), unit: unit as 'calls' | 'ms' } }),
    ...(merges === undefined ? {} : { merges: true }),
    ...(description === undefined ? {} : { description }),
  };
}

const readSome = readFields<{ type: 'some'; description?: string; count: number }>({
  type: required(readOneOf(['some'])),
  ...described,
  count: required(readCount),
});
const readRange = readFields<{ type: 'range'; description?: string; min: Integer; max: Integer; child: ReadFeature }>({
  type: required(readOneOf(['range'])),
  ...described,
  min: required(readInteger),
  max: required(readInteger),
  child: required(readFeature),
});
const readSubscope = readFields<{ type: 'subscope'; description?: string; scope: string }>({
  type: required(readOneOf(['subscope'])),
  ...described,
  scope: required(readText),
});

/** `unknown` is what no word says, and `sequence` what a description does. */
type StatementNode = Exclude<MatchNode, { readonly kind: 'feature' | 'sequence' | 'unknown' }>;
type NodeOf<Kind extends StatementNode['kind']> = Extract<StatementNode, { readonly kind: Kind }>;

/** How the statement of each word is read. The words are those of the kinds, and one more. */
const STATEMENTS: { readonly [Kind in StatementNode['kind']]: Reader<NodeOf<Kind>> } & {
  readonly optional: Reader<NodeOf<'some'>>;
} = {
  and: readPlain('and', { kind: 'and' }),
  or: readPlain('or', { kind: 'or' }),
  not: readPlain('not', { kind: 'not' }),
  optional: readPlain('optional', { kind: 'some', count: 0 }),
  some: (value, place) => {
    const { type, ...node } = readSome(value, place);
    return { kind: type, ...node };
  },
  range: (value, place) => {
    const { type, child, ...node } = readRange(value, place);
    const childDescription = child.description === undefined ? {} : { childDescription: child.description };
    return { kind: type, ...node, child: child.feature, ...childDescription };
  },
  subscope: (value, place) => {
    const { type, ...node } = readSubscope(value, place);
    return { kind: type, ...node };
  },
};

function isStatementWord(word: string): word is keyof typeof STATEMENTS {
  return Object.hasOwn(STATEMENTS, word);
}

const readStatement: Reader<MatchNode> = (value, place) => {
  const word = readText(readObject(value, place)['type'] ?? null, { parent: place, key: 'type' });
  if (!isStatementWord(word)) throw new UnknownKind(word, place);
  const node = STATEMENTS[word](value, place);
  return (node.kind === 'and' ? readSequence(node.description) : undefined) ?? node;
};

const readStatementNode = readFields<{ type: 'statement'; statement: MatchNode }>({
  type: required(readOneOf(['statement'])),
  statement: required(readStatement),
});
const readFeatureNode = readFields<{ type: 'feature'; feature: ReadFeature }>({
  type: required(readOneOf(['feature'])),
  feature: required(readFeature),
});

/** The words of a node that nobody here knows: the types of its statement, if that is known, and of what is in it. */
function unknownNode(json: JsonObject, type: string): MatchNode {
  const inner = json['statement'] ?? json['feature'];
  const { type: outer, description } = (isObject(inner) ? inner : {}) as JsonObject;
  return {
    kind: 'unknown',
    type: outer === 'range' ? `count(${type})` : type,
    json,
    ...(typeof description === 'string' ? { description } : {}),
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The `node` of a match; one of a later version, whose type nobody here knows, as it is. Throws `document-invalid` with the place of what
 * does not fit.
 */
export const readNode: Reader<MatchNode> = (value: JsonValue, place) => {
  const json = readObject(value, place);
  const type = readText(json['type'] ?? null, { parent: place, key: 'type' });
  try {
    if (type === 'statement') return readStatementNode(value, place).statement;
    if (type === 'feature') return { kind: 'feature', ...readFeatureNode(value, place).feature };
    throw new UnknownKind(type, place);
  } catch (unknown) {
    if (!(unknown instanceof UnknownKind)) throw unknown;
    passOver(unknown.place);
    return unknownNode(json, unknown.type);
  }
};
