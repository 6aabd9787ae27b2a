// A part of a Mach-O file that is read byte by byte: opcodes, names and numbers of variable length (LEB128).

import { byteText } from '../../bytes/byte-view.ts';

/** Bytes of a number of 64 bits. */
const MAX_LEB = 10;
/** Bits that a sum of numbers holds exactly. */
const EXACT_BITS = 49;

export class LebReader {
  readonly #bytes: Uint8Array;
  /** Place of the next byte. */
  at: number;
  /** Whether something was read that is not there. */
  isBroken = false;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.isBroken || this.at >= this.#bytes.length;
  }

  u8(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) this.isBroken = true;
    return byte ?? 0;
  }

  /** An unsigned number; from 2^63 on negative, as what is added to addresses wraps around. */
  uleb(): number {
    return this.#leb(false);
  }

  sleb(): number {
    return this.#leb(true);
  }

  /** A text of at most that many bytes up to a zero byte. */
  text(most: number): string {
    const there = this.#bytes.subarray(this.at, this.at + most);
    const length = there.indexOf(0);
    if (length < 0) {
      this.isBroken = true;
      return '';
    }
    this.at += length + 1;
    return byteText(there.subarray(0, length));
  }

  #leb(isSigned: boolean): number {
    let low = 0;
    let wide = 0n;
    let bits = 0;
    for (let i = 0; i < MAX_LEB; i++) {
      const byte = this.u8();
      if (this.isBroken) return 0;
      if (bits < EXACT_BITS) low += (byte & 0x7f) * 2 ** bits;
      else wide |= BigInt(byte & 0x7f) << BigInt(bits);
      bits += 7;
      if (byte >= 0x80) continue;
      const isNegative = isSigned && (byte & 0x40) !== 0;
      if (bits <= EXACT_BITS) return isNegative ? low - 2 ** bits : low;
      const value = wide | BigInt(low);
      return Number(isNegative ? BigInt.asIntN(bits, value) : BigInt.asIntN(64, value));
    }
    this.isBroken = true;
    return 0;
  }
}
