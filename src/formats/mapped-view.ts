// Reads a file by places in memory, as the program itself would once it is loaded. Tables of PE and ELF files name such places. Where
// nothing is mapped everything reads as -1 or undefined; what a part has beyond the file reads as zero.

import { ByteView } from '../bytes/byte-view.ts';
import { withoutOverlaps } from '../bytes/ranges.ts';

/** A part of memory that a part of the file fills. PE files count from their base, ELF files from zero. */
export interface MappedPart {
  readonly name: string;
  readonly start: number;
  /** Size in memory; what the file does not fill is zero. */
  readonly size: number;
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly isReadable: boolean;
  readonly isWritable: boolean;
  readonly isExecutable: boolean;
}

/** Longest name of a module or symbol. Real ones stay below 4 KB (decorated C++ names). */
const MAX_NAME = 8192;

export class MappedView {
  readonly #file: ByteView;
  readonly #parts: readonly MappedPart[];
  #last: MappedPart | undefined;

  constructor(bytes: Uint8Array, parts: readonly MappedPart[], isLittleEndian = true) {
    this.#file = new ByteView(bytes, isLittleEndian);
    this.#parts = separate(parts);
  }

  /** The part that a place lies in. */
  partAt(place: number): MappedPart | undefined {
    const last = this.#last;
    if (last !== undefined && place >= last.start && place < last.start + last.size) return last;
    let low = 0;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#parts[middle] as MappedPart).start <= place) low = middle + 1;
      else high = middle;
    }
    const found = this.#parts[low - 1];
    if (found === undefined || place >= found.start + found.size) return undefined;
    this.#last = found;
    return found;
  }

  has(place: number, length: number): boolean {
    const part = this.partAt(place);
    return part !== undefined && length >= 0 && place + length <= part.start + part.size;
  }

  u8(place: number): number {
    const at = this.#fileOffset(place, 1);
    return at >= 0 ? this.#file.u8(at) : this.#beyond(place, 1, (view) => view.u8(0));
  }

  u16(place: number): number {
    const at = this.#fileOffset(place, 2);
    return at >= 0 ? this.#file.u16(at) : this.#beyond(place, 2, (view) => view.u16(0));
  }

  u32(place: number): number {
    const at = this.#fileOffset(place, 4);
    return at >= 0 ? this.#file.u32(at) : this.#beyond(place, 4, (view) => view.u32(0));
  }

  big64(place: number): bigint {
    const at = this.#fileOffset(place, 8);
    if (at >= 0) return this.#file.big64(at);
    if (!this.has(place, 8)) return -1n;
    return this.#filled(place, 8).big64(0);
  }

  /** A word of the machine as an address: exact, of one beyond 2^53 the low 48 bits; -1 where it cannot be read. */
  address(place: number, bits: 32 | 64): number {
    if (bits === 32) return this.u32(place);
    const at = this.#fileOffset(place, 8);
    if (at >= 0) return this.#file.address(at, bits);
    return this.has(place, 8) ? this.#filled(place, 8).address(0, bits) : -1;
  }

  /** A word of the machine, whole; -1 where it cannot be read. */
  word(place: number, bits: 32 | 64): bigint {
    return bits === 64 ? this.big64(place) : BigInt(this.u32(place));
  }

  /** Text up to a zero byte, one character a byte; undefined where nothing is mapped or no zero byte follows. */
  text(place: number, most: number = MAX_NAME): string | undefined {
    const part = this.partAt(place);
    if (part === undefined) return undefined;
    const offset = place - part.start;
    const left = part.fileSize - offset;
    if (left <= 0) return '';
    const text = this.#file.text(part.fileOffset + offset, Math.min(most, left));
    if (text !== undefined || left >= most || part.size <= part.fileSize) return text;
    // The zeros behind what the file has end it.
    return this.#filled(place, left + 1).text(0, left + 1);
  }

  /** At most that many bytes that the file has there, to the end of the part. */
  fileBytesAt(place: number, most: number): Uint8Array {
    const part = this.partAt(place);
    if (part === undefined) return new Uint8Array();
    const offset = place - part.start;
    return this.#file.slice(part.fileOffset + offset, Math.min(most, Math.max(part.fileSize - offset, 0)));
  }

  /** Where in the file that many bytes are; -1 where the file does not have all of them. */
  #fileOffset(place: number, length: number): number {
    const part = this.partAt(place);
    if (part === undefined) return -1;
    const offset = place - part.start;
    return offset + length <= part.fileSize ? part.fileOffset + offset : -1;
  }

  /** What lies in part or as a whole behind the end of the file's part; -1 where nothing is mapped. */
  #beyond(place: number, length: number, read: (view: ByteView) => number): number {
    if (!this.has(place, length)) return -1;
    const { start, fileSize } = this.#last as MappedPart;
    return place - start >= fileSize ? 0 : read(this.#filled(place, length));
  }

  #filled(place: number, length: number): ByteView {
    const filled = new Uint8Array(length);
    filled.set(this.fileBytesAt(place, length));
    return new ByteView(filled, this.#file.isLittleEndian);
  }
}

/** Ascending parts; where some overlap, the first one given holds. */
function separate(parts: readonly MappedPart[]): MappedPart[] {
  const ranges = parts.map(({ start, size }) => ({ start, end: start + size }));
  return withoutOverlaps(ranges).map(({ start, end, index }) => {
    const part = parts[index] as MappedPart;
    const from = start - part.start;
    const fileSize = Math.min(Math.max(part.fileSize - from, 0), end - start);
    return { ...part, start, size: end - start, fileOffset: part.fileOffset + from, fileSize };
  });
}
