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
 * Identity of an address as the reference's sets see it: the integer kinds (absolute, relative, file, token) are equal when
 * their integers are, even across kinds; every other kind equals only its own kind.
 */
export function addressKey(address: Address): string {
  switch (address.type) {
    case 'absolute':
    case 'relative':
    case 'file':
    case 'dn token':
      return String(address.value);
    case 'no address':
      return 'no address';
    default:
      return `${address.type} ${address.value.join(',')}`;
  }
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
