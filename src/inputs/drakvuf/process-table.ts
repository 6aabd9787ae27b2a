// Processes and threads as a DRAKVUF log shows them: only through their calls. A process is a (ppid, pid) pair; the log cannot
// tell a recycled pair from a running process. Processes and threads are listed by first appearance, those with system calls
// before those without, as in the reference.

import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import { LIMITS } from '../../limits.ts';

export interface ThreadState {
  readonly number: number;
  readonly tid: number;
  readonly process: ProcessState;
  /** Place in the listing: number of the first system call, or of the first other call after all system calls. */
  rank: number;
  calls: number;
  /** Numbers of its latest call by arrival and its earliest by time, -1 before the first; and the name that the latter states. */
  latest: number;
  earliest: number;
  processName: string;
}

export interface ProcessState {
  readonly number: number;
  readonly pid: number;
  readonly ppid: number;
  rank: number;
  readonly threads: IntegerMap<ThreadState>;
}

/** Added to the rank of threads without system calls. */
const AFTER_SYSTEM_CALLS = 2 ** 40;

export class ProcessTable {
  /** By pid, then by ppid. */
  readonly #processes = new IntegerMap<IntegerMap<ProcessState>>();
  #processCount = 0;
  #threadCount = 0;
  #callCount = 0;

  get processCount(): number {
    return this.#processCount;
  }

  get threadCount(): number {
    return this.#threadCount;
  }

  /** The thread that makes a call, created on its first. Undefined if the log has too many threads. */
  enter(pid: number, ppid: number, tid: number, isSystemCall: boolean): ThreadState | undefined {
    let family = this.#processes.get(pid);
    let process = family?.get(ppid);
    let thread = process?.threads.get(tid);
    if (thread === undefined) {
      if (this.#threadCount >= LIMITS.traceThreads) return undefined;
      if (family === undefined) {
        family = new IntegerMap();
        this.#processes.set(pid, family);
      }
      if (process === undefined) {
        process = {
          number: this.#processCount++,
          pid,
          ppid,
          rank: Number.POSITIVE_INFINITY,
          threads: new IntegerMap(),
        };
        family.set(ppid, process);
      }
      thread = {
        number: this.#threadCount++,
        tid,
        process,
        rank: Number.POSITIVE_INFINITY,
        calls: 0,
        latest: -1,
        earliest: -1,
        processName: '',
      };
      process.threads.set(tid, thread);
    }
    const rank = this.#callCount++ + (isSystemCall ? 0 : AFTER_SYSTEM_CALLS);
    if (rank < thread.rank) {
      thread.rank = rank;
      if (rank < thread.process.rank) thread.process.rank = rank;
    }
    thread.calls++;
    return thread;
  }

  /** Processes in listing order. */
  list(): ProcessState[] {
    return [...this.#processes.values()].flatMap((family) => [...family.values()]).sort((a, b) => a.rank - b.rank);
  }
}

/** Threads of a process in listing order. */
export function listThreads(process: ProcessState): ThreadState[] {
  return [...process.threads.values()].sort((a, b) => a.rank - b.rank);
}

/** Who started whom, as far as the log says, and which of them are the sample. */
export class Ancestry {
  /** Parent -> children. */
  readonly #children = new IntegerMap<IntegerSet>();
  #count = 0;
  readonly #samples = new IntegerSet();

  /** Notes that `ppid` is the parent of `pid`. Beyond as many pairs as a trace may have threads, nothing is noted. */
  add(pid: number, ppid: number): void {
    let known = this.#children.get(ppid);
    if (known?.has(pid) || this.#count >= LIMITS.traceThreads) return;
    if (known === undefined) {
      known = new IntegerSet();
      this.#children.set(ppid, known);
    }
    known.add(pid);
    this.#count++;
  }

  addSample(pid: number): void {
    if (this.#samples.size < LIMITS.traceThreads) this.#samples.add(pid);
  }

  /** Pids of the sample and of everything that it started; undefined where the log names no sample. */
  fromSample(): IntegerSet | undefined {
    if (this.#samples.size === 0) return undefined;
    const found = new IntegerSet(this.#samples);
    // A set delivers what is added while it is walked.
    for (const pid of found) for (const child of this.#children.get(pid) ?? []) found.add(child);
    return found;
  }
}
