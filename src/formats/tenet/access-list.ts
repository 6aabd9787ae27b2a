// The accesses of memory of one line of a Tenet trace, held until the whole line is known to be one.

import type { RecordedThread } from '../execution.ts';

/** Numbers of an access in the list. */
const FIELDS = 4;
/** Positions of them. */
const IS_WRITE = 1;
const FROM = 2;
const TO = 3;

/** Writes that a read is compared with; where there are more, nobody knows what was read. */
const MAX_COMPARED = 64;

export class AccessList {
  /** Address, whether it is a write, where its bytes begin and end. */
  #accesses = new Float64Array(16 * FIELDS);
  #count = 0;
  #writes = 0;
  #bytes = new Uint8Array(1 << 12);
  #length = 0;

  clear(): void {
    this.#count = 0;
    this.#writes = 0;
    this.#length = 0;
  }

  begin(address: number, isWrite: boolean): void {
    const at = FIELDS * this.#count;
    if (at === this.#accesses.length) {
      const larger = new Float64Array(2 * at);
      larger.set(this.#accesses);
      this.#accesses = larger;
    }
    this.#accesses[at] = address;
    this.#accesses[at + IS_WRITE] = isWrite ? 1 : 0;
    this.#accesses[at + FROM] = this.#length;
    if (isWrite) this.#writes++;
  }

  push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }

  end(): void {
    this.#accesses[FIELDS * this.#count++ + TO] = this.#length;
  }

  /** Tells all, but not reads of what the same instruction wrote: their bytes are those that it wrote. */
  tell(thread: RecordedThread): void {
    const accesses = this.#accesses;
    for (let at = 0; at < FIELDS * this.#count; at += FIELDS) {
      const address = accesses[at] as number;
      const from = accesses[at + FROM] as number;
      const length = (accesses[at + TO] as number) - from;
      if (length === 0) continue;
      if (accesses[at + IS_WRITE] === 1) thread.writes(address, this.#bytes, from, length);
      else if (!this.#isWritten(address, length)) thread.reads(address, this.#bytes, from, length);
    }
  }

  #isWritten(address: number, length: number): boolean {
    const accesses = this.#accesses;
    let written = 0;
    for (let at = 0; at < FIELDS * this.#count && written < Math.min(this.#writes, MAX_COMPARED); at += FIELDS) {
      if (accesses[at + IS_WRITE] === 0) continue;
      written++;
      const other = accesses[at] as number;
      const otherLength = (accesses[at + TO] as number) - (accesses[at + FROM] as number);
      if (other < address + length && address < other + otherLength) return true;
    }
    return written < this.#writes;
  }
}
