// Short lines in millions, without an object for any: whoever scans gets the bytes of a line where they lie. `lines.ts` is for lines that are
// long, kept, or looked up again.

const LF = 0x0a;
const CR = 0x0d;

/** Told of each line: it lies in `bytes` from `from` up to `to`, without its end. Valid during the call. */
export type OnLine = (bytes: Uint8Array, from: number, to: number) => void;

export class LineScanner {
  /** Lines that were longer than the most and were left out. */
  tooLong = 0;
  readonly #onLine: OnLine;
  readonly #most: number;
  /** The beginning of a line whose end has not come yet. */
  readonly #carried: Uint8Array;
  #carriedLength = 0;
  #isTooLong = false;

  /** Lines longer than `most` bytes are counted and left out. */
  constructor(onLine: OnLine, most: number) {
    this.#onLine = onLine;
    this.#most = most;
    this.#carried = new Uint8Array(most);
  }

  /** Whether the next chunk begins with a line. */
  get isAtLine(): boolean {
    return this.#carriedLength === 0 && !this.#isTooLong;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    if (!this.isAtLine) {
      const end = chunk.indexOf(LF);
      if (end < 0) {
        this.#carry(chunk);
        return;
      }
      this.#carry(chunk.subarray(0, end));
      this.#endCarried();
      from = end + 1;
    }
    for (;;) {
      let to = from;
      // Lines are short, so looking for their ends byte by byte costs less than a call.
      while (to < chunk.length && chunk[to] !== LF) to++;
      if (to === chunk.length) break;
      this.#hand(chunk, from, to);
      from = to + 1;
    }
    this.#carry(chunk.subarray(from));
  }

  /** The source is over. Returns whether its last line had an end; if not it is left out. */
  finish(): boolean {
    const isWhole = this.isAtLine;
    this.#carriedLength = 0;
    this.#isTooLong = false;
    return isWhole;
  }

  #carry(part: Uint8Array): void {
    if (this.#isTooLong || this.#carriedLength + part.length > this.#most) {
      this.#isTooLong = true;
      return;
    }
    this.#carried.set(part, this.#carriedLength);
    this.#carriedLength += part.length;
  }

  #endCarried(): void {
    if (this.#isTooLong) this.tooLong++;
    else this.#hand(this.#carried, 0, this.#carriedLength);
    this.#carriedLength = 0;
    this.#isTooLong = false;
  }

  #hand(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > this.#most) this.tooLong++;
    else this.#onLine(bytes, from, to > from && bytes[to - 1] === CR ? to - 1 : to);
  }
}
