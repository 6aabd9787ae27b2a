// Bytes that come once and are read several times: kept in memory up to a limit, then in a spool that the caller injects.

/** A place for bytes that come once. Reads and one append may be under way at the same time. */
export interface SpoolFile {
  append(chunk: Uint8Array): Promise<void>;
  /** At least one byte from position `at`, which lies before the end of what was appended. */
  read(at: number): Promise<Uint8Array>;
  remove(): Promise<void>;
}

/** Makes a new, empty spool file. */
export type Spool = () => Promise<SpoolFile>;

/** Bytes from the first one on: in memory up to a limit, then all of them in a spool file. */
export class KeptBytes {
  length = 0;
  readonly #maxBytes: number;
  readonly #spool: Spool | undefined;
  #chunks: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  #file: SpoolFile | undefined;

  constructor(maxBytes: number, spool: Spool | undefined) {
    this.#maxBytes = maxBytes;
    this.#spool = spool;
  }

  /** False, with nothing changed, if the bytes have no place. */
  async append(chunk: Uint8Array): Promise<boolean> {
    if (this.#file === undefined && this.length + chunk.length > this.#maxBytes) {
      if (this.#spool === undefined) return false;
      const file = await this.#spool();
      for (const { bytes } of this.#chunks) await file.append(bytes);
      this.#file = file;
      this.#chunks = [];
    }
    if (this.#file === undefined) this.#chunks.push({ at: this.length, bytes: chunk });
    else await this.#file.append(chunk);
    this.length += chunk.length;
    return true;
  }

  /** At least one byte from `at`, which must lie before `length`. */
  async read(at: number): Promise<Uint8Array> {
    if (this.#file !== undefined) return this.#file.read(at);
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#chunks[middle]?.at ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const chunk = this.#chunks[low];
    return chunk === undefined ? new Uint8Array() : chunk.bytes.subarray(at - chunk.at);
  }

  async remove(): Promise<void> {
    const file = this.#file;
    this.#chunks = [];
    this.#file = undefined;
    await file?.remove();
  }
}
