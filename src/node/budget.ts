// How long and how large one analysis may become. Asked at every chunk of input; the analysis then ends with what it has.

import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import type { ByteSource } from '../bytes/source.ts';
import type { Unpack } from '../bytes/unpack.ts';
import type { Budget } from '../bytes/watched-source.ts';
import { CapaxError } from '../errors.ts';

/** Asking the system for the memory figure costs a system call, so it is asked at most this often. What is unpacked comes at 1 MB a ms. */
const MEMORY_EVERY_MS = 10;

/** Where reading was stopped for want of memory, what was read is matched and shown all the same: with this much of what reading may have. */
const LATER_SHARE = 1.2;

/** Growth since garbage was collected that makes it worth collecting again. */
const WORTH_COLLECTING = 1.05;

/** What was collected is given back to the system within this time, which is waited for in steps. */
const RETURNED_WITHIN_MS = 500;
const RETURN_STEP_MS = 5;

/** While nothing comes, the budget is asked this often. */
const ASK_EVERY_MS = 100;

/** Bytes in use. Workers share the process, so in one of them only its own heap and buffers count. */
function usedMemory(): number {
  if (isMainThread) return process.memoryUsage.rss();
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}

/**
 * An input whose time is spent is matched as far as it was read, and that takes time again: as much as was allowed for reading, within
 * these bounds, in seconds. Whoever can end it ends it then.
 */
const SHORTEST_GRACE = 5;
const LONGEST_GRACE = 30;
/** Functions of a program that would be matched later than this share of that time are left out, so that there is a result. */
const MATCHING_SHARE = 0.7;
/** The same of memory, below `LATER_SHARE`. */
const MATCHING_MEMORY = 1.1;

/** Seconds that an input may take beyond those for reading. */
export function graceOf(seconds: number): number {
  return Math.min(Math.max(seconds, SHORTEST_GRACE), LONGEST_GRACE);
}

/** A budget for matching what can be matched in part, counted from the same moment as that of reading. */
export function createMatchingBudget(seconds?: number, megabytes?: number): Budget {
  return createBudget(seconds, megabytes, {
    seconds: seconds === undefined ? 0 : MATCHING_SHARE * graceOf(seconds),
    share: MATCHING_MEMORY,
  });
}

/**
 * A budget for one input, counted from now: seconds of wall time and megabytes of memory of this process or worker. Returns a
 * function that says why reading has to end, or undefined while it may go on. `beyond`: what may be taken in addition.
 */
export function createBudget(seconds?: number, megabytes?: number, beyond = { seconds: 0, share: 1 }): Budget {
  const start = performance.now();
  let asked = Number.NEGATIVE_INFINITY;
  let collected = 0;
  return () => {
    const now = performance.now();
    if (seconds !== undefined && now - start > (seconds + beyond.seconds) * 1000)
      return `it took longer than ${seconds} s`;
    if (megabytes === undefined || now - asked < MEMORY_EVERY_MS) return undefined;
    asked = now;
    const limit = megabytes * 1e6 * beyond.share;
    let used = usedMemory();
    // Much of it may be in use no longer. Where collecting that gained little, it is not worth doing again at once.
    if (used > limit && used > collected * WORTH_COLLECTING) {
      collectGarbage();
      used = usedAfterCollecting(limit);
      collected = used;
    }
    return used > limit ? `it needed more than ${megabytes} MB of memory` : undefined;
  };
}

/** Other threads give back what was collected, so this waits a little for memory to fall below the limit. */
function usedAfterCollecting(limit: number): number {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  let used = usedMemory();
  for (let waited = 0; used > limit && waited < RETURNED_WITHIN_MS; waited += RETURN_STEP_MS) {
    Atomics.wait(nobody, 0, 0, RETURN_STEP_MS);
    used = usedMemory();
  }
  return used;
}

let collector: (() => void) | undefined;

function collectGarbage(): void {
  if (collector === undefined) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
}

/** What throws CapaxError `budget-exceeded` once the budget is spent. */
export function demand(budget: Budget, where: string, what: string): () => void {
  return () => {
    const reason = budget();
    if (reason === undefined) return;
    throw new CapaxError('budget-exceeded', `${what}: ${reason}`, {
      where,
      hint: 'Allow it more time or memory (--timeout, --max-memory).',
    });
  };
}

/** What throws CapaxError `budget-exceeded` once more memory is taken than what follows reading may; `what` is then said. */
export function memoryCheck(megabytes: number, where: string, what: string): () => void {
  return demand(createBudget(undefined, megabytes * LATER_SHARE), where, what);
}

/** Unpacks, and throws CapaxError `budget-exceeded` once the budget is spent. */
export function unpackOnBudget(unpack: Unpack, budget: Budget): Unpack {
  return (source, packing, diagnostics) =>
    sourceChecked(
      unpack(source, packing, diagnostics),
      demand(budget, source.name, 'unpacking was stopped before anything could be analysed'),
    );
}

/** The source, which asks `check` at every chunk. */
export function sourceChecked(source: ByteSource, check: () => void): ByteSource {
  return {
    ...source,
    async *open(from) {
      for await (const chunk of source.open(from)) {
        check();
        yield chunk;
      }
    },
  };
}

/**
 * The same bytes, with an empty chunk now and then while none come, so that whoever asks the budget at every chunk can end an input
 * that has fallen silent. Throws CapaxError `budget-exceeded` to those who wait although it is spent; while `isUnwatched`, when
 * nobody asks the budget, also to those who read on.
 */
export function withHeartbeat(
  source: ByteSource,
  budget: Budget,
  isUnwatched: () => boolean = () => false,
): ByteSource {
  return {
    name: source.name,
    seekable: source.seekable,
    ...(source.size === undefined ? {} : { size: source.size }),
    open: (from) => beat(source, source.open(from)[Symbol.asyncIterator](), budget, isUnwatched),
  };
}

async function* beat(
  { name }: ByteSource,
  chunks: AsyncIterator<Uint8Array>,
  budget: Budget,
  isUnwatched: () => boolean,
): AsyncGenerator<Uint8Array, void, void> {
  let pending: Promise<IteratorResult<Uint8Array>> | undefined;
  try {
    for (;;) {
      pending ??= chunks.next();
      const next = await orSilence(pending);
      if (next === 'silence') {
        const reason = budget();
        yield new Uint8Array();
        if (reason === undefined) continue;
        throw spent(name, reason);
      }
      const reason = isUnwatched() ? budget() : undefined;
      if (reason !== undefined) throw spent(name, reason);
      pending = undefined;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    const ended = chunks.return?.();
    // Waiting for a silent source could keep us here for ever, and nobody asks for its failure any more.
    if (pending === undefined) await ended;
    else for (const promise of [pending, ended]) promise?.catch(() => undefined);
  }
}

function spent(where: string, reason: string): CapaxError {
  return new CapaxError('budget-exceeded', `reading was stopped before anything could be analysed: ${reason}`, {
    where,
    hint: 'Check the program that writes it, or allow more time with --timeout.',
  });
}

async function orSilence<T>(promise: Promise<T>): Promise<T | 'silence'> {
  const timer = new AbortController();
  try {
    return await Promise.race([promise, sleep(ASK_EVERY_MS, 'silence' as const, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
