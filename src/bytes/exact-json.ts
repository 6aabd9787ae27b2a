// JSON text -> values without losing integers: what does not fit a double becomes a bigint. Objects have no prototype, so that
// keys such as `__proto__` are ordinary. For whole documents in memory; reports are streamed by json-stream.ts instead.

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
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Parses strict JSON. Later duplicate keys win. Throws JsonSyntaxError, also for nesting deeper than the limit. */
export function parseExactJson(text: string): JsonValue {
  let at = 0;

  const fail = (message: string): never => {
    throw new JsonSyntaxError(message, at);
  };
  const skipSpace = (): void => {
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      at++;
    }
  };
  const parseString = (): string => {
    at++;
    let out = '';
    for (;;) {
      PLAIN.lastIndex = at;
      const plain = (PLAIN.exec(text) as RegExpExecArray)[0];
      at += plain.length;
      out += plain;
      const c = text[at];
      if (c === '"') {
        at++;
        return out;
      }
      if (c !== '\\') fail(c === undefined ? 'unterminated string' : 'control character in string');
      const letter = text[at + 1] ?? '';
      if (letter === 'u') {
        const digits = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail('bad \\u escape');
        out += String.fromCharCode(Number.parseInt(digits, 16));
        at += 6;
      } else {
        const plainEscape = ESCAPES[letter];
        if (plainEscape === undefined) fail('bad escape');
        out += plainEscape;
        at += 2;
      }
    }
  };
  const parseNumber = (): number | bigint => {
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null) return fail('unexpected character');
    at += match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return Number(match[0]);
    return match[0].length < 16 ? Number(match[0]) : toInteger(BigInt(match[0]));
  };
  const parseValue = (depth: number): JsonValue => {
    if (depth > LIMITS.jsonDepth) fail('nesting too deep');
    skipSpace();
    switch (text[at]) {
      case '{': {
        const object: JsonObject = Object.create(null);
        at++;
        skipSpace();
        if (text[at] === '}') {
          at++;
          return object;
        }
        for (;;) {
          skipSpace();
          if (text[at] !== '"') fail('expected a key');
          const key = parseString();
          skipSpace();
          if (text[at] !== ':') fail('expected ":"');
          at++;
          object[key] = parseValue(depth + 1);
          skipSpace();
          if (text[at] === ',') {
            at++;
            continue;
          }
          if (text[at] !== '}') fail('expected "," or "}"');
          at++;
          return object;
        }
      }
      case '[': {
        const list: JsonValue[] = [];
        at++;
        skipSpace();
        if (text[at] === ']') {
          at++;
          return list;
        }
        for (;;) {
          list.push(parseValue(depth + 1));
          skipSpace();
          if (text[at] === ',') {
            at++;
            continue;
          }
          if (text[at] !== ']') fail('expected "," or "]"');
          at++;
          return list;
        }
      }
      case '"':
        return parseString();
      case 't':
      case 'f':
      case 'n':
        for (const [word, value] of [
          ['true', true],
          ['false', false],
          ['null', null],
        ] as const) {
          if (text.startsWith(word, at)) {
            at += word.length;
            return value;
          }
        }
        return fail('unexpected character');
      default:
        return parseNumber();
    }
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
