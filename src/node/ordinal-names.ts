// The names of numbered exports that ship with capax, read when the first program imports by number.

import { readFileSync } from 'node:fs';
import { CapaxError } from '../errors.ts';
import { type OrdinalNames, openOrdinalNames } from '../formats/pe/ordinal-names.ts';

const DATABASE = new URL('../../assets/ordinal-names.bin', import.meta.url);

let opened: OrdinalNames | undefined;

/** Names of the installed database. Throws CapaxError `internal` at the first question if it is missing or damaged. */
export const installedOrdinalNames: OrdinalNames = {
  find(module, ordinal) {
    opened ??= openOrdinalNames(readDatabase());
    return opened.find(module, ordinal);
  },
};

function readDatabase(): Uint8Array {
  try {
    return readFileSync(DATABASE);
  } catch (cause) {
    throw new CapaxError('internal', 'The database of ordinal names cannot be read.', {
      cause,
      hint: 'Reinstall capax.',
    });
  }
}
