// Tests of the command line run what users run: the built bundle. Builds it if it is older than its sources, and gives the tests a
// folder for their files.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/**
 * Called by vitest once before all tests, and what it returns when they are over. Where nothing can be built, tests run all the
 * same, but the run has failed.
 */
export function setup(): () => void {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/set-up.mjs')], { stdio: 'inherit' });
  if (status !== 0) console.error('The build failed: tests of what is built see the last one that did not.');
  const folder = mkdtempSync(join(tmpdir(), 'capax-tests-'));
  process.env['CAPAX_TEST_FOLDER'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
    if (status !== 0) process.exitCode = 1;
  };
}
