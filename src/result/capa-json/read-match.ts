// Evidence trees of a saved document and the addresses in them (spec core.md 4, 5.7). Unknown keys are dropped inside addresses and
// features, as in the reference's reader, and errors everywhere else.

import type { JsonValue } from '../../bytes/exact-json.ts';
import {
  type Address,
  type CallAddress,
  NO_ADDRESS,
  type ProcessAddress,
  type ThreadAddress,
} from '../../features/address.ts';
import type { Integer } from '../../features/feature.ts';
import type { DocumentMatch } from '../document.ts';
import {
  failAt,
  type Reader,
  readCount,
  readFields,
  readFlag,
  readInteger,
  readList,
  readObject,
  readText,
  required,
} from './json-reader.ts';
import { readNode } from './nodes.ts';

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

const readCaptures: Reader<DocumentMatch['captures']> = (value, place) =>
  new Map(
    Object.entries(readObject(value, place)).map(([key, addresses]) => [
      key,
      readAddresses(addresses, { parent: place, key }),
    ]),
  );

const readMatch: Reader<DocumentMatch> = readFields<Omit<DocumentMatch, 'seen'>>({
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
