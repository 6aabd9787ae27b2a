// Streams one JSON document of any size: walks down the paths that a reader is interested in, hands it the values there, and
// passes over everything else. Memory is bounded by the largest value that is handed out, time is linear, and the outcome does
// not depend on how the bytes are cut into chunks. Damage is recorded; what was read before it stays usable.

import type { Diagnostics } from '../diagnostics.ts';
import { LIMITS } from '../limits.ts';
import type { JsonCode } from './codes.ts';
import { JsonCursor } from './json-cursor.ts';
import { JsonSkip } from './json-skip.ts';
import { TEXT_PROBLEMS } from './json-text.ts';
import { INCOMPLETE, MALFORMED, PADDING } from './json-window.ts';
import type { ByteSource } from './source.ts';

/**
 * What a reader wants to know about a value. With `value` the value is handed out whole; otherwise an object is entered if there
 * are `members` or `others`, a list if there are `elements`. A value of another kind is passed over with a diagnostic, null
 * without one. A repeated key is simply met again. `index` counts the members or elements of the container that holds the value.
 */
export interface JsonInterest {
  readonly members?: ReadonlyMap<string, JsonInterest>;
  /** For members that are not in `members`. */
  readonly others?: JsonInterest;
  readonly elements?: JsonInterest;
  /** The container begins at byte `at` of the text. */
  open?(at: number, index: number): void;
  /**
   * Reads the value at the cursor, which must then stand behind it; `key` is the member's. May be called several times for one
   * value, when it was not all there: so let nothing that counts happen before the last byte was read.
   */
  value?(cursor: JsonCursor, at: number, index: number, key: string): void;
  /** The value was malformed, too large or of another kind, and was passed over. */
  lost?(at: number, index: number): void;
}

export interface JsonOptions {
  readonly diagnostics: Diagnostics;
  /** Largest value that is handed out, in bytes. Default: LIMITS.jsonValueBytes. */
  readonly valueBytes?: number;
}

export interface JsonOutcome {
  /** There was nothing but white space. */
  readonly empty: boolean;
  /** The document was read to its end. */
  readonly complete: boolean;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const LETTER_N = 0x6e;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Bytes that are looked at in one go; larger chunks are cut so that the window stays small. */
const SLICE = 1 << 18;
/** Bytes of a key and what follows it up to its colon. */
const KEY_BYTES = 1 << 20;
/** A window that grew beyond this for one value is given up afterwards. */
const KEPT_WINDOW = 1 << 22;

const PROBLEMS: readonly (readonly [number, JsonCode, string])[] = [
  [TEXT_PROBLEMS.badUtf8, 'json-encoding', 'text is not valid UTF-8; the bad bytes were replaced'],
  [TEXT_PROBLEMS.loneSurrogate, 'json-encoding', 'text holds half of a surrogate pair; it was replaced'],
  [TEXT_PROBLEMS.badEscape, 'json-escape', 'text holds an escape that JSON does not have; it was kept as it is'],
  [TEXT_PROBLEMS.control, 'json-control-character', 'text holds raw control characters'],
];

interface Frame {
  readonly interest: JsonInterest;
  readonly list: boolean;
  readonly path: string;
  /** Members or elements before the current one. */
  index: number;
}

/** What comes next in the text. `first`: a first member or element, or the end of the container. */
type State = 'start' | 'value' | 'skipped value' | 'key' | 'first' | 'comma' | 'done' | 'stopped';

/** Takes the bytes of a document chunk by chunk and calls the interests. */
export class JsonStream {
  readonly #diagnostics: Diagnostics<JsonCode>;
  readonly #limit: number;
  readonly #cursor = new JsonCursor();
  readonly #skip = new JsonSkip();
  readonly #frames: Frame[] = [];
  #state: State = 'start';
  #complete = false;
  /** In the value that comes next; undefined if there is none. */
  #interest: JsonInterest | undefined;
  #key = '';
  /** Position in the text of the window's first byte. */
  #base = 0;
  /** Bytes that have to be there before it is worth trying again. */
  #wanted = 0;

  constructor(interest: JsonInterest, options: JsonOptions) {
    this.#interest = interest;
    this.#diagnostics = options.diagnostics;
    this.#limit = options.valueBytes ?? LIMITS.jsonValueBytes;
  }

  /** Reads on. False once further bytes make no difference. */
  push(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length && this.#state !== 'stopped'; at += SLICE) {
      this.#append(chunk.subarray(at, at + SLICE));
      if (this.#cursor.end - this.#cursor.pos >= this.#wanted) this.#run();
    }
    return this.#state !== 'stopped';
  }

