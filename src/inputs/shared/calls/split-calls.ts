// Which calls were logged in two parts: where the second part is, and where the first. 16 bytes a call, in the order of the second
// parts, so that a call can be known by the position of the line that completes it.

export class SplitCalls {
  #ends = new Float64Array(256);
  #starts = new Float64Array(256);
  #count = 0;

  /** `end` is larger than all before. */
  add(start: number, end: number): void {
    if (this.#count === this.#ends.length) {
      this.#ends = widen(this.#ends);
      this.#starts = widen(this.#starts);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  /** Where the call that is completed at `end` begins; undefined for one that was logged in one piece. */
  startOf(end: number): number | undefined {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const value = this.#ends[middle] as number;
      if (value === end) return this.#starts[middle];
      if (value < end) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  clear(): void {
    this.#count = 0;
  }
}

function widen(array: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(array.length * 2);
  wider.set(array);
  return wider;
}
