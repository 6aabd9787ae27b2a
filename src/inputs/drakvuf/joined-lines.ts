// Lines that belong together: DRAKVUF writes texts of the guest as they are, line ends included. A line that ends inside of a record
// waits for those behind it, up to the next that begins a record. Positions in what is joined are those in the log.

import type { Line } from '../../bytes/lines.ts';
import { LIMITS } from '../../limits.ts';
import { beginsRecord } from './find-records.ts';

const LF = Uint8Array.of(0x0a);
const CRLF = Uint8Array.of(0x0d, 0x0a);

export class JoinedLines {
  readonly #read: (line: Line) => void;
  #first: Line | undefined;
  #parts: Uint8Array[] = [];
  #size = 0;
  #complete = true;

  /** `read` gets the lines that were joined, as one. */
  constructor(read: (line: Line) => void) {
    this.#read = read;
  }

  /** Begins with a line that is not over. */
  hold(line: Line): void {
    this.#first = line;
    this.#append(line.bytes.slice());
    this.#complete = line.complete;
  }

  /** Whether the line belongs to what is held. If not, that is read first. */
  take(line: Line): boolean {
    const first = this.#first;
    if (first === undefined) return false;
    if (beginsRecord(line.bytes) || this.#size + line.bytes.length > LIMITS.lineBytes) {
      this.finish();
      return false;
    }
    this.#append(line.at - first.at - this.#size > 1 ? CRLF : LF);
    this.#append(line.bytes.slice());
    this.#complete = line.complete;
    return true;
  }

  /** Reads what is held. */
  finish(): void {
    const first = this.#first;
    if (first === undefined) return;
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.#first = undefined;
    this.#parts = [];
    this.#size = 0;
    this.#read({ bytes, at: first.at, complete: this.#complete, tooLong: false });
  }

  #append(part: Uint8Array): void {
    this.#parts.push(part);
    this.#size += part.length;
  }
}
