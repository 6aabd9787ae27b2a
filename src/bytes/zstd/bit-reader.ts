// Bits of Zstandard: table descriptions are read forwards, entropy-coded streams backwards from a last byte whose highest set bit is a
// mark (RFC 8878, 4.1 and 4.2). Whoever decodes makes sure that four bytes behind the block can be read.

import { damaged } from './damage.ts';

/** Four bytes as a number; negative where the highest bit is set. */
export function load32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Most bits that one load gives at any position. */
const MOST = 25;

/** Reads a stream from its end. */
export class BackwardBits {
  /** Bits that are left. */
  left: number;
  readonly #bytes: Uint8Array;
  readonly #from: number;

  /** Over the bytes from `from` to `to`. */
  constructor(bytes: Uint8Array, from: number, to: number) {
    const last = to > from ? (bytes[to - 1] as number) : 0;
    if (last === 0) damaged('a stream of bits has no end mark');
    this.#bytes = bytes;
    this.#from = from;
    this.left = (to - from) * 8 - Math.clz32(last) + 23;
  }

  /** The next `count` bits, at most 31. */
  read(count: number): number {
    if (count > MOST) {
      const high = this.read(count - 16);
      return high * 65_536 + this.read(16);
    }
    this.left -= count;
    if (this.left < 0) damaged('a stream of bits ends early');
    const word = load32(this.#bytes, this.#from + (this.left >> 3));
    return (word >>> (this.left & 7)) & ((1 << count) - 1);
  }
}
