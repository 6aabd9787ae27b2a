// Cuckoo 2 calls as people read them, in the form that the reference has for CAPE, read again by their place in the report.

import { writeExactJson } from '../../bytes/exact-json.ts';
import { readJsonAt } from '../../bytes/json-at.ts';
import type { JsonCursor, JsonScalar } from '../../bytes/json-cursor.ts';
import { END, FIRST, JsonShape } from '../../bytes/json-shape.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { CallParts } from '../../features/call.ts';
import { formatHex, formatValue } from '../shared/report/format-value.ts';
import { toReportInteger } from '../shared/report/integers.ts';

const CALL_KEYS = ['api', 'arguments', 'flags', 'return_value', 'time'];
const API = 1;
const ARGUMENTS = 2;
const FLAGS = 3;
const RETURN = 4;
const TIME = 5;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Values by argument name, as they are shown. */
type Shown = ReadonlyMap<string, string>;

function describe(cursor: JsonCursor, shape: JsonShape): CallParts {
  let api = '';
  let values: Shown = new Map();
  let flags: Shown = new Map();
  let result: JsonScalar | undefined;
  let time: JsonScalar | undefined;
  cursor.enterObject();
  for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
    if (slot === API) api = asText(cursor.readScalar());
    else if (slot === ARGUMENTS) values = readMembers(cursor, formatArgument);
    else if (slot === FLAGS) flags = cursor.readOrSkip(() => readMembers(cursor, readFlag)) ?? new Map();
    else if (slot === RETURN) result = cursor.readScalar();
    else if (slot === TIME) time = cursor.readScalar();
    else cursor.skipValue();
  }
  const integer = toReportInteger(result);
  return {
    api,
    args: Array.from(values, ([name, value]) => ({ name, value: flags.get(name) || value })),
    result: integer === undefined ? asText(result) : formatHex(integer),
    ...(typeof time === 'number' || (typeof time === 'string' && time !== '') ? { time: String(time) } : {}),
  };
}

function asText(value: JsonScalar | undefined): string {
  return typeof value === 'string' ? value : '';
}

function readFlag(cursor: JsonCursor): string {
  return asText(cursor.readScalar());
}

function readMembers(cursor: JsonCursor, read: (cursor: JsonCursor) => string): Shown {
  const shown = new Map<string, string>();
  if (!cursor.enterObject()) {
    cursor.skipValue();
    return shown;
  }
  for (let first = true; cursor.key(first); first = false) {
    const name = cursor.text();
    shown.set(name, read(cursor));
  }
  return shown;
}

function formatArgument(cursor: JsonCursor): string {
  const byte = cursor.peek();
  if (byte === OPEN_LIST || byte === OPEN_OBJECT) return writeExactJson(cursor.readValue());
  return formatValue(cursor.readScalar());
}

/** Describes the calls at the positions `at`, which ascend. Throws CapaxError as `readJsonAt`. */
export function describeCuckoo2Calls(
  source: ByteSource,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  const shape = new JsonShape(CALL_KEYS);
  return readJsonAt(source, at, (cursor, index) => receive(index, describe(cursor, shape)));
}
