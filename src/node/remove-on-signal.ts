// Signals that end the process leave no half a file behind.

import { rmSync } from 'node:fs';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Has the file removed should a signal end the process; returns what ends that. The signal still ends it, and says so to the caller. */
export function removeOnSignal(path: string): () => void {
  const ends = ENDING.map((signal) => {
    const remove = (): void => {
      rmSync(path, { force: true });
      process.kill(process.pid, signal);
    };
    process.once(signal, remove);
    return () => process.off(signal, remove);
  });
  return () => {
    for (const end of ends) end();
  };
}
