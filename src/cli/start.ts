// First module of the bundle: the command line in the main thread, one worker of a run over many inputs in a worker.

import { isMainThread } from 'node:worker_threads';

/** Runs until there is nothing more to do. `saveCode` may be called once everything that a run needs has been compiled. */
export async function start(saveCode: () => void): Promise<void> {
  if (isMainThread) {
    process.once('exit', saveCode);
    const { runCommandLine } = await import('./main.ts');
    await runCommandLine(process.argv.slice(2));
  } else {
    const { serveJobs } = await import('./worker.ts');
    serveJobs(saveCode);
  }
}
