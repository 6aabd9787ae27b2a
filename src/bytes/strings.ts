// Printable strings in bytes: ASCII (0x20 to 0x7e and tab), and the same characters as UTF-16LE (spec: the reference's string
// extraction, at least 4 characters). Fed chunk by chunk, so a sample need not be held in memory.

import { LIMITS } from '../limits.ts';

/** Shortest string that rules see. */
const MIN_STRING_LENGTH = 4;

/** Called for each string with its text and the position of its first byte, in ascending order. */
export type ReceiveString = (text: string, at: number) => void;

const TAB = 0x09;
const decoder = new TextDecoder();

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === TAB;
}

/** Characters of the string that is being read. Those beyond the limit are dropped. */
class Run {
  readonly #receive: ReceiveString;
  #bytes = new Uint8Array(256);
  #start = 0;
  length = 0;

  constructor(receive: ReceiveString) {
    this.#receive = receive;
  }

  add(byte: number, at: number): void {
    if (this.length === 0) this.#start = at;
    if (this.length >= LIMITS.fileStringLength) return;
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.length++] = byte;
  }

  end(): void {
    if (this.length >= MIN_STRING_LENGTH) {
      this.#receive(decoder.decode(this.#bytes.subarray(0, this.length)), this.#start);
    }
    this.length = 0;
  }

  drop(): void {
    this.length = 0;
  }
}

/**
 * Finds ASCII and UTF-16LE strings in one pass. Bytes that are all `A` hold no string: the reference takes such a buffer for
 * padding.
 */
export class StringScanner {
  readonly #ascii: Run;
  readonly #wide: Run;
  #at = 0;
  /** The printable byte that came last, if a zero byte would make it a UTF-16 character; else -1. */
  #pending = -1;
  #allA = true;

  constructor(ascii: ReceiveString, wide: ReceiveString) {
    this.#ascii = new Run(ascii);
    this.#wide = new Run(wide);
  }

  push(chunk: Uint8Array): void {
    const ascii = this.#ascii;
    const wide = this.#wide;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      const at = this.#at + i;
      const printable = isPrintable(byte);
      if (printable) ascii.add(byte, at);
      else if (ascii.length > 0) ascii.end();
      if (this.#pending >= 0 && byte === 0) {
        wide.add(this.#pending, at - 1);
        this.#pending = -1;
        continue;
      }
      // Neither the second half of a character nor the byte that follows one: the string is over.
      if ((this.#pending >= 0 || !printable) && wide.length > 0) wide.end();
      this.#pending = printable ? byte : -1;
    }
    this.#allA &&= chunk.every((byte) => byte === 0x41);
    this.#at += chunk.length;
  }

  end(): void {
    if (this.#allA) this.#ascii.drop();
    this.#ascii.end();
    this.#wide.end();
  }
}
