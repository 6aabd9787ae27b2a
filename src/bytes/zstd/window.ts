// What has been unpacked of a frame, as far as its matches may reach back, and what of that has not been handed on yet.

import { damaged } from './damage.ts';
import { MOST_BLOCK_BYTES } from './limits.ts';

/** A frame may claim a large window and be small, so that room is made as it is needed. */
const FIRST_BYTES = 1 << 20;

export class Window {
  bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  /** Where the next byte goes. */
  at = 0;
  /** What lies before is of another frame. */
  #frameStart = 0;
  #taken = 0;
  #size = 0;

  /** A frame begins, whose matches reach back by `size` bytes at most. */
  begin(size: number): void {
    this.#size = size;
    this.#frameStart = this.at;
  }

  /** How far a match may reach back. */
  get reach(): number {
    return Math.min(this.#size, this.at - this.#frameStart);
  }

  /** Bytes that nobody has taken. */
  get pending(): number {
    return this.at - this.#taken;
  }

  /** The pending bytes; valid until room is made. */
  take(): Uint8Array {
    const from = this.#taken;
    this.#taken = this.at;
    return this.bytes.subarray(from, this.at);
  }

  /** Whether another block fits. Where it does not, what is pending has to be taken and room to be made. */
  get hasRoom(): boolean {
    return this.at + MOST_BLOCK_BYTES <= this.bytes.length;
  }

  /** Keeps what matches may reach, and moves or grows. Each byte is moved a few times at most: there is room for a quarter of the window. */
  makeRoom(): void {
    const kept = this.reach;
    const needed = kept + Math.max(FIRST_BYTES >> 1, kept >> 2);
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.min(needed * 2, this.#size + Math.max(FIRST_BYTES, this.#size >> 2)));
      grown.set(this.bytes.subarray(this.at - kept, this.at));
      this.bytes = grown;
    } else {
      this.bytes.copyWithin(0, this.at - kept, this.at);
    }
    this.#frameStart = this.#frameStart - (this.at - kept);
    this.at = kept;
    this.#taken = kept;
  }

  append(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  repeat(byte: number, count: number): void {
    this.bytes.fill(byte, this.at, this.at + count);
    this.at += count;
  }

  /** Copies `length` bytes from `offset` bytes before; they may overlap. */
  copyBack(offset: number, length: number): void {
    const { bytes, at } = this;
    if (offset === 0 || offset > this.reach) damaged('a match reaches back too far');
    const end = at + length;
    if (length > LONG && offset >= length) bytes.copyWithin(at, at - offset, end - offset);
    else for (let i = at; i < end; i++) bytes[i] = bytes[i - offset] as number;
    this.at = end;
  }
}

/** From here on a call costs less than a loop. */
const LONG = 48;
