// Where the reference data of the workplace is, if it is there: recorded outputs of the reference, real reports, rules. The
// project stands alone; tests that need these files are skipped, with this reason, where they are absent.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.env['CAPAX_SHARED'] ?? join(root, '..', 'shared');

/** Path of a shared file or folder, or undefined where it is absent. */
export function sharedPath(...parts: string[]): string | undefined {
  const path = join(folder, ...parts);
  return existsSync(path) ? path : undefined;
}