  /** The bytes are over. */
  finish(): JsonOutcome {
    // Inside of a container a number at the end may have been cut.
    this.#cursor.final = this.#frames.length === 0;
    this.#run();
    const empty = this.#state === 'start';
    if (!this.#complete && !empty && this.#state !== 'stopped') {
      this.#diagnostics.add('error', 'json-truncated', 'the text breaks off', this.#where(this.#cursor.end));
    }
    return { empty, complete: this.#complete };
  }

  #append(slice: Uint8Array): void {
    const cursor = this.#cursor;
    const { bytes, pos } = cursor;
    const kept = cursor.end - pos;
    const needed = kept + slice.length + PADDING;
    let target = bytes;
    if (needed > bytes.length) target = new Uint8Array(Math.max(needed, bytes.length * 2, 2 * SLICE));
    else if (bytes.length > KEPT_WINDOW && needed < 2 * SLICE) target = new Uint8Array(2 * SLICE);
    if (target !== bytes) target.set(bytes.subarray(pos, cursor.end));
    else if (pos > 0) target.copyWithin(0, pos, cursor.end);
    target.set(slice, kept);
    cursor.load(target, kept + slice.length);
    cursor.pos = 0;
    this.#base += pos;
  }

  /** Goes as far as the bytes allow. */
  #run(): void {
    const cursor = this.#cursor;
    this.#wanted = 0;
    // Behind the last thing that was read completely; -1 where every byte that was passed counts.
    let safe = -1;
    try {
      while (this.#state !== 'stopped') {
        safe = -1;
        if (this.#state === 'skipped value') {
          if (!this.#skip.run(cursor)) return;
          this.#endValue();
        } else {
          const byte = cursor.peek();
          safe = cursor.pos;
          this.#step(byte);
        }
      }
    } catch (signal) {
      if (signal === MALFORMED) {
        this.#stop(cursor.fault);
      } else if (signal === INCOMPLETE) {
        if (safe >= 0) cursor.pos = safe;
        const size = cursor.end - cursor.pos;
        this.#wanted = size > this.#limit ? 2 * size : Math.min(2 * size, this.#limit + 1);
        if (size > KEY_BYTES && this.#state === 'key') this.#stop('a key is too large');
      } else {
        throw signal;
      }
    }
  }

  /** Takes one step; `byte` is the next that is not white space. */
  #step(byte: number): void {
    const cursor = this.#cursor;
    const frame = this.#frames.at(-1);
    switch (this.#state) {
      case 'start':
        if (this.#passByteOrderMark(byte)) return;
        this.#startValue(byte);
        return;
      case 'value':
        this.#startValue(byte);
        return;
      case 'first':
        if (byte === (frame?.list ? CLOSE_LIST : CLOSE_OBJECT)) this.#close();
        else this.#state = this.#expect(frame);
        return;
      case 'key':
        this.#readKey(byte, frame?.interest);
        return;
      case 'comma':
        if (byte === COMMA && frame !== undefined) {
          cursor.pos++;
          frame.index++;
          this.#state = this.#expect(frame);
        } else if (byte === (frame?.list ? CLOSE_LIST : CLOSE_OBJECT)) {
          this.#close();
        } else {
          cursor.fail('expected a comma or a closing bracket');
        }
        return;
      default:
        cursor.fail('text after the end');
    }
  }

  #passByteOrderMark(byte: number): boolean {
    const cursor = this.#cursor;
    if (byte !== BYTE_ORDER_MARK[0] || this.#base + cursor.pos > 0) return false;
    if (cursor.end < BYTE_ORDER_MARK.length && !cursor.final) throw INCOMPLETE;
    if (!BYTE_ORDER_MARK.every((part, at) => cursor.bytes[at] === part)) return false;
    cursor.pos = BYTE_ORDER_MARK.length;
    this.#diagnostics.add('note', 'json-byte-order-mark', 'the text begins with a byte order mark');
    return true;
  }

  /** State before the next element or member of a container. */
  #expect(frame: Frame | undefined): State {
    if (!frame?.list) return 'key';
    this.#interest = frame.interest.elements;
    return 'value';
  }

  #readKey(byte: number, interest: JsonInterest | undefined): void {
    const cursor = this.#cursor;
    const start = cursor.pos;
    if (byte !== QUOTE) cursor.fail('expected a key');
    cursor.readString();
    if (cursor.peek() !== COLON) cursor.fail('expected ":"');
    cursor.pos++;
    if (cursor.pos - start > KEY_BYTES) {
      cursor.pos = start;
      cursor.fail('a key is too large');
    }
    this.#key = cursor.text();
    this.#interest = interest?.members?.get(this.#key) ?? interest?.others;
    this.#state = 'value';
  }

