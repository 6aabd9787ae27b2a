// Bytes that code wrote one after the other: a text is built piece by piece, and only the whole is worth a look. A run is whole when it has
// not grown between two calls (or ends of loops), and before something else is written over it.

/** What is written to neighbouring bytes by one instruction, or by several. */
interface Run {
  start: number;
  end: number;
  version: number;
  hasGrown: boolean;
}

/** Takes bytes from `start` to `end`, which the instruction wrote, or wrote last. */
export type TakeRun = (version: number, start: number, end: number) => void;

/** Runs that are followed at once. */
const MOST_OPEN = 32;
/** Shorter ones are no texts. */
const SHORTEST = 4;
/** Longer ones are taken in parts. */
const LONGEST = 1 << 16;

export class WrittenRuns {
  readonly #take: TakeRun;
  #open: Run[] = [];

  constructor(take: TakeRun) {
    this.#take = take;
  }

  /** An instruction is about to write `length` bytes; memory still holds what was there before. */
  write(version: number, address: number, length: number): void {
    const end = address + length;
    const open = this.#open;
    for (let i = open.length - 1; i >= 0; i--) {
      const run = open[i] as Run;
      if (run.version === version && this.#grows(run, address, end)) return;
      if (address >= run.end || end <= run.start) continue;
      open.splice(i, 1);
      this.#finish([run]);
    }
    if (open.length >= MOST_OPEN) this.#finish([open.shift() as Run]);
    open.push({ start: address, end, version, hasGrown: true });
  }

  #grows(run: Run, address: number, end: number): boolean {
    if (run.end - run.start >= LONGEST) return false;
    if (address === run.end) run.end = end;
    else if (end === run.start) run.start = address;
    else return false;
    run.hasGrown = true;
    return true;
  }

  /** A call is made, or a loop is over. */
  pause(): void {
    const whole = this.#open.filter(({ hasGrown }) => !hasGrown);
    const growing = this.#open.filter(({ hasGrown }) => hasGrown);
    this.#open = growing;
    for (const run of growing) run.hasGrown = false;
    if (whole.length > 0) this.#finish(whole);
  }

  /** Nothing more is written. */
  end(): void {
    const open = this.#open;
    this.#open = [];
    this.#finish(open);
  }

  /** Hands runs on, those that touch each other as one. */
  #finish(runs: Run[]): void {
    runs.sort((a, b) => a.start - b.start);
    for (let i = 0; i < runs.length; ) {
      const { start, version } = runs[i] as Run;
      let { end } = runs[i] as Run;
      let last = version;
      for (i++; i < runs.length && (runs[i] as Run).start <= end; i++) {
        end = Math.max(end, (runs[i] as Run).end);
        last = (runs[i] as Run).version;
      }
      if (end - start >= SHORTEST) this.#take(last, start, end);
    }
  }
}
