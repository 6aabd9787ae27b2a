// The COM name database that ships with capax, read when the first rule asks for a name.

import { type ComNames, openComNames } from '../rules/com-names.ts';
import { readAsset } from './read-asset.ts';

let opened: ComNames | undefined;

/** COM names of the installed database. Throws CapaxError `internal` at the first question if it is missing or damaged. */
export const installedComNames: ComNames = {
  find(kind, name) {
    opened ??= openComNames(readAsset('com-names.bin', 'The COM name database'));
    return opened.find(kind, name);
  },
};