  #startValue(byte: number): void {
    const cursor = this.#cursor;
    const interest = this.#interest;
    const frame = this.#frames.at(-1);
    if (interest?.value !== undefined) {
      this.#giveValue(interest, interest.value, byte);
      return;
    }
    const list = byte === OPEN_LIST;
    const enters = list ? interest?.elements : byte === OPEN_OBJECT && (interest?.members ?? interest?.others);
    if (interest === undefined || !enters) {
      if (interest !== undefined) {
        if (byte !== LETTER_N) {
          const message = `${this.#path()} is of another kind than expected`;
          this.#diagnostics.add('warning', 'json-unexpected-kind', message, this.#where(cursor.pos));
        }
        interest.lost?.(this.#base + cursor.pos, frame?.index ?? 0);
      }
      this.#startSkip(byte);
    } else if (this.#frames.length >= LIMITS.jsonDepth) {
      const message = `nesting deeper than ${LIMITS.jsonDepth}`;
      this.#diagnostics.add('warning', 'json-too-deep', message, this.#where(cursor.pos));
      this.#startSkip(byte);
    } else {
      interest.open?.(this.#base + cursor.pos, frame?.index ?? 0);
      this.#frames.push({ interest, list, path: frame === undefined ? '' : this.#path(), index: 0 });
      cursor.pos++;
      this.#state = 'first';
    }
  }

  #giveValue(interest: JsonInterest, read: NonNullable<JsonInterest['value']>, byte: number): void {
    const cursor = this.#cursor;
    const start = cursor.pos;
    const at = this.#base + start;
    const index = this.#frames.at(-1)?.index ?? 0;
    let tooLarge = this.#exceedsLimit(byte);
    if (!tooLarge) {
      try {
        read(cursor, at, index, this.#key);
        if (cursor.texts.problems !== 0) this.#reportProblems(start);
        this.#endValue();
        return;
      } catch (signal) {
        tooLarge = signal === INCOMPLETE && cursor.end - start > this.#limit;
        if (!tooLarge && signal !== MALFORMED) throw signal;
      }
    }
    if (tooLarge) {
      const message = `${this.#path()} has more than ${this.#limit} bytes and is passed over`;
      this.#diagnostics.add('warning', 'json-value-too-large', message, this.#where(start));
    } else {
      const message = `${this.#path()} is malformed: ${cursor.fault}`;
      this.#diagnostics.add('warning', 'json-value-malformed', message, this.#where(cursor.pos));
    }
    cursor.pos = start;
    cursor.texts.problems = 0;
    interest.lost?.(at, index);
    this.#startSkip(byte);
  }

  /** Whether the value at the cursor is certainly larger than the limit. */
  #exceedsLimit(byte: number): boolean {
    const cursor = this.#cursor;
    const start = cursor.pos;
    if (cursor.end - start <= this.#limit) return false;
    this.#skip.start(byte);
    let ends = true;
    try {
      ends = this.#skip.run(cursor);
    } catch (signal) {
      if (signal !== MALFORMED) throw signal;
    }
    const size = cursor.pos - start;
    cursor.pos = start;
    return !ends || size > this.#limit;
  }

  #startSkip(byte: number): void {
    this.#skip.start(byte);
    this.#state = 'skipped value';
  }

  #close(): void {
    this.#cursor.pos++;
    this.#frames.pop();
    this.#endValue();
  }

  #endValue(): void {
    this.#complete = this.#frames.length === 0;
    this.#state = this.#complete ? 'done' : 'comma';
  }

  #stop(fault: string): void {
    this.#state = 'stopped';
    this.#diagnostics.add(this.#complete ? 'warning' : 'error', 'json-syntax', fault, this.#where(this.#cursor.pos));
  }

  #reportProblems(pos: number): void {
    const cursor = this.#cursor;
    for (const [bit, code, message] of PROBLEMS) {
      if ((cursor.texts.problems & bit) !== 0) this.#diagnostics.add('warning', code, message, this.#where(pos));
    }
    cursor.texts.problems = 0;
  }

  #where(pos: number): string {
    return `byte ${this.#base + pos}`;
  }

  /** Where the current value lies: `behavior.processes[].calls[]`. */
  #path(): string {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return 'the document';
    if (frame.list) return `${frame.path}[]`;
    return frame.path === '' ? this.#key : `${frame.path}.${this.#key}`;
  }
}

/** Streams a whole source. Errors of the source pass through. */
export async function readJson(source: ByteSource, interest: JsonInterest, options: JsonOptions): Promise<JsonOutcome> {
  const stream = new JsonStream(interest, options);
  for await (const chunk of source.open()) if (!stream.push(chunk)) break;
  return stream.finish();
}
