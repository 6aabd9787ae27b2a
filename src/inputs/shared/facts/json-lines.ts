// A log of JSON objects: one on each line, or one behind the other.

import type { JsonObject, JsonValue } from '../../../bytes/exact-json.ts';
import { JsonCursor } from '../../../bytes/json-cursor.ts';
import { INCOMPLETE, MALFORMED, PADDING } from '../../../bytes/json-window.ts';
import { type Line, readLines } from '../../../bytes/lines.ts';
import type { ByteSource } from '../../../bytes/source.ts';

/** A record of a log; without one, something at this place that is none. */
export interface LogRecord {
  readonly at: number;
  readonly record: JsonObject | undefined;
  /** Whether the log ends inside of it. */
  readonly cut: boolean;
}

const BYTE_ORDER_MARK = 0xfeff;

/** The records from the one that begins at byte `from` on. Empty lines are none. */
export async function* readJsonRecords(source: ByteSource, from = 0): AsyncGenerator<LogRecord> {
  for await (const lines of readLines(source, from)) {
    for (const line of lines) yield* recordsOf(line);
  }
}

/** What a line holds. */
function recordsOf({ bytes, at, complete, tooLong }: Line): LogRecord[] {
  if (tooLong) return [{ at, record: undefined, cut: false }];
  const cursor = new JsonCursor();
  const padded = new Uint8Array(bytes.length + PADDING);
  padded.set(bytes);
  cursor.load(padded, bytes.length);
  cursor.final = true;
  if (at === 0) cursor.pos = markLength(bytes);
  const found: LogRecord[] = [];
  let start = cursor.pos;
  try {
    while (!isAtEnd(cursor)) {
      start = cursor.pos;
      const value = cursor.readValue();
      found.push({ at: at + start, record: isObject(value) ? value : undefined, cut: false });
    }
  } catch (signal) {
    if (signal !== INCOMPLETE && signal !== MALFORMED) throw signal;
    found.push({ at: at + start, record: undefined, cut: signal === INCOMPLETE && !complete });
  }
  return found;
}

function isAtEnd(cursor: JsonCursor): boolean {
  try {
    cursor.peek();
    return false;
  } catch (signal) {
    if (signal !== INCOMPLETE) throw signal;
    return true;
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function markLength(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, 3));
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? 3 : 0;
}
