// Integers and texts at places of a byte array, whichever places an input names: what lies outside reads as -1 (which no unsigned
// integer is) or as undefined, and never throws. Every binary format is read with it.

import { LIMITS } from '../limits.ts';

/** Addresses from here on are not exact as numbers. They are read as their low 48 bits, which all such machines use. */
const EXACT_HIGH = 0x200000;

export class ByteView {
  readonly bytes: Uint8Array;
  readonly isLittleEndian: boolean;
  readonly #view: DataView;
  #textBytes: number = LIMITS.programNames;

  constructor(bytes: Uint8Array, isLittleEndian = true) {
    this.bytes = bytes;
    this.isLittleEndian = isLittleEndian;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** Whether all of that many bytes are there. */
  has(at: number, length: number): boolean {
    return at >= 0 && length >= 0 && at + length <= this.bytes.length;
  }

  u8(at: number): number {
    return this.has(at, 1) ? this.#view.getUint8(at) : -1;
  }

  u16(at: number): number {
    return this.has(at, 2) ? this.#view.getUint16(at, this.isLittleEndian) : -1;
  }

  u32(at: number): number {
    return this.has(at, 4) ? this.#view.getUint32(at, this.isLittleEndian) : -1;
  }

  /** 64 bits, rounded beyond 2^53: good enough for sizes and places, which then lie far outside. */
  u64(at: number): number {
    if (!this.has(at, 8)) return -1;
    const [low, high] = this.#halves(at);
    return high * 0x1_0000_0000 + low;
  }

  big64(at: number): bigint {
    return this.has(at, 8) ? this.#view.getBigUint64(at, this.isLittleEndian) : -1n;
  }

  /** A word of the machine as an address: exact, of one beyond 2^53 the low 48 bits. */
  address(at: number, bits: 32 | 64): number {
    if (bits === 32) return this.u32(at);
    if (!this.has(at, 8)) return -1;
    const [low, high] = this.#halves(at);
    return (high >= EXACT_HIGH ? high & 0xffff : high) * 0x1_0000_0000 + low;
  }

  #halves(at: number): readonly [low: number, high: number] {
    const first = this.#view.getUint32(at, this.isLittleEndian);
    const second = this.#view.getUint32(at + 4, this.isLittleEndian);
    return this.isLittleEndian ? [first, second] : [second, first];
  }

  /** The bytes of a range, as many as are there. */
  slice(at: number, length: number): Uint8Array {
    const start = Math.min(Math.max(at, 0), this.bytes.length);
    return this.bytes.subarray(start, Math.min(Math.max(start, at + length), this.bytes.length));
  }

  /**
   * Text up to a zero byte, one character a byte; undefined where no zero byte follows within `most`, or texts of this view have been read
   * beyond all measure: in hostile tables a million names are the same long text.
   */
  text(at: number, most: number): string | undefined {
    if (!this.has(at, 1) || this.#textBytes <= 0) return undefined;
    const there = this.bytes.subarray(at, at + most);
    const length = there.indexOf(0);
    this.#textBytes -= length < 0 ? there.length : length;
    return length < 0 ? undefined : byteText(there.subarray(0, length));
  }
}

/** Bytes as text, one character (U+0000 to U+00FF) each. */
export function byteText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** The text in a field of fixed length, which a zero byte may end early. */
export function fixedText(field: Uint8Array): string {
  const end = field.indexOf(0);
  return byteText(end < 0 ? field : field.subarray(0, end));
}
