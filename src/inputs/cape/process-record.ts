// One record of `behavior.processes` as far as it has been read. Its members may come in any order, so nothing is judged before
// the whole report was read.

import type { JsonScalar } from '../../bytes/json-cursor.ts';
import { LIMITS } from '../../limits.ts';

/** Gives out thread numbers, dense over the whole trace. */
export class ThreadNumbers {
  #next = 0;

  /** The next number, or undefined when there are too many threads. */
  take(): number | undefined {
    return this.#next < LIMITS.traceThreads ? this.#next++ : undefined;
  }
}

export class ProcessRecord {
  /** Dense number of the process. */
  readonly index: number;
  /** Byte position of the record. */
  readonly at: number;
  pid: JsonScalar | undefined;
  parentId: JsonScalar | undefined;
  name: JsonScalar | undefined;
  /** Ids in the record's own list, in its order; undefined without a list. */
  listed: number[] | undefined;
  /** Values by key; undefined without the member. */
  environment: Map<string, string> | undefined;
  /** Whether there is a list of calls, and how many of them were usable. */
  hasCalls = false;
  calls = 0;
  /** Thread numbers by thread id, in order of first calls. */
  readonly threads: Map<number, number> = new Map();
  readonly #numbers: ThreadNumbers;
  #lastId = -1;
  #lastThread = -1;

  constructor(index: number, at: number, numbers: ThreadNumbers) {
    this.index = index;
    this.at = at;
    this.#numbers = numbers;
  }

  /** Number of a thread; undefined when there are too many. */
  thread(id: number): number | undefined {
    if (id === this.#lastId) return this.#lastThread;
    let thread = this.threads.get(id);
    if (thread === undefined) {
      thread = this.#numbers.take();
      if (thread === undefined) return undefined;
      this.threads.set(id, thread);
    }
    this.#lastId = id;
    this.#lastThread = thread;
    return thread;
  }

  /** Starts the list of calls anew: of a repeated member the last one counts, and calls without a thread are lost. */
  startCalls(): void {
    this.hasCalls = true;
    this.calls = 0;
    this.threads.clear();
    this.#lastId = -1;
  }
}
