// Addresses as numbers with a sign: those of a kernel, at the end of 64 bits, are negative and as exact as the others. Between 2^53 and there no
// processor has any; such ones are rounded.

import { type Integer, toInteger } from '../../bytes/integer.ts';

/** An address of 64 bits as a number with a sign. */
export function toNear(address: Integer): number {
  return typeof address === 'number' ? address : Number(BigInt.asIntN(64, address));
}

/** The address that `toNear` made a number of. */
export function toFar(near: number): Integer {
  return near >= 0 && near <= Number.MAX_SAFE_INTEGER ? near : toInteger(BigInt.asUintN(64, BigInt(near)));
}

/** Compares as addresses are: those of a kernel come last. */
export function compareNear(a: number, b: number): number {
  if (a < 0 === b < 0) return a - b;
  return a < 0 ? 1 : -1;
}
