// Reads some JSON values of a source again, by their positions: in one pass, seeking over gaps where the source can.

import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { JsonCursor } from './json-cursor.ts';
import { INCOMPLETE, MALFORMED, PADDING } from './json-window.ts';
import type { ByteSource } from './source.ts';

/** A gap between two values that is worth opening the source anew, in bytes. */
const SEEK = 1 << 22;
const FIRST_WINDOW = 1 << 18;

/** Reads the value at the cursor. As JsonInterest.value, it may be called again for a value that was not all there. */
export type ReadValueAt = (cursor: JsonCursor, index: number) => void;

class ValuesAt {
  readonly #at: Float64Array;
  readonly #read: ReadValueAt;
  readonly #cursor = new JsonCursor();
  /** Position in the source of the window's first byte. */
  #base = 0;
  /** Bytes of the next value that have to be there before it is worth trying. */
  #wanted = 1;
  #index = 0;

  constructor(at: Float64Array, read: ReadValueAt) {
    this.#at = at;
    this.#read = read;
    this.#cursor.load(new Uint8Array(FIRST_WINDOW), 0);
  }

  /** Position of the next value; undefined when all have been read. */
  get next(): number | undefined {
    return this.#at[this.#index];
  }

  /** Takes a chunk of the source. Chunks follow each other, except that one may lie further on if no value has been begun. */
  push(chunk: Uint8Array, position: number): void {
    const next = this.next;
    if (next === undefined || next >= position + chunk.length) return;
    if (this.#cursor.end === 0) {
      const from = Math.max(0, next - position);
      this.#base = position + from;
      this.#append(chunk.subarray(from));
    } else {
      this.#append(chunk);
    }
    this.#run();
  }

  /** The source is over: what is there has to do. */
  finish(): void {
    this.#wanted = 1;
    this.#run();
  }

  #append(part: Uint8Array): void {
    const cursor = this.#cursor;
    const needed = cursor.end + part.length + PADDING;
    let { bytes } = cursor;
    if (needed > bytes.length) {
      bytes = new Uint8Array(Math.max(needed, bytes.length * 2));
      bytes.set(cursor.bytes.subarray(0, cursor.end));
    }
    bytes.set(part, cursor.end);
    cursor.load(bytes, cursor.end + part.length);
  }

  #run(): void {
    const cursor = this.#cursor;
    for (let next = this.next; next !== undefined; next = this.next) {
      const start = next - this.#base;
      const there = cursor.end - start;
      if (there < this.#wanted) {
        this.#keepFrom(Math.min(start, cursor.end));
        return;
      }
      cursor.pos = start;
      try {
        this.#read(cursor, this.#index);
      } catch (signal) {
        if (signal !== INCOMPLETE || there > LIMITS.jsonValueBytes) throw signal;
        this.#wanted = 2 * there;
        continue;
      }
      this.#wanted = 1;
      this.#index++;
    }
  }

  #keepFrom(start: number): void {
    const cursor = this.#cursor;
    cursor.bytes.copyWithin(0, start, cursor.end);
    cursor.load(cursor.bytes, cursor.end - start);
    this.#base += start;
  }
}

/**
 * Calls `read` with the cursor at each of the positions `at`, which ascend. Throws CapaxError `input-unreadable` where no value is:
 * the source has changed since the positions were noted. Failures of the source pass through.
 */
export async function readJsonAt(source: ByteSource, at: Float64Array, read: ReadValueAt): Promise<void> {
  const values = new ValuesAt(at, read);
  try {
    for (let from = values.next; from !== undefined; ) {
      let position = source.seekable ? from : 0;
      from = undefined;
      for await (const chunk of source.open(position)) {
        values.push(chunk, position);
        position += chunk.length;
        if (values.next === undefined) return;
        if (source.seekable && values.next > position + SEEK) {
          from = values.next;
          break;
        }
      }
    }
    values.finish();
  } catch (signal) {
    if (signal !== INCOMPLETE && signal !== MALFORMED) throw signal;
  }
  if (values.next === undefined) return;
  throw new CapaxError('input-unreadable', 'The input has changed while it was analysed', {
    where: source.name,
    hint: 'Analyse it again when nothing writes to it any more.',
  });
}
