// A line of a log -> the records on it. Sound lines hold one JSON object. In others every whole record is found, as the JSON of
// reports is read: bytes that are not UTF-8, lone surrogates, control characters and escapes that do not exist cost nothing but
// themselves; behind a record that is cut, or whole, another may stand. A sample chooses bytes of its arguments and must not hide a call.

import { type JsonObject, type JsonValue, parseExactJson } from '../../bytes/exact-json.ts';
import { JsonCursor } from '../../bytes/json-cursor.ts';
import { INCOMPLETE, MALFORMED, PADDING } from '../../bytes/json-window.ts';

export interface FoundRecord {
  readonly entry: JsonObject;
  /** Position in the line. */
  readonly at: number;
}

export interface Finding {
  readonly records: readonly FoundRecord[];
  /** TEXT_PROBLEMS of the records, as bits. */
  readonly problems: number;
  /** Something on the line is no whole record. */
  readonly broken: boolean;
  /** The line ends inside of what may be a record: its text may go on in the next line. */
  readonly open: boolean;
}

const BYTE_ORDER_MARK = 0xfeff;
/** An escaped surrogate in the output of JSON.stringify, which escapes lone ones only. */
const LONE_SURROGATE = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/;
/** Deeper values are left to the exact reader, which has a limit. */
const CHECKED_DEPTH = 64;
/**
 * How much of a line may be looked at again because something begins inside of what is no whole record, as a multiple of its
 * length and in bytes. Beyond that the search goes on behind what was looked at.
 */
const PASSES = 4;
const FREE_BYTES = 100_000;
const KEPT_SCRATCH = 1 << 20;
const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN_OBJECT = 0x7b;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of a line, undefined if it is not UTF-8. `at` is its place in the log. */
export function decodeLine(bytes: Uint8Array, at: number): string | undefined {
  try {
    const text = strict.decode(bytes);
    return at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  } catch {
    return undefined;
  }
}

/** The object that a text is; undefined for what is not JSON, for texts with lone surrogates and for other values. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    let value: JsonValue = JSON.parse(text);
    const escaped = text.includes('\\ud') || text.includes('\\uD');
    if (escaped && LONE_SURROGATE.test(JSON.stringify(value))) return undefined;
    if (hasUnsafeNumber(value, 0)) value = parseExactJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is an object and no list. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether JSON.parse may have rounded a number. */
function hasUnsafeNumber(value: JsonValue, depth: number): boolean {
  if (typeof value === 'number') return !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return false;
  if (depth > CHECKED_DEPTH) return true;
  if (Array.isArray(value)) return value.some((item) => hasUnsafeNumber(item, depth + 1));
  for (const key in value) if (hasUnsafeNumber(value[key] as JsonValue, depth + 1)) return true;
  return false;
}

/** Position of the next `{"`, perhaps with blanks in it; -1 if there is none. */
function findStart(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(OPEN_OBJECT, from); at >= 0; at = bytes.indexOf(OPEN_OBJECT, at + 1)) {
    let next = at + 1;
    while (bytes[next] === SPACE) next++;
    if (bytes[next] === QUOTE) return at;
    at = next - 1;
  }
  return -1;
}

/** Whether a line begins as a record does. */
export function beginsRecord(bytes: Uint8Array): boolean {
  let at = 0;
  while (bytes[at] === SPACE) at++;
  return bytes[at] === OPEN_OBJECT && findStart(bytes.subarray(at, at + 64), 0) === 0;
}

/** Whether there is nothing but blanks. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== SPACE && bytes[at] !== 0x09 && bytes[at] !== 0x0d) return false;
  return true;
}

export class RecordFinder {
  readonly #cursor = new JsonCursor();
  /** Whether the last object breaks off at the end of the line. */
  #isCut = false;
  /** Up to where the line was looked at. */
  #reached = 0;

  /** Finds the records on a line that is not one sound object; `limit` ends the search after so many. */
  find(line: Uint8Array, limit: number = Number.POSITIVE_INFINITY): Finding {
    const cursor = this.#load(line);
    const records: FoundRecord[] = [];
    let problems = 0;
    let broken = false;
    let open = false;
    let left = line.length * PASSES + FREE_BYTES;
    /** Behind the last record. */
    let end = 0;
    for (let from = 0; records.length < limit; ) {
      const start = findStart(line, from);
      if (start < 0) break;
      cursor.pos = start;
      cursor.texts.problems = 0;
      const entry = this.#read();
      const reached = this.#reached;
      left -= reached - start;
      from = entry !== undefined || left <= 0 ? Math.max(start + 1, reached) : start + 1;
      open ||= this.#isCut;
      if (typeof entry?.['Plugin'] !== 'string') continue;
      broken ||= !isBlank(line, end, start);
      records.push({ entry, at: start });
      problems |= cursor.texts.problems;
      open = false;
      end = reached;
    }
    broken ||= !isBlank(line, end, line.length);
    cursor.texts.problems = 0;
    return { records, problems, broken, open };
  }

  #load(line: Uint8Array): JsonCursor {
    const cursor = this.#cursor;
    const needed = line.length + PADDING;
    const room = cursor.bytes.length;
    const bytes =
      room >= needed && (room <= KEPT_SCRATCH || needed > KEPT_SCRATCH) ? cursor.bytes : new Uint8Array(needed * 2);
    bytes.set(line);
    cursor.load(bytes, line.length);
    cursor.final = true;
    return cursor;
  }

  /** The object at the cursor; undefined for what is none, or breaks off. */
  #read(): JsonObject | undefined {
    const cursor = this.#cursor;
    const start = cursor.pos;
    this.#isCut = false;
    this.#reached = start;
    try {
      // Most of what is no record is told by its brackets, without building anything.
      cursor.skipValue();
      this.#reached = cursor.pos;
      cursor.pos = start;
      return cursor.readValue() as JsonObject;
    } catch (signal) {
      if (signal !== INCOMPLETE && signal !== MALFORMED) throw signal;
      this.#isCut = signal === INCOMPLETE;
      this.#reached = Math.max(this.#reached, cursor.pos);
      return undefined;
    }
  }
}
