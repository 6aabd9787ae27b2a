// Tests of the command line run what users run: the built bundle. Builds it if it is older than its sources.

import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Called by vitest once before all tests. */
export function setup(): void {
  execFileSync(process.execPath, [join(root, 'scripts/set-up.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
}
