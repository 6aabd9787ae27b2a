// How long and how large one analysis may become. Asked at every chunk of input; the analysis then ends with what it has.

import { isMainThread } from 'node:worker_threads';

/** Asking the system for the memory figure costs a system call, so it is asked at most this often. */
const MEMORY_EVERY_MS = 100;

/** Bytes in use. Workers share the process, so in one of them only its own heap and buffers count. */
function usedMemory(): number {
  if (isMainThread) return process.memoryUsage.rss();
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}

/**
 * A budget for one input, counted from now: seconds of wall time and megabytes of memory of this process or worker. Returns a
 * function that says why reading has to end, or undefined while it may go on.
 */
export function createBudget(seconds?: number, megabytes?: number): () => string | undefined {
  const start = performance.now();
  let asked = 0;
  return () => {
    const now = performance.now();
    if (seconds !== undefined && now - start > seconds * 1000) return `it took longer than ${seconds} s`;
    if (megabytes === undefined || now - asked < MEMORY_EVERY_MS) return undefined;
    asked = now;
    const used = usedMemory() / 1e6;
    return used > megabytes ? `it needed more than ${megabytes} MB of memory` : undefined;
  };
}
