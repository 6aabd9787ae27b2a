// Threads of a report, which appear only as ids on calls: each id of a process gets a dense number.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import { LIMITS } from '../../../limits.ts';

/** Gives out thread numbers, dense over the whole trace. */
export class ThreadNumbers {
  #next = 0;

  /** The next number, or undefined when there are too many threads. */
  take(): number | undefined {
    return this.#next < LIMITS.traceThreads ? this.#next++ : undefined;
  }
}

/** The threads of one process. */
export class ReportThreads {
  /** Thread numbers by thread id, in order of first calls. */
  readonly threads: IntegerMap<number> = new IntegerMap();
  readonly #numbers: ThreadNumbers;
  #unnamed: number | undefined;
  #lastId = -1;
  #lastThread = -1;

  constructor(numbers: ThreadNumbers) {
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

  /** Number of the thread that made the calls of which the report does not say who made them; undefined as for `thread`. */
  threadOfUnnamed(): number | undefined {
    this.#unnamed ??= this.#numbers.take();
    return this.#unnamed;
  }

  /**
   * Threads by id, in order of first calls. The one that the report does not name gets the first of these ids that no other has;
   * those of Linux processes begin with the one of the process.
   */
  identify(candidates: readonly (number | undefined)[]): IntegerMap<number> {
    if (this.#unnamed === undefined) return this.threads;
    const free = [...candidates, 0].find((id) => id !== undefined && !this.threads.has(id));
    let id = free ?? 1;
    while (this.threads.has(id)) id++;
    const threads = new IntegerMap<number>();
    for (const [known, thread] of this.threads) threads.set(known, thread);
    threads.set(id, this.#unnamed);
    return threads;
  }

  /** Forgets the threads that there were; their numbers are not given out again. */
  forgetThreads(): void {
    this.threads.clear();
    this.#unnamed = undefined;
    this.#lastId = -1;
  }
}
