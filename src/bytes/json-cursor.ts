// A cursor over JSON text (RFC 8259) in a window onto a stream. It walks values in place and builds nothing: strings are reported
// as byte ranges and decoded on demand. Reading can stop anywhere for want of bytes; whoever drives the cursor puts `pos` back to
// where the value began and tries again with more. For whole texts in memory there is json-walker.ts.
//
// Hot file: nearly every byte of a report passes through here. Strings are scanned, and hashed, four bytes at a time; measured
// with bench/cape-read.ts. That is why fields are public, loops are spelled out and errors are preallocated.

import { LIMITS } from '../limits.ts';
import type { JsonValue } from './exact-json.ts';
import { toInteger } from './integer.ts';
import { END, FIRST, type JsonShape } from './json-shape.ts';
import { JsonSkip } from './json-skip.ts';
import { decodeJsonText, TEXT_PROBLEMS } from './json-text.ts';
import { INCOMPLETE, JsonWindow } from './json-window.ts';

/** Properties of a string's bytes. */
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

const MAX_SAFE_DIGITS = 15;
const HASH_FACTOR = 0x9e3779b1 | 0;

const LITERALS: ReadonlyMap<number, readonly [string, boolean | null]> = new Map([
  [0x74, ['true', true]],
  [0x66, ['false', false]],
  [0x6e, ['null', null]],
]);

export type JsonScalar = string | number | bigint | boolean | null;

export class JsonCursor extends JsonWindow {
  /** The last string: its bytes between the quotes, TEXT_ bits, and hash (only after `readHashedString`). */
  textStart = 0;
  textEnd = 0;
  textFlags = 0;
  textHash = 0;
  /** TEXT_PROBLEMS bits that decoding met since somebody cleared them. */
  problems = 0;

  readonly #skip = new JsonSkip();

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
   * Moves to the value of the next member of the object that was entered and returns the slot of its key; END when the object is
   * over and has been left. `previous` is the slot of the member before, or FIRST.
   */
  member(shape: JsonShape, previous: number): number {
    const from = this.pos;
    const way = shape.predict(this.view, from, this.bytes[from] as number, previous);
    if (way >= 0) {
      this.pos = from + shape.length(way);
      return shape.target(way);
    }
    if (!this.key(previous === FIRST)) {
      shape.learn(this.view, from, this.pos, previous, END);
      return END;
    }
    const slot = shape.slot(this.text());
    // Gaps with control characters must not be learned: they could match the padding behind the text.
    if (this.textFlags === 0) shape.learn(this.view, from, this.pos, previous, slot);
    return slot;
  }

  /** As `member`, without a shape: the key is the last string. False when the object is over and has been left. */
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
    const { view, end } = this;
    let pos = this.pos + 1;
    let flags = 0;
    this.textStart = pos;
    for (;;) {
      const word = view.getInt32(pos, true);
      // Top bits of the bytes that are a quote, a backslash, below 0x20 or above 0x7f. A borrow can mark only bytes above a
      // marked one, so the lowest mark is right.
      const hits =
        ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101) | word) &
        0x80808080;
      if (hits === 0) {
        pos += 4;
        continue;
      }
      pos += (31 - Math.clz32(hits & -hits)) >> 3;
      const byte = this.bytes[pos] as number;
      if (byte === QUOTE) break;
      if (pos >= end) throw INCOMPLETE;
      if (byte === BACKSLASH) {
        flags |= TEXT_ESCAPED;
        pos += 2;
        if (pos > end) throw INCOMPLETE;
      } else {
        flags |= byte < SPACE ? TEXT_CONTROL : TEXT_WIDE;
        pos++;
      }
    }
    this.textEnd = pos;
    this.textFlags = flags;
    this.pos = pos + 1;
  }

  /** As `readString`, with a hash of the bytes. */
  readHashedString(): void {
    const { view, end } = this;
    let pos = this.pos + 1;
    let flags = 0;
    let hash = 0;
    this.textStart = pos;
    for (;;) {
      const word = view.getInt32(pos, true);
      const hits =
        ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101) | word) &
        0x80808080;
      if (hits === 0) {
        hash = Math.imul(hash ^ word, HASH_FACTOR);
        hash ^= hash >>> 15;
        pos += 4;
        continue;
      }
      const before = (31 - Math.clz32(hits & -hits)) >> 3;
      hash = Math.imul(hash ^ (word & ((1 << (before << 3)) - 1)), HASH_FACTOR);
      hash ^= hash >>> 15;
      pos += before;
      const byte = this.bytes[pos] as number;
      if (byte === QUOTE) break;
      if (pos >= end) throw INCOMPLETE;
      hash ^= byte;
      if (byte === BACKSLASH) {
        flags |= TEXT_ESCAPED;
        hash ^= (this.bytes[pos + 1] as number) << 8;
        pos += 2;
        if (pos > end) throw INCOMPLETE;
      } else {
        flags |= byte < SPACE ? TEXT_CONTROL : TEXT_WIDE;
        pos++;
      }
    }
    this.textEnd = pos;
    this.textFlags = flags;
    this.textHash = hash;
    this.pos = pos + 1;
  }

  /** Decodes the last string. What is not Unicode becomes U+FFFD and sets bits of `problems`. */
  text(): string {
    const { text, problems } = decodeJsonText(this.bytes.subarray(this.textStart, this.textEnd), this.textFlags !== 0);
    this.problems |= problems;
    if ((this.textFlags & TEXT_CONTROL) !== 0) this.problems |= TEXT_PROBLEMS.control;
    return text;
  }

  /** Reads a string, number or literal; a list or object is passed over and yields undefined. */
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

  /** Reads a whole value. Objects have no prototype, later duplicate keys win. Too deep nesting is MALFORMED. */
  readValue(depth = 0): JsonValue {
    const byte = this.peek();
    if (byte !== OPEN_LIST && byte !== OPEN_OBJECT) return this.readScalar() as JsonScalar;
    if (depth >= LIMITS.jsonDepth) this.fail(`nesting deeper than ${LIMITS.jsonDepth}`);
    this.pos++;
    if (byte === OPEN_LIST) {
      const list: JsonValue[] = [];
      for (let first = true; this.element(first); first = false) list.push(this.readValue(depth + 1));
      return list;
    }
    const object: Record<string, JsonValue> = Object.create(null);
    for (let first = true; this.key(first); first = false) {
      const key = this.text();
      object[key] = this.readValue(depth + 1);
    }
    return object;
  }

  #readLiteral(byte: number): boolean | null {
    const literal = LITERALS.get(byte);
    if (literal === undefined) return this.fail('unexpected character');
    const [word, value] = literal;
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

  #readNumber(): number | bigint {
    const from = this.pos;
    const integer = this.#scanNumber();
    const length = this.pos - from;
    if (length > LIMITS.jsonIntegerDigits) this.fail(`number with more than ${LIMITS.jsonIntegerDigits} digits`);
    const text = String.fromCharCode(...this.bytes.subarray(from, this.pos));
    return !integer || length <= MAX_SAFE_DIGITS ? Number(text) : toInteger(BigInt(text));
  }
}
