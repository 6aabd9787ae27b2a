// The databases that ship with capax.

import { readFileSync } from 'node:fs';
import { CapaxError } from '../errors.ts';

/** The bytes of a file in `assets/`. Throws CapaxError `internal` if it cannot be read; `what` it is stands in the message. */
export function readAsset(name: string, what: string): Uint8Array {
  try {
    return readFileSync(new URL(`../../assets/${name}`, import.meta.url));
  } catch (cause) {
    throw new CapaxError('internal', `${what} cannot be read.`, { cause, hint: 'Reinstall capax.' });
  }
}
