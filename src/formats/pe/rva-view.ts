// Reads a PE file by places relative to the base, as the program itself would once it is loaded: in the parts of `layout.ts`. Where
// nothing is mapped everything reads as -1 or undefined; what a part has beyond the file reads as zero.

import { ByteView } from '../../bytes/byte-view.ts';
import type { PePart } from './layout.ts';

/** Longest name of a module or symbol. Real ones stay below 4 KB (decorated C++ names). */
const MAX_NAME = 8192;

export class RvaView {
  readonly #file: ByteView;
  readonly #parts: readonly PePart[];
  #last: PePart | undefined;

  constructor(bytes: Uint8Array, parts: readonly PePart[]) {
    this.#file = new ByteView(bytes);
    this.#parts = parts.toSorted((a, b) => a.rva - b.rva);
  }

  /** The part that a place lies in. */
  partAt(rva: number): PePart | undefined {
    const last = this.#last;
    if (last !== undefined && rva >= last.rva && rva < last.rva + last.size) return last;
    let low = 0;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#parts[middle] as PePart).rva <= rva) low = middle + 1;
      else high = middle;
    }
    const found = this.#parts[low - 1];
    if (found === undefined || rva >= found.rva + found.size) return undefined;
    this.#last = found;
    return found;
  }

  has(rva: number, length: number): boolean {
    const part = this.partAt(rva);
    return part !== undefined && length >= 0 && rva + length <= part.rva + part.size;
  }

  u8(rva: number): number {
    const at = this.#place(rva, 1);
    return at >= 0 ? this.#file.u8(at) : this.#beyond(rva, 1, (view) => view.u8(0));
  }

  u16(rva: number): number {
    const at = this.#place(rva, 2);
    return at >= 0 ? this.#file.u16(at) : this.#beyond(rva, 2, (view) => view.u16(0));
  }

  u32(rva: number): number {
    const at = this.#place(rva, 4);
    return at >= 0 ? this.#file.u32(at) : this.#beyond(rva, 4, (view) => view.u32(0));
  }

  big64(rva: number): bigint {
    const at = this.#place(rva, 8);
    if (at >= 0) return this.#file.big64(at);
    if (!this.has(rva, 8)) return -1n;
    return new ByteView(this.bytesAt(rva, 8)).big64(0);
  }

  /** A word of the machine, whole; -1 where it cannot be read. */
  word(rva: number, bits: 32 | 64): bigint {
    return bits === 64 ? this.big64(rva) : BigInt(this.u32(rva));
  }

  /** Text up to a zero byte, one character a byte; undefined where nothing is mapped or no zero byte follows. */
  text(rva: number, most: number = MAX_NAME): string | undefined {
    const part = this.partAt(rva);
    if (part === undefined) return undefined;
    const offset = rva - part.rva;
    const left = part.fileSize - offset;
    if (left <= 0) return '';
    const text = this.#file.text(part.fileOffset + offset, Math.min(most, left));
    if (text !== undefined || left >= most || part.size <= part.fileSize) return text;
    // The zeros behind what the file has end it.
    return new ByteView(this.bytesAt(rva, left + 1)).text(0, left + 1);
  }

  /** At most that many bytes, to the end of the part, zero filled. */
  bytesAt(rva: number, most: number): Uint8Array {
    const part = this.partAt(rva);
    if (part === undefined) return new Uint8Array();
    const offset = rva - part.rva;
    const length = Math.min(most, part.size - offset);
    const there = this.#file.slice(part.fileOffset + offset, Math.min(length, Math.max(part.fileSize - offset, 0)));
    if (there.length === length) return there;
    const filled = new Uint8Array(length);
    filled.set(there);
    return filled;
  }

  /** Where in the file that many bytes are; -1 where the file does not have all of them. */
  #place(rva: number, length: number): number {
    const part = this.partAt(rva);
    if (part === undefined) return -1;
    const offset = rva - part.rva;
    return offset + length <= part.fileSize ? part.fileOffset + offset : -1;
  }

  #beyond(rva: number, length: number, read: (view: ByteView) => number): number {
    return this.has(rva, length) ? read(new ByteView(this.bytesAt(rva, length))) : -1;
  }
}
