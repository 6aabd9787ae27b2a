// Reads JSON in memory value by value, strictly, so that a reader for one known shape goes from bytes to its own objects without
// building a tree first (exact-json.ts does that; reports that must be streamed go through json-stream.ts). Integers are exact;
// positions are bytes.
// Hot: freeze files of 65 MB are read through it, so scanning is done on bytes and short strings are shared, not made anew.

import { LIMITS } from '../limits.ts';
import { JsonSyntaxError } from './exact-json.ts';
import { type Integer, toInteger } from './integer.ts';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** Longest string that is looked up among those read before, in bytes, and how many are remembered. */
const SHARED_LENGTH = 48;
const SHARED_SLOTS = 1 << 13;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

const NUMBER = /^-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const WORDS = { true: new TextEncoder().encode('true'), false: new TextEncoder().encode('false') };
const NULL = new TextEncoder().encode('null');

/**
 * A position in a JSON text. `enterObject` and then `nextKey` until it returns undefined; `enterArray` and then `nextItem`
 * until it returns false; every key and every item is followed by reading or skipping exactly one value. All methods throw
 * JsonSyntaxError where the text is not JSON or not of the asked kind.
 */
export class JsonWalker {
  readonly #bytes: Uint8Array;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #shared: (string | undefined)[] = new Array(SHARED_SLOTS);
  #at = 0;
  /** True between entering an object or array and its first member. */
  #fresh = false;
  /** Whether the number that was read last had a fraction or an exponent. */
  float = false;
  /** Hash of the object that `peekFlatObject` saw. */
  flatHash = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where the next value starts. May be kept and given to `rewind`. */
  get position(): number {
    this.#skipSpace();
    return this.#at;
  }

  /** How many bytes have been read, white space before the next value not counted. */
  get consumed(): number {
    return this.#at;
  }

  /** Goes back to the start of a value; whatever was entered since then counts as not entered. */
  rewind(position: number): void {
    this.#at = position;
    this.#fresh = false;
  }

  /** Passes over the next value if it is written like the one from byte `start` to `end`, which has been read before. */
  passSame(start: number, end: number): boolean {
    this.#skipSpace();
    const bytes = this.#bytes;
    const at = this.#at;
    const length = end - start;
    // The last byte first: values of one kind begin alike.
    if (length === 0 || bytes[at + length - 1] !== bytes[end - 1]) return false;
    for (let i = length - 2; i >= 0; i--) if (bytes[at + i] !== bytes[start + i]) return false;
    this.#at = at + length;
    return true;
  }

