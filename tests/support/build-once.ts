// Tests of the command line run what users run: the built bundle. Builds it if it is older than its sources.

import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Called by vitest once before all tests. Where nothing can be built, tests run all the same, but the run has failed. */
export function setup(): (() => void) | undefined {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/set-up.mjs')], { stdio: 'inherit' });
  if (status === 0) return undefined;
  console.error('The build failed: tests of what is built see the last one that did not.');
  return () => {
    process.exitCode = 1;
  };
}
