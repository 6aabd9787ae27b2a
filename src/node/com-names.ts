// The COM name database that ships with capax, read when the first rule asks for a name.

import { readFileSync } from 'node:fs';
import { CapaxError } from '../errors.ts';
import { type ComNames, openComNames } from '../rules/com-names.ts';

const DATABASE = new URL('../../assets/com-names.bin', import.meta.url);

let opened: ComNames | undefined;

/** COM names of the installed database. Throws CapaxError `internal` at the first question if it is missing or damaged. */
export const installedComNames: ComNames = {
  find(kind, name) {
    opened ??= openComNames(readDatabase());
    return opened.find(kind, name);
  },
};

function readDatabase(): Uint8Array {
  try {
    return readFileSync(DATABASE);
  } catch (cause) {
    throw new CapaxError('internal', 'The COM name database cannot be read.', { cause, hint: 'Reinstall capax.' });
  }
}
