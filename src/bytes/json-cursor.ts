// A cursor over JSON text (RFC 8259) in a window onto a stream. It walks values in place and builds nothing: strings are reported
// as byte ranges and decoded on demand. Reading can stop anywhere for want of bytes; whoever drives the cursor puts `pos` back to
// where the value began and tries again with more. For whole texts in memory there is json-walker.ts.
//
// Hot file: nearly every byte of a report passes through here. Strings are scanned, and hashed, four bytes at a time; measured
// with `npm run bench -- speed`. That is why fields are public, loops are spelled out and errors are preallocated.

import { LIMITS } from '../limits.ts';
import type { JsonValue } from './exact-json.ts';
import { toInteger } from './integer.ts';
import { END, FIRST, type JsonShape } from './json-shape.ts';
import { JsonSkip } from './json-skip.ts';
import { JsonTextDecoder, TEXT_PROBLEMS } from './json-text.ts';
import { INCOMPLETE, JsonWindow, MALFORMED } from './json-window.ts';
import { secretFactor } from './secret.ts';

/** Properties of a string's bytes. The first may also be set by a backslash right behind the string. */
const TEXT_ESCAPED = 1;
const TEXT_WIDE = 2;
const TEXT_CONTROL = 4;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A byte four times, to look at four bytes at once. */
const ONES = 0x01010101;
const SPACES = 0x20202020;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const TOPS = 0x80808080 | 0;

const MAX_SAFE_DIGITS = 15;
const HASH_FACTOR = secretFactor(4);

export type JsonScalar = string | number | bigint | boolean | null;

export class JsonCursor extends JsonWindow {
  /** The last string: its bytes between the quotes, TEXT_ bits, and hash (only after `readHashedString`). */
  textStart = 0;
  textEnd = 0;
  textFlags = 0;
  textHash = 0;
  readonly texts: JsonTextDecoder = new JsonTextDecoder();
  readonly #skip = new JsonSkip();
  /** Values that `readValue` has read. */
  #values = 0;

  /** Enters an object; its members follow with `member` or `key`. False, without moving, for another kind of value. */
  enterObject(): boolean {
    if (this.peek() !== OPEN_OBJECT) return false;
    this.pos++;
    return true;
  }

  /** Enters a list; its elements follow with `element`. False, without moving, for another kind of value. */
  enterList(): boolean {
    if (this.peek() !== OPEN_LIST) return false;
    this.pos++;
    return true;
  }

  /** Moves to the next element of the list that was entered; false when the list is over and has been left. */
  element(first: boolean): boolean {
    const byte = this.peek();
    if (byte === CLOSE_LIST) {
      this.pos++;
      return false;
    }
    if (first) return true;
    if (byte !== COMMA) this.fail('expected "," or "]"');
    this.pos++;
    if (this.peek() === CLOSE_LIST) this.fail('"," before "]"');
    return true;
  }

  /**
   * Moves to the value of the next member, of the object that was entered, whose key the shape knows, and returns the key's slot;
   * END when the object is over and has been left. Other members are passed over. `previous` is the slot that was returned
   * before, or FIRST.
   */
  member(shape: JsonShape, previous: number): number {
    let slot = previous;
    for (;;) {
      const from = this.pos;
      const way = shape.predict(this.view, from, this.bytes[from] as number, slot);
      if (way >= 0) {
        this.pos = from + shape.length(way);
        slot = shape.target(way);
      } else {
        slot = this.#learnMember(shape, slot);
      }
      if (slot <= shape.known) return slot;
      if (this.bytes[this.pos] === QUOTE) this.readString();
      else this.skipValue();
    }
  }

