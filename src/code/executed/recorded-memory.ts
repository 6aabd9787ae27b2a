// Memory as a recording tells of it: what is there now, and what code that looks there sees first.

import { KnownBytes, PAGE } from './known-bytes.ts';

/** Notes on bytes of `now`. */
const BYTE = { known: 1, written: 2 } as const;
/** Notes on bytes of `seen`. */
const SEEN = { written: 1, read: 2 } as const;

export class RecordedMemory {
  /** What is there now; its notes are of `BYTE`. */
  readonly now: KnownBytes;
  /** What was there when it was read first; where nobody read, what was written there last. */
  readonly seen: KnownBytes;

  /** Keeps at most that many pages of each. */
  constructor(pages: number) {
    this.now = new KnownBytes(pages);
    this.seen = new KnownBytes(pages);
  }

  read(address: number, bytes: Uint8Array, from: number, length: number): void {
    this.#take(address, bytes, from, length, false);
  }

  /** What is there now, whether anybody looked or not. */
  hold(address: number, bytes: Uint8Array, from: number, length: number): void {
    for (let i = 0; i < length; i++) {
      const page = this.now.pageFor(address + i);
      if (page === undefined) continue;
      const at = address + i - page.number * PAGE;
      page.bytes[at] = bytes[from + i] as number;
      page.notes[at] = (page.notes[at] as number) | BYTE.known;
    }
  }

  write(address: number, bytes: Uint8Array, from: number, length: number): void {
    this.#take(address, bytes, from, length, true);
  }

  #take(address: number, bytes: Uint8Array, from: number, length: number, isWrite: boolean): void {
    const { now, seen } = this;
    const note = isWrite ? BYTE.known | BYTE.written : BYTE.known;
    const mark = isWrite ? SEEN.written : SEEN.read;
    for (let done = 0; done < length; ) {
      const at = (address + done) % PAGE;
      const part = Math.min(length - done, PAGE - at);
      const current = now.pageFor(address + done);
      const first = seen.pageFor(address + done);
      if (current !== undefined && first !== undefined) {
        for (let i = 0; i < part; i++) {
          const byte = bytes[from + done + i] as number;
          current.bytes[at + i] = byte;
          current.notes[at + i] = (current.notes[at + i] as number) | note;
          if (first.notes[at + i] === SEEN.read) continue;
          first.bytes[at + i] = byte;
          first.notes[at + i] = mark;
        }
      }
      done += part;
    }
  }

  /** Whether the recorded code wrote the byte at an address. */
  isWritten(address: number): boolean {
    return (this.now.noteAt(address) & BYTE.written) !== 0;
  }

  /** Bytes that are there now, as far as they are known from `start` on. */
  bytesNow(start: number, end: number): Uint8Array {
    const bytes = new Uint8Array(end - start);
    for (let i = 0; i < bytes.length; i++) {
      const byte = this.now.byteAt(start + i);
      if (byte < 0) return bytes.subarray(0, i);
      bytes[i] = byte;
    }
    return bytes;
  }
}