  /**
   * Looks ahead: if the next value is an object of plain ASCII without escapes and without another object or list in it, sets
   * `flatHash` and returns where it ends; else 0. Nothing is checked and nothing is read.
   */
  peekFlatObject(): number {
    this.#skipSpace();
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at] !== OPEN_OBJECT) return 0;
    let inString = false;
    let hash = 0;
    for (;;) {
      const byte = bytes[++at] as number;
      if (byte === QUOTE) inString = !inString;
      else if (byte === CLOSE_OBJECT && !inString) break;
      else if (!(byte >= 0x20 && byte < 0x80) || byte === BACKSLASH) return 0;
      else if (!inString && (byte === OPEN_OBJECT || byte === OPEN_ARRAY)) return 0;
      hash = (Math.imul(hash, 0x01000193) + byte) | 0;
    }
    this.flatHash = hash ^ (hash >>> 15);
    return at + 1;
  }

  fail(message: string, at: number = this.#at): never {
    throw new JsonSyntaxError(message, at);
  }

  /** What the next value is; judged by its first byte. */
  kind(): JsonKind {
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    switch (byte) {
      case OPEN_OBJECT:
        return 'object';
      case OPEN_ARRAY:
        return 'array';
      case QUOTE:
        return 'string';
      case 0x74:
      case 0x66:
        return 'boolean';
      case 0x6e:
        return 'null';
      default:
        if (byte === MINUS || (byte !== undefined && byte >= ZERO && byte <= NINE)) return 'number';
        return this.fail(byte === undefined ? 'unexpected end' : 'unexpected character');
    }
  }

  enterObject(): void {
    this.#expect(OPEN_OBJECT, 'expected an object');
    this.#fresh = true;
  }

  /** The next key, or undefined at the end of the object, which is then left. */
  nextKey(): string | undefined {
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    if (byte === CLOSE_OBJECT) {
      this.#at++;
      this.#fresh = false;
      return undefined;
    }
    if (this.#fresh) this.#fresh = false;
    else this.#expect(COMMA, 'expected "," or "}"');
    const key = this.readString();
    this.#expect(COLON, 'expected ":"');
    return key;
  }

  enterArray(): void {
    this.#expect(OPEN_ARRAY, 'expected a list');
    this.#fresh = true;
  }

  /** Whether another item follows; false at the end of the array, which is then left. */
  nextItem(): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] === CLOSE_ARRAY) {
      this.#at++;
      this.#fresh = false;
      return false;
    }
    if (this.#fresh) this.#fresh = false;
    else this.#expect(COMMA, 'expected "," or "]"');
    return true;
  }

  readString(): string {
    this.#skipSpace();
    const bytes = this.#bytes;
    if (bytes[this.#at] !== QUOTE) this.fail('expected a string');
    const start = this.#at + 1;
    let end = start;
    let hash = 0;
    for (;;) {
      const byte = bytes[end] as number;
      if (byte === QUOTE) break;
      // Escapes, other than ASCII, control characters, and `undefined` at the end.
      if (!(byte >= 0x20 && byte < 0x80) || byte === BACKSLASH) return this.#readUnusualString(start);
      hash = (Math.imul(hash, 31) + byte) | 0;
      end++;
    }
    this.#at = end + 1;
    const length = end - start;
    if (length > SHARED_LENGTH) return this.#decoder.decode(bytes.subarray(start, end));
    const slot = (hash ^ (hash >>> 15)) & (SHARED_SLOTS - 1);
    const known = this.#shared[slot];
    if (known !== undefined && known.length === length) {
      let i = 0;
      while (i < length && known.charCodeAt(i) === bytes[start + i]) i++;
      if (i === length) return known;
    }
    const made = String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
    this.#shared[slot] = made;
    return made;
  }

  /** A string with escapes or with characters beyond ASCII. */
  #readUnusualString(start: number): string {
    const end = this.#stringEnd(start);
    this.#at = end + 1;
    try {
      const text = this.#decoder.decode(this.#bytes.subarray(start - 1, end + 1));
      return JSON.parse(text) as string;
    } catch {
      return this.fail('bad string', start - 1);
    }
  }

  /** Position of the quote that closes the string whose first byte is at `at`. */
  #stringEnd(at: number): number {
    const bytes = this.#bytes;
    for (;;) {
      const byte = bytes[at];
      if (byte === QUOTE) return at;
      if (byte === undefined) this.fail('unterminated string', at);
      at += byte === BACKSLASH ? 2 : 1;
    }
  }

  /** A number; sets `float`. An integer is exact whatever its size; a float that is too large becomes infinite. */
  readNumber(): Integer {
    this.#skipSpace();
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    let byte = bytes[at];
    while (byte !== undefined && byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
      byte = bytes[++at];
    }
    const digits = at - first;
    const isFloat = byte === 0x2e || byte === 0x65 || byte === 0x45;
    if (!isFloat && digits > 0 && digits < 16 && (digits === 1 || bytes[first] !== ZERO)) {
      this.#at = at;
      this.float = false;
      return negative && value !== 0 ? -value : value;
    }
    return this.#readUnusualNumber(start, at);
  }

  /** A number that is long, has a fraction or an exponent, or is none. `end` is behind its first digits. */
  #readUnusualNumber(start: number, end: number): Integer {
    const bytes = this.#bytes;
    const limit = start + LIMITS.jsonIntegerDigits + 1;
    if (end > limit) this.fail('number too long', start);
    for (; end <= limit; end++) {
      const byte = bytes[end];
      // Digits, signs, dot, e and E.
      if (byte === undefined || !((byte >= 0x2b && byte <= NINE) || byte === 0x65 || byte === 0x45)) break;
      if (byte === COMMA) break;
    }
    const match = NUMBER.exec(this.#decoder.decode(bytes.subarray(start, end)));
    if (match === null) return this.fail('unexpected character', start);
    this.float = match[1] !== undefined || match[2] !== undefined;
    this.#at = end;
    return this.float ? Number(match[0]) : toInteger(BigInt(match[0]));
  }

  readBoolean(): boolean {
    const value = this.kind() === 'boolean' && this.#bytes[this.#at] === 0x74;
    this.#expectWord(value ? WORDS.true : WORDS.false);
    return value;
  }

  readNull(): null {
    this.#skipSpace();
    this.#expectWord(NULL);
    return null;
  }

  /** Passes over one value of any kind. Its grammar is checked, escapes and encoding inside strings are not. */
  skip(): void {
    this.#skip(0);
  }

  #skip(depth: number): void {
    if (depth > LIMITS.jsonDepth) this.fail('nesting too deep');
    switch (this.kind()) {
      case 'object':
        this.enterObject();
        while (this.#nextSkippedKey()) this.#skip(depth + 1);
        return;
      case 'array':
        this.enterArray();
        while (this.nextItem()) this.#skip(depth + 1);
        return;
      case 'string':
        this.#at = this.#stringEnd(this.#at + 1) + 1;
        return;
      case 'number':
        this.readNumber();
        return;
      case 'boolean':
        this.readBoolean();
        return;
      case 'null':
        this.readNull();
        return;
    }
  }

  /** As `nextKey`, without making the key. */
  #nextSkippedKey(): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] === CLOSE_OBJECT) {
      this.#at++;
      this.#fresh = false;
      return false;
    }
    if (this.#fresh) this.#fresh = false;
    else this.#expect(COMMA, 'expected "," or "}"');
    this.#expect(QUOTE, 'expected a key');
    this.#at = this.#stringEnd(this.#at) + 1;
    this.#expect(COLON, 'expected ":"');
    return true;
  }

  /** Fails if anything but white space follows. */
  finish(): void {
    this.#skipSpace();
    if (this.#at < this.#bytes.length) this.fail('text after the value');
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }

  #expect(byte: number, message: string): void {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== byte) this.fail(message);
    this.#at++;
  }

  #expectWord(word: Uint8Array): void {
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.#at + i] !== word[i]) this.fail('unexpected character');
    }
    this.#at += word.length;
  }
}

