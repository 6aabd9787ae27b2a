// Thread-local storage of a PE file: functions that the loader calls before the entry point.

import type { DataDirectory } from './headers.ts';
import { type AddressContext, readPointer } from './pointers.ts';

/** Callbacks of one program. Real ones have up to a few. */
const MAX_CALLBACKS = 1024;

/** Places of the callbacks, relative to the base. */
export function readTlsCallbacks(context: AddressContext, { rva }: DataDirectory): number[] {
  const word = context.bits / 8;
  const list = readPointer(context, rva + word * 3);
  const callbacks: number[] = [];
  for (let i = 0; list !== undefined && i < MAX_CALLBACKS; i++) {
    const callback = readPointer(context, list + i * word);
    if (callback === undefined) break;
    callbacks.push(callback);
  }
  return callbacks;
}
