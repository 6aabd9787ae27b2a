// A place in a line of a log of QEMU. The lines are short and their fields are few; what is read is checked field by field.

import { DIGIT_VALUES } from '../../bytes/hexadecimal.ts';
import { addressOf } from '../../bytes/little-endian.ts';

const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_X = 0x78;

/** The bytes of a word to look for. */
export function wordBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export class TextCursor {
  bytes: Uint8Array = new Uint8Array();
  at = 0;
  end = 0;
  /** The number that was read last, in halves; the upper one of what goes beyond 64 bits. */
  low = 0;
  high = 0;

  set(bytes: Uint8Array, from: number, end: number): void {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** The byte at the place; -1 at the end. */
  get byte(): number {
    return this.at < this.end ? (this.bytes[this.at] as number) : -1;
  }

  /** The number that was read last, as an address. */
  get address(): number {
    return addressOf(this.low, this.high);
  }

  skipSpaces(): void {
    while (this.byte === SPACE) this.at++;
  }

  /** Passes the byte if it is there. */
  accept(byte: number): boolean {
    if (this.byte !== byte) return false;
    this.at++;
    return true;
  }

  /** Passes the word if it is there. */
  acceptWord(word: Uint8Array): boolean {
    if (this.at + word.length > this.end) return false;
    for (let i = 0; i < word.length; i++) {
      if (this.bytes[this.at + i] !== word[i]) return false;
    }
    this.at += word.length;
    return true;
  }

  /** Passes `0x` if it is there. */
  acceptPrefix(): boolean {
    if (this.byte !== ZERO || this.at + 1 >= this.end || this.bytes[this.at + 1] !== LETTER_X) return false;
    this.at += 2;
    return true;
  }

  /** Reads hexadecimal digits; how many there were. */
  digits(): number {
    const start = this.at;
    let low = 0;
    let high = 0;
    for (let digit = this.#digit(); digit >= 0; digit = this.#digit()) {
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
      this.at++;
    }
    this.low = low >>> 0;
    this.high = high >>> 0;
    return this.at - start;
  }

  /** Reads a decimal number below 2^32; -1 where there is none. */
  decimal(): number {
    const start = this.at;
    let value = 0;
    while (this.byte >= ZERO && this.byte <= NINE && this.at - start < 10)
      value = 10 * value + this.bytes[this.at++]! - ZERO;
    return this.at === start || value > 0xffffffff ? -1 : value;
  }

  #digit(): number {
    return this.at < this.end ? (DIGIT_VALUES[this.bytes[this.at] as number] as number) : -1;
  }
}
