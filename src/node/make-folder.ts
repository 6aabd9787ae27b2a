// Creates a folder and its parents. Node's own `recursive` option goes round for ever where a parent exists but refuses new
// entries with ENOENT, as /proc does (Node 20.20), and a cache folder can be set to anything.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** The user's caches and data are nobody else's, whatever files are usually made with. */
const OWN_FOLDER = 0o700;

/** Makes sure that the folder exists; one that is made is the user's alone. Throws what the system says where that cannot be. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, OWN_FOLDER);
  } catch (error) {
    // Somebody else may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
