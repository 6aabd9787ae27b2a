// Named pipes, which Node cannot make.

import { spawnSync } from 'node:child_process';

/** Makes a pipe at the path; returns the path. */
export function makePipe(path: string): string {
  const { status, stderr } = spawnSync('sh', ['-c', 'mkfifo "$0"', path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return path;
}
