// Creates a folder and its parents. Node's own `recursive` option goes round for ever where a parent exists but refuses new
// entries with ENOENT, as /proc does (Node 20.20), and a cache folder can be set to anything.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes sure that the folder exists. Throws what the system says where that cannot be. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
