// A file that begins with lines and goes on with bytes, from chunks that are cut anywhere.

const LF = 0x0a;

export class TextThenBytes {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next line without its end, or as much as there is; of one that is longer than `most` bytes the beginning. Undefined at the end. */
  async line(most: number): Promise<string | undefined> {
    const parts: Uint8Array[] = [];
    let length = 0;
    let isThere = false;
    for (;;) {
      if (this.#at === this.#chunk.length && !(await this.#next())) break;
      isThere = true;
      const end = this.#chunk.indexOf(LF, this.#at);
      const to = end < 0 ? this.#chunk.length : end;
      const part = this.#chunk.slice(this.#at, Math.min(to, this.#at + most - length));
      length += part.length;
      if (part.length > 0) parts.push(part);
      this.#at = to;
      if (end < 0) continue;
      this.#at++;
      break;
    }
    return isThere ? decodeAll(parts, length).replace(/\r$/, '') : undefined;
  }

  /** Whether the next bytes are these. */
  async beginsWith(bytes: Uint8Array): Promise<boolean> {
    while (this.#chunk.length - this.#at < bytes.length) {
      const rest = this.#chunk.slice(this.#at);
      if (!(await this.#next())) return false;
      const joined = new Uint8Array(rest.length + this.#chunk.length);
      joined.set(rest);
      joined.set(this.#chunk, rest.length);
      this.#chunk = joined;
    }
    return bytes.every((byte, i) => this.#chunk[this.#at + i] === byte);
  }

  /** What is left. */
  async *rest(): AsyncGenerator<Uint8Array, void, void> {
    if (this.#at < this.#chunk.length) yield this.#chunk.subarray(this.#at);
    while (await this.#next()) yield this.#chunk;
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
    return true;
  }
}

function decodeAll(parts: readonly Uint8Array[], length: number): string {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return decoder.decode(all);
}

const decoder = new TextDecoder();