  #learnMember(shape: JsonShape, previous: number): number {
    const from = this.pos;
    if (!this.key(previous === FIRST)) {
      shape.learn(this.view, from, this.pos, previous, END);
      return END;
    }
    const slot = shape.slot(this.text());
    if (this.textFlags === 0) shape.learn(this.view, from, this.pos, previous, slot);
    return slot;
  }

  /** Moves to the value of the next member; its key is the last string. False when the object is over and has been left. */
  key(first: boolean): boolean {
    let byte = this.peek();
    if (byte === CLOSE_OBJECT) {
      this.pos++;
      return false;
    }
    if (!first) {
      if (byte !== COMMA) this.fail('expected "," or "}"');
      this.pos++;
      byte = this.peek();
    }
    if (byte !== QUOTE) this.fail('expected a key');
    this.readString();
    if (this.peek() !== COLON) this.fail('expected ":"');
    this.pos++;
    this.peek();
    return true;
  }

  /** Reads the string whose opening quote is at `pos`. */
  readString(): void {
    const { view } = this;
    const start = this.pos + 1;
    let pos = start;
    let flags = 0;
    let backslashes = 0;
    for (;;) {
      const word = view.getInt32(pos, true);
      backslashes |= (word ^ BACKSLASHES) - ONES;
      // Top bits of the bytes that are a quote, below 0x20 or above 0x7f. A borrow can mark only bytes above a marked one, so
      // the lowest mark is right.
      const hits = ((word - SPACES) | ((word ^ QUOTES) - ONES) | word) & TOPS;
      if (hits === 0) {
        pos += 4;
        continue;
      }
      pos += (31 - Math.clz32(hits & -hits)) >> 3;
      const byte = this.bytes[pos] as number;
      if (byte !== QUOTE) flags |= this.#odd(byte, pos);
      else if (this.bytes[pos - 1] !== BACKSLASH || !this.#isEscaped(start, pos)) break;
      pos++;
    }
    this.#endString(start, pos, (backslashes & TOPS) === 0 ? flags : flags | TEXT_ESCAPED);
  }

  /** As `readString`, with a hash of the bytes. */
  readHashedString(): void {
    const { view } = this;
    const factor = HASH_FACTOR;
    const start = this.pos + 1;
    let pos = start;
    let flags = 0;
    let backslashes = 0;
    let hash = 0;
    for (;;) {
      const word = view.getInt32(pos, true);
      backslashes |= (word ^ BACKSLASHES) - ONES;
      const hits = ((word - SPACES) | ((word ^ QUOTES) - ONES) | word) & TOPS;
      if (hits === 0) {
        hash = (Math.imul(hash, factor) + word) | 0;
        pos += 4;
        continue;
      }
      const before = (31 - Math.clz32(hits & -hits)) >> 3;
      hash = (Math.imul(hash, factor) + (word & ((1 << (before << 3)) - 1)) + before) | 0;
      pos += before;
      const byte = this.bytes[pos] as number;
      if (byte !== QUOTE) flags |= this.#odd(byte, pos);
      else if (this.bytes[pos - 1] !== BACKSLASH || !this.#isEscaped(start, pos)) break;
      hash = (Math.imul(hash, factor) + byte) | 0;
      pos++;
    }
    hash = Math.imul(hash ^ (hash >>> 16), factor);
    this.textHash = hash ^ (hash >>> 15);
    this.#endString(start, pos, (backslashes & TOPS) === 0 ? flags : flags | TEXT_ESCAPED);
  }

  /** Flag of a byte in a string that is a control character or beyond ASCII. Zero bytes mark the end of the text, too. */
  #odd(byte: number, pos: number): number {
    if (pos >= this.end) throw INCOMPLETE;
    return byte < SPACE ? TEXT_CONTROL : TEXT_WIDE;
  }

  /** Whether an odd number of backslashes stands before `pos`. */
  #isEscaped(start: number, pos: number): boolean {
    let from = pos;
    while (from > start && this.bytes[from - 1] === BACKSLASH) from--;
    return ((pos - from) & 1) === 1;
  }

  #endString(start: number, end: number, flags: number): void {
    this.textStart = start;
    this.textEnd = end;
    this.textFlags = flags;
    this.pos = end + 1;
  }

  /** Decodes the last string. What is not Unicode becomes U+FFFD; that and other oddities are noted in `texts.problems`. */
  text(): string {
    const { bytes, textStart, textEnd, textFlags, texts } = this;
    if ((textFlags & TEXT_CONTROL) !== 0) texts.problems |= TEXT_PROBLEMS.control;
    if ((textFlags & TEXT_ESCAPED) !== 0) return texts.decodeEscaped(this.view, textStart, textEnd);
    return texts.decode(bytes.subarray(textStart, textEnd));
  }

  /** Reads a string, number or literal. A list, an object or a number of too many digits is passed over and yields undefined. */
  readScalar(): JsonScalar | undefined {
    const byte = this.peek();
    if (byte === QUOTE) {
      this.readString();
      return this.text();
    }
    if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      this.skipValue();
      return undefined;
    }
    return byte === MINUS || (byte >= 0x30 && byte <= 0x39) ? this.#readNumber() : this.#readLiteral(byte);
  }

  /** Passes over a value of any depth. Inside of lists and objects only brackets and strings are checked. */
  skipValue(): void {
    const byte = this.peek();
    if (byte === QUOTE) {
      this.readString();
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      this.#skip.start(byte);
      if (!this.#skip.run(this)) throw INCOMPLETE;
    } else if (byte === MINUS || (byte >= 0x30 && byte <= 0x39)) {
      this.#scanNumber();
    } else {
      this.#readLiteral(byte);
    }
  }

  /**
   * What `read` makes of the next value; where it is malformed inside, it is passed over as `skipValue` does, and yields undefined. For
   * values that are looked into only when they are read again: what passed the first time must pass the second time.
   */
  readOrSkip<T>(read: () => T): T | undefined {
    const start = this.pos;
    try {
      return read();
    } catch (signal) {
      if (signal !== MALFORMED) throw signal;
      this.pos = start;
      this.skipValue();
      return undefined;
    }
  }

  /**
   * Reads a whole value. Objects have no prototype, later duplicate keys win, a number of too many digits is null. MALFORMED is
   * also what is nested too deep or consists of too many values.
   */
  readValue(): JsonValue {
    this.#values = 0;
    return this.#readValue(0);
  }

  #readValue(depth: number): JsonValue {
    const byte = this.peek();
    if (++this.#values > LIMITS.jsonTreeValues) this.fail(`more than ${LIMITS.jsonTreeValues} values`);
    if (byte !== OPEN_LIST && byte !== OPEN_OBJECT) return this.readScalar() ?? null;
    if (depth >= LIMITS.jsonDepth) this.fail(`nesting deeper than ${LIMITS.jsonDepth}`);
    this.pos++;
    if (byte === OPEN_LIST) {
      const list: JsonValue[] = [];
      for (let first = true; this.element(first); first = false) list.push(this.#readValue(depth + 1));
      return list;
    }
    const object: Record<string, JsonValue> = Object.create(null);
    for (let first = true; this.key(first); first = false) {
      const key = this.text();
      object[key] = this.#readValue(depth + 1);
    }
    return object;
  }

  #readLiteral(byte: number): boolean | null {
    if (byte === 0x74) return this.#expectWord('true', true);
    if (byte === 0x66) return this.#expectWord('false', false);
    if (byte === 0x6e) return this.#expectWord('null', null);
    return this.fail('unexpected character');
  }

  #expectWord<T>(word: string, value: T): T {
    for (let at = 1; at < word.length; at++) {
      if (this.bytes[this.pos + at] === word.charCodeAt(at)) continue;
      if (this.pos + at >= this.end) throw INCOMPLETE;
      this.fail('unexpected character');
    }
    this.pos += word.length;
    return value;
  }

  /** Passes over the digits from `from` on, at least one. */
  #digits(from: number): number {
    let pos = from;
    let byte = this.bytes[pos] as number;
    while (byte >= 0x30 && byte <= 0x39) byte = this.bytes[++pos] as number;
    if (pos >= this.end && (pos === from || !this.final)) throw INCOMPLETE;
    if (pos === from) this.fail('expected a digit');
    return pos;
  }

  /** Passes over a number and says whether it is an integer. */
  #scanNumber(): boolean {
    const from = this.pos + (this.bytes[this.pos] === MINUS ? 1 : 0);
    let pos = this.#digits(from);
    if (this.bytes[from] === 0x30 && pos > from + 1) this.fail('number with a leading zero');
    let integer = true;
    if (this.bytes[pos] === 0x2e) {
      integer = false;
      pos = this.#digits(pos + 1);
    }
    if (((this.bytes[pos] as number) | 0x20) === 0x65) {
      integer = false;
      const sign = this.bytes[pos + 1];
      pos = this.#digits(sign === 0x2b || sign === MINUS ? pos + 2 : pos + 1);
    }
    this.pos = pos;
    return integer;
  }

  #readNumber(): number | bigint | undefined {
    const from = this.pos;
    const integer = this.#scanNumber();
    const length = this.pos - from;
    if (length > LIMITS.jsonIntegerDigits) return undefined;
    const text = String.fromCharCode(...this.bytes.subarray(from, this.pos));
    return !integer || length <= MAX_SAFE_DIGITS ? Number(text) : toInteger(BigInt(text));
  }
}
