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

/** Parses strict JSON. Later duplicate keys win. Throws JsonSyntaxError, also for nesting deeper than the limit. */
export function parseExactJson(text: string): JsonValue {
  let at = 0;

  const fail = (reason: string, where = at): never => {
    throw new JsonSyntaxError(reason, where);
  };
  const skipSpace = (): void => {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      at++;
    }
  };
  /** `at` is at the opening quote. */
  const parseString = (): string => {
    const start = ++at;
    let escaped = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      // Control characters, and NaN at the end of the text.
      if (!(code >= 0x20)) fail(at < text.length ? 'control character in string' : 'unterminated string');
      if (code === BACKSLASH) escaped = true;
      at += code === BACKSLASH ? 2 : 1;
    }
    const content = text.slice(start, at++);
    if (!escaped) return content;
    try {
      return JSON.parse(`"${content}"`) as string;
    } catch {
      return fail('bad escape', start);
    }
  };
  const parseNumber = (): number | bigint => {
    const start = at;
    const negative = text.charCodeAt(at) === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    let code = text.charCodeAt(at);
    while (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      code = text.charCodeAt(++at);
    }
    const digits = at - first;
    const leadingZero = digits > 1 && text.charCodeAt(first) === ZERO;
    if (digits > 0 && digits <= SAFE_DIGITS && !leadingZero && code !== DOT && (code | 0x20) !== 0x65) {
      return negative && value !== 0 ? -value : value;
    }
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(text);
    if (match === null) return fail('unexpected character', start);
    at = start + match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return Number(match[0]);
    if (digits > LIMITS.jsonIntegerDigits) fail('integer too long', start);
    return toInteger(BigInt(match[0]));
  };
  const parseObject = (depth: number): JsonObject => {
    const object: JsonObject = Object.create(null);
    at++;
    skipSpace();
    if (text.charCodeAt(at) === CLOSE_OBJECT) {
      at++;
      return object;
    }
    for (;;) {
      skipSpace();
      if (text.charCodeAt(at) !== QUOTE) fail('expected a key');
      const key = parseString();
      skipSpace();
      if (text.charCodeAt(at) !== COLON) fail('expected ":"');
      at++;
      object[key] = parseValue(depth + 1);
      skipSpace();
      const code = text.charCodeAt(at);
      if (code !== COMMA && code !== CLOSE_OBJECT) fail('expected "," or "}"');
      at++;
      if (code === CLOSE_OBJECT) return object;
    }
  };
  const parseList = (depth: number): JsonValue[] => {
    const list: JsonValue[] = [];
    at++;
    skipSpace();
    if (text.charCodeAt(at) === CLOSE_LIST) {
      at++;
      return list;
    }
    for (;;) {
      list.push(parseValue(depth + 1));
      skipSpace();
      const code = text.charCodeAt(at);
      if (code !== COMMA && code !== CLOSE_LIST) fail('expected "," or "]"');
      at++;
      if (code === CLOSE_LIST) return list;
    }
  };
  const parseWord = (): null | boolean => {
    for (const [word, value] of WORDS) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return value;
      }
    }
    return fail('unexpected character');
  };
  const parseValue = (depth: number): JsonValue => {
    if (depth > LIMITS.jsonDepth) fail('nesting too deep');
    skipSpace();
    const code = text.charCodeAt(at);
    if (code === OPEN_OBJECT) return parseObject(depth);
    if (code === OPEN_LIST) return parseList(depth);
    if (code === QUOTE) return parseString();
    if (code === MINUS || (code >= ZERO && code <= NINE)) return parseNumber();
    return parseWord();
  };

  const value = parseValue(0);
  skipSpace();
  if (at !== text.length) fail('text after the value');
  return value;
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
