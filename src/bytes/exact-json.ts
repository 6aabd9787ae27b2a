// JSON text -> values without losing integers: what does not fit a double becomes a bigint. Objects have no prototype, so that
// keys such as `__proto__` are ordinary. For whole documents in memory; reports are streamed by json-stream.ts instead.
// Hot: result documents and rule packs of many megabytes are read through it; hence the scanning by character codes.

import { LIMITS } from '../limits.ts';
import { toInteger } from './integer.ts';

export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Where and why a text is not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly reason: string;
  /** Position in the unit that the reader counts: UTF-16 units of a text, bytes of a file. */
  readonly at: number;
  constructor(reason: string, at: number) {
    super(`${reason} at character ${at}`);
    this.reason = reason;
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, null | boolean])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Integers of so many digits are exact as numbers. */
const SAFE_DIGITS = 15;

/** One text and how far it was read. */
class ExactJsonParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): JsonValue {
    const value = this.#parseValue(0);
    this.#skipSpace();
    if (this.#at !== this.#text.length) this.#fail('text after the value');
    return value;
  }

  #fail(reason: string, where = this.#at): never {
    throw new JsonSyntaxError(reason, where);
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  /** The place is at the opening quote. */
  #parseString(): string {
    const text = this.#text;
    const start = this.#at + 1;
    let at = start;
    let escaped = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      // Control characters, and NaN at the end of the text.
      if (!(code >= 0x20)) this.#fail(at < text.length ? 'control character in string' : 'unterminated string', at);
      if (code === BACKSLASH) escaped = true;
      at += code === BACKSLASH ? 2 : 1;
    }
    this.#at = at + 1;
    const content = text.slice(start, at);
    if (!escaped) return content;
    try {
      return JSON.parse(`"${content}"`) as string;
    } catch {
      return this.#fail('bad escape', start);
    }
  }

  #parseNumber(): number | bigint {
    const start = this.#at;
    const negative = this.#text.charCodeAt(this.#at) === MINUS;
    if (negative) this.#at++;
    const first = this.#at;
    let value = 0;
    let code = this.#text.charCodeAt(this.#at);
    while (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      code = this.#text.charCodeAt(++this.#at);
    }
    const digits = this.#at - first;
    const leadingZero = digits > 1 && this.#text.charCodeAt(first) === ZERO;
    if (digits > 0 && digits <= SAFE_DIGITS && !leadingZero && code !== DOT && (code | 0x20) !== 0x65) {
      return negative && value !== 0 ? -value : value;
    }
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(this.#text);
    if (match === null) return this.#fail('unexpected character', start);
    this.#at = start + match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return Number(match[0]);
    if (digits > LIMITS.jsonIntegerDigits) this.#fail('integer too long', start);
    return toInteger(BigInt(match[0]));
  }

  #parseObject(depth: number): JsonObject {
    const object: JsonObject = Object.create(null);
    this.#at++;
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) === CLOSE_OBJECT) {
      this.#at++;
      return object;
    }
    for (;;) {
      this.#skipSpace();
      if (this.#text.charCodeAt(this.#at) !== QUOTE) this.#fail('expected a key');
      const key = this.#parseString();
      this.#skipSpace();
      if (this.#text.charCodeAt(this.#at) !== COLON) this.#fail('expected ":"');
      this.#at++;
      object[key] = this.#parseValue(depth + 1);
      this.#skipSpace();
      const code = this.#text.charCodeAt(this.#at);
      if (code !== COMMA && code !== CLOSE_OBJECT) this.#fail('expected "," or "}"');
      this.#at++;
      if (code === CLOSE_OBJECT) return object;
    }
  }

  #parseList(depth: number): JsonValue[] {
    const list: JsonValue[] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) === CLOSE_LIST) {
      this.#at++;
      return list;
    }
    for (;;) {
      list.push(this.#parseValue(depth + 1));
      this.#skipSpace();
      const code = this.#text.charCodeAt(this.#at);
      if (code !== COMMA && code !== CLOSE_LIST) this.#fail('expected "," or "]"');
      this.#at++;
      if (code === CLOSE_LIST) return list;
    }
  }

  #parseWord(): null | boolean {
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#fail('unexpected character');
  }

  #parseValue(depth: number): JsonValue {
    if (depth > LIMITS.jsonDepth) this.#fail('nesting too deep');
    this.#skipSpace();
    const code = this.#text.charCodeAt(this.#at);
    if (code === OPEN_OBJECT) return this.#parseObject(depth);
    if (code === OPEN_LIST) return this.#parseList(depth);
    if (code === QUOTE) return this.#parseString();
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.#parseNumber();
    return this.#parseWord();
  }
}

/** Parses strict JSON. Later duplicate keys win. Throws JsonSyntaxError, also for nesting deeper than the limit. */
export function parseExactJson(text: string): JsonValue {
  return new ExactJsonParser(text).parse();
}

/** Compact JSON with bigints as bare integers. `undefined` members are left out. */
export function writeExactJson(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return String(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(writeExactJson).join(',')}]`;
      const members: string[] = [];
      for (const [key, member] of Object.entries(value)) {
        if (member !== undefined) members.push(`${JSON.stringify(key)}:${writeExactJson(member)}`);
      }
      return `{${members.join(',')}}`;
    }
    default:
      return JSON.stringify(value) ?? 'null';
  }
}
