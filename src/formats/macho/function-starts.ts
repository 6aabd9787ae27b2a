// LC_FUNCTION_STARTS: where functions begin, as distances from one to the next.

import { LebReader } from './leb-reader.ts';

const MAX_FUNCTIONS = 1_000_000;

/** Addresses, ascending; `tell` is called where the list is damaged. */
export function readFunctionStarts(bytes: Uint8Array, base: number, tell: () => void): number[] {
  const reader = new LebReader(bytes);
  const starts: number[] = [];
  let address = base;
  while (!reader.isAtEnd && starts.length < MAX_FUNCTIONS) {
    const distance = reader.uleb();
    if (reader.isBroken || distance < 0) {
      tell();
      break;
    }
    if (distance === 0) break;
    address += distance;
    starts.push(address);
  }
  return starts;
}
