// Evidence trees of a saved document: addresses, features, statements and the nodes made of them (spec core.md 4, 5.7). Unknown
// keys are dropped inside addresses and features, as in the reference's reader, and errors everywhere else.

import type { JsonValue } from '../bytes/exact-json.ts';
import {
  type Address,
  type CallAddress,
  NO_ADDRESS,
  type ProcessAddress,
  type ThreadAddress,
} from '../features/address.ts';
import type { Integer } from '../features/feature.ts';
import type { DocumentFeature, DocumentMatch, DocumentNode, DocumentStatement } from './document.ts';
import {
  failAt,
  optional,
  type Reader,
  readCount,
  readFields,
  readFlag,
  readInteger,
  readList,
  readNumber,
  readObject,
  readOneOf,
  readText,
  required,
} from './json-reader.ts';
import { FEATURE_KEYS, isFeatureType } from './nodes.ts';

function readTuple<T>(length: number, item: Reader<T>): Reader<T[]> {
  const readItems = readList(item);
  return (value, place) => {
    const items = readItems(value, place);
    return items.length === length ? items : failAt(place, `expected ${length} numbers`);
  };
}

/** Address type -> reader of its value. */
const ADDRESS_VALUES: Readonly<Record<Exclude<Address['type'], 'no address'>, Reader<Integer | Integer[]>>> = {
  absolute: readInteger,
  relative: readInteger,
  file: readInteger,
  'dn token': readInteger,
  'dn token offset': readTuple(2, readInteger),
  process: readTuple(2, readCount),
  thread: readTuple(3, readCount),
  call: readTuple(4, readCount),
};

export const readAddress: Reader<Address> = (value, place) => {
  const source = readObject(value, place);
  const type = readText(source['type'] ?? null, { parent: place, key: 'type' });
  if (type === 'no address') return NO_ADDRESS;
  if (!Object.hasOwn(ADDRESS_VALUES, type)) return failAt({ parent: place, key: 'type' }, 'unknown address type');
  const read = ADDRESS_VALUES[type as keyof typeof ADDRESS_VALUES];
  return { type, value: read(source['value'] ?? null, { parent: place, key: 'value' }) } as Address;
};

function readAddressOf<T extends Address>(type: T['type']): Reader<T> {
  return (value, place) => {
    const address = readAddress(value, place);
    return address.type === type ? (address as T) : failAt(place, `expected an address of type ${type}`);
  };
}

export const readProcessAddress: Reader<ProcessAddress> = readAddressOf<ProcessAddress>('process');
export const readThreadAddress: Reader<ThreadAddress> = readAddressOf<ThreadAddress>('thread');
export const readCallAddress: Reader<CallAddress> = readAddressOf<CallAddress>('call');
const readAddresses = readList(readAddress);

const readFeature: Reader<DocumentFeature> = (value, place) => {
  const source = readObject(value, place);
  const type = readText(source['type'] ?? null, { parent: place, key: 'type' });
  if (!isFeatureType(type)) return failAt({ parent: place, key: 'type' }, 'unknown feature type');
  const { keys, alias } = FEATURE_KEYS[type];
  const feature: Record<string, string | Integer> = { type };
  for (const key of keys) {
    const name = key === keys.at(-1) && alias !== undefined && source[key] === undefined ? alias : key;
    const member = source[name] ?? null;
    const at = { parent: place, key: name };
    if (key === 'access' && member === null) continue;
    if (key === 'index') feature[key] = readCount(member, at);
    else if (key === 'number') feature[key] = readNumber(member, at);
    else if (key === 'offset' || key.startsWith('operand_')) feature[key] = readInteger(member, at);
    else feature[key] = readText(member, at);
  }
  const description = source['description'] ?? null;
  if (description !== null) feature['description'] = readText(description, { parent: place, key: 'description' });
  return feature as DocumentFeature;
};

const description = optional(readText);

const STATEMENTS: ReadonlyMap<string, Reader<DocumentStatement>> = new Map<string, Reader<DocumentStatement>>([
  ...(['and', 'or', 'not', 'optional'] as const).map(
    (word) => [word, readFields({ type: required(readOneOf([word])), description })] as const,
  ),
  ['some', readFields({ type: required(readOneOf(['some'])), description, count: required(readCount) })],
  [
    'range',
    readFields({
      type: required(readOneOf(['range'])),
      description,
      min: required(readInteger),
      max: required(readInteger),
      child: required(readFeature),
    }),
  ],
  ['subscope', readFields({ type: required(readOneOf(['subscope'])), description, scope: required(readText) })],
]);

const readStatement: Reader<DocumentStatement> = (value, place) => {
  const word = readText(readObject(value, place)['type'] ?? null, { parent: place, key: 'type' });
  const read = STATEMENTS.get(word);
  return read === undefined ? failAt({ parent: place, key: 'type' }, 'unknown statement type') : read(value, place);
};

const readStatementNode = readFields<Extract<DocumentNode, { type: 'statement' }>>({
  type: required(readOneOf(['statement'])),
  statement: required(readStatement),
});
const readFeatureNode = readFields<Extract<DocumentNode, { type: 'feature' }>>({
  type: required(readOneOf(['feature'])),
  feature: required(readFeature),
});
const readNode: Reader<DocumentNode> = (value, place) =>
  readObject(value, place)['type'] === 'statement' ? readStatementNode(value, place) : readFeatureNode(value, place);

const readCaptures: Reader<DocumentMatch['captures']> = (value, place) =>
  new Map(
    Object.entries(readObject(value, place)).map(([key, addresses]) => [
      key,
      readAddresses(addresses, { parent: place, key }),
    ]),
  );

const readMatch: Reader<DocumentMatch> = readFields<DocumentMatch>({
  success: required(readFlag),
  node: required(readNode),
  children: required((value, place) => readList(readMatch)(value, place)),
  locations: required(readAddresses),
  captures: required(readCaptures),
});

export const readPair: Reader<readonly [Address, DocumentMatch]> = (value, place) => {
  if (!Array.isArray(value) || value.length !== 2) return failAt(place, 'expected an address and a match');
  return [
    readAddress(value[0] as JsonValue, { parent: place, key: 0 }),
    readMatch(value[1] as JsonValue, { parent: place, key: 1 }),
  ];
};
