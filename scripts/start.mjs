// The first minute of somebody who has just cloned: sets up, shows one analysis, and says what to try next.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

await import('./set-up.mjs');

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const EXAMPLE = 'examples/updater.cape.json';
const capax = ['dist/bin/capax.mjs', EXAMPLE];
const { status } = spawnSync(process.execPath, capax, { cwd: root, stdio: 'inherit' });
if (status === 0) {
  console.log('Try next:');
  for (const [options, says] of [
    ['-vv', 'why: every match with its evidence'],
    ['--timeline', 'who did what when'],
    ['-j', 'the result as JSON, for other programs'],
  ]) {
    console.log(`  node dist/bin/capax.mjs ${EXAMPLE} ${options.padEnd(10)}  # ${says}`);
  }
}
process.exitCode = status ?? 1;
