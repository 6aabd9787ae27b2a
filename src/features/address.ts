// Addresses: where a feature or a match was seen. Shapes are those of the result document and of freeze files.

import type { Integer } from './feature.ts';

export interface AbsoluteAddress {
  readonly type: 'absolute' | 'relative' | 'file' | 'dn token';
  readonly value: Integer;
}
/** [token, offset] */
export interface TokenOffsetAddress {
  readonly type: 'dn token offset';
  readonly value: readonly [Integer, Integer];
}
/** [ppid, pid] */
export interface ProcessAddress {
  readonly type: 'process';
  readonly value: readonly [number, number];
}
/** [ppid, pid, tid] */
export interface ThreadAddress {
  readonly type: 'thread';
  readonly value: readonly [number, number, number];
}
/** [ppid, pid, tid, call id] */
export interface CallAddress {
  readonly type: 'call';
  readonly value: readonly [number, number, number, number];
}
export interface NoAddress {
  readonly type: 'no address';
}

export type Address = AbsoluteAddress | TokenOffsetAddress | ProcessAddress | ThreadAddress | CallAddress | NoAddress;

export const NO_ADDRESS: NoAddress = { type: 'no address' };

/**
 * How many integers each kind of address is; several are written as a list. The kinds with one are equal when their integers are, even
 * across kinds, as in the reference's sets.
 */
export const ADDRESS_FIELDS: Readonly<Record<Address['type'], 0 | 1 | 2 | 3 | 4>> = {
  absolute: 1,
  relative: 1,
  file: 1,
  'dn token': 1,
  'dn token offset': 2,
  process: 2,
  thread: 3,
  call: 4,
  'no address': 0,
};

/** Identity of an address: equal keys are one location. */
export function addressKey(address: Address): string {
  if (address.type === 'no address') return address.type;
  return typeof address.value === 'object' ? `${address.type} ${address.value.join(',')}` : String(address.value);
}

function values(address: Address): readonly Integer[] {
  if (address.type === 'no address') return [];
  return typeof address.value === 'object' ? address.value : [address.value];
}

/** Order of output and freeze files: by type name, then by value, numerically and field by field. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  const left = values(a);
  const right = values(b);
  for (let i = 0; i < left.length && i < right.length; i++) {
    const x = left[i] as Integer;
    const y = right[i] as Integer;
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}
