// Who may write to standard output: in order of the inputs, or first come first served.

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