/** Longest key that is shown in a path, in UTF-16 units. */
const PATH_KEY = 60;

/**
 * Which value of a JSON text starts at the byte `at`, holds it, or follows it, as a path: `features.functions[3].address`; empty
 * for the whole text. For messages: reads the text from its start, to the first syntax error at most.
 */
export function jsonPathAt(bytes: Uint8Array, at: number): string {
  const walker = new JsonWalker(bytes);
  const path: string[] = [];
  /** Whether the value is the one, or inside of it there is. */
  const walk = (depth: number): boolean => {
    if (walker.position >= at) return true;
    const kind = walker.kind();
    if (kind === 'object' && depth < LIMITS.jsonDepth) {
      walker.enterObject();
      for (let key = walker.nextKey(); key !== undefined; key = walker.nextKey()) {
        path.push(`${path.length === 0 ? '' : '.'}${key.slice(0, PATH_KEY)}`);
        if (walk(depth + 1)) return true;
        path.pop();
      }
    } else if (kind === 'array' && depth < LIMITS.jsonDepth) {
      walker.enterArray();
      for (let i = 0; walker.nextItem(); i++) {
        path.push(`[${i}]`);
        if (walk(depth + 1)) return true;
        path.pop();
      }
    } else {
      walker.skip();
    }
    return walker.consumed > at;
  };
  try {
    walk(0);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
  }
  return path.join('');
}
