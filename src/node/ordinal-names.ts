// The names of numbered exports that ship with capax, read when the first program imports by number.

import { type OrdinalNames, openOrdinalNames } from '../formats/pe/ordinal-names.ts';
import { readAsset } from './read-asset.ts';

let opened: OrdinalNames | undefined;

/** Names of the installed database. Throws CapaxError `internal` at the first question if it is missing or damaged. */
export const installedOrdinalNames: OrdinalNames = {
  find(module, ordinal) {
    opened ??= openOrdinalNames(readAsset('ordinal-names.bin', 'The database of ordinal names'));
    return opened.find(module, ordinal);
  },
};
