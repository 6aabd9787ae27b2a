// Who may write to standard output: in order of the inputs, or first come first served; and how many may wait for that.

export class Turns {
  readonly #asTheyCome: boolean;
  readonly #waiting: (() => void)[] = [];
  #holder: number;
  #queue: number[] = [];

  constructor(count: number, asTheyCome: boolean) {
    this.#asTheyCome = asTheyCome;
    this.#holder = asTheyCome ? -1 : 0;
    this.#waiting.length = count;
  }

  /** Whether `index` may write. */
  has(index: number): boolean {
    return this.#holder === index;
  }

  /** Waits until `index` may write. */
  take(index: number): Promise<void> {
    if (this.#asTheyCome && this.#holder < 0) this.#holder = index;
    if (this.#holder === index) return Promise.resolve();
    if (this.#asTheyCome && !this.#queue.includes(index)) this.#queue.push(index);
    return new Promise((resolve) => {
      this.#waiting[index] = resolve;
    });
  }

  /** `index` has written everything; it holds the turn. */
  pass(index: number): void {
    if (this.#asTheyCome) {
      this.#holder = this.#queue.shift() ?? -1;
    } else {
      this.#holder = index + 1;
    }
    this.#waiting[this.#holder]?.();
  }
}

/** Places for a number of inputs that are under way; whoever comes first is let in first. */
export class Room {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  /** Waits for a place. */
  enter(): Promise<void> {
    if (this.#free === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#free--;
    return Promise.resolve();
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
