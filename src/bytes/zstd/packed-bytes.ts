// Packed bytes as they are asked for: so many at a time, from chunks that are cut anywhere.

export class PackedBytes {
  /** Bytes of the chunks so far. */
  length = 0;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Puts the next `count` bytes at the beginning of `into`. Returns how many there were. */
  async read(into: Uint8Array, count: number): Promise<number> {
    let filled = 0;
    while (filled < count) {
      const part = this.#chunk.subarray(this.#at, this.#at + count - filled);
      into.set(part, filled);
      filled += part.length;
      this.#at += part.length;
      if (filled < count && !(await this.#next())) break;
    }
    return filled;
  }

  /** Passes over `count` bytes. Returns whether there were so many. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; ; ) {
      const step = Math.min(left, this.#chunk.length - this.#at);
      this.#at += step;
      left -= step;
      if (left === 0) return true;
      if (!(await this.#next())) return false;
    }
  }

  /** Ends the source too. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done === true) return false;
    this.#chunk = value;
    this.#at = 0;
    this.length += value.length;
    return true;
  }
}
