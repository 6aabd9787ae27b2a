// The calls of a report (documentation of Speakeasy, doc/reporting.md, and its report version 1.1). Up to version 2 an entry point, which is
// one flow of execution, lists them in `apis`; later they are the events of kind `api` among its `events`, and say who made them.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { writeExactJson } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import { type JsonInterest, JsonStream } from '../../bytes/json-stream.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { CallArgument } from '../../features/call.ts';
import type { LoggedCall } from '../shared/calls/trace-of-calls.ts';
import { asList, asObject, idOf, textOf } from '../shared/facts/json-records.ts';

/** Shown for a process of which the report does not say the id. */
const UNKNOWN_PID = 1;

/** Kinds of arguments whose text is a word for a number: rules get the number. */
const WORDS: ReadonlySet<string> = new Set(['bool', 'enum', 'flags']);
/** Kinds of arguments whose text is made for people. */
const DISPLAYED: ReadonlySet<string> = new Set(['struct', 'bytes']);

/** Who makes the calls of an entry point that do not say it themselves. */
export class EntryPoint {
  readonly #number: number;
  pid: number | undefined;
  tid: number | undefined;

  constructor(number: number) {
    this.#number = number;
  }

  /** What of an entry point says that. */
  static parts(current: () => EntryPoint): Readonly<Record<string, JsonInterest>> {
    return {
      pid: { value: (cursor) => current().setPid(cursor.readScalar()) },
      tid: { value: (cursor) => current().setTid(cursor.readScalar()) },
    };
  }

  setPid(value: JsonValue | undefined): void {
    this.pid ??= idOf(value);
  }

  setTid(value: JsonValue | undefined): void {
    this.tid ??= idOf(value);
  }

  /** Process and thread of a record of this entry point. */
  actorOf(record: JsonObject): { readonly pid: number; readonly tid: number } {
    const position = asObject(record['pos']);
    return {
      pid: idOf(position['pid']) ?? this.pid ?? UNKNOWN_PID,
      // Flows of which no thread is known run one after the other, each in one of its own.
      tid: idOf(position['tid']) ?? this.tid ?? this.#number,
    };
  }
}

/** Whether a record among the events of an entry point is a call. */
export function isCall(record: JsonObject): boolean {
  return record['event'] === 'api';
}

/** The calls from the one at byte `from` on. */
export async function* speakeasyCalls(source: ByteSource, from: number): AsyncGenerator<LoggedCall> {
  let found: LoggedCall[] = [];
  let entry = new EntryPoint(0);
  let entries = 0;
  const calls = (accepts: (record: JsonObject) => boolean): JsonInterest => ({
    elements: {
      value: (cursor, at) => {
        const record = asObject(cursor.readValue());
        const api = textOf(record, 'api_name');
        if (at >= from && api !== '' && accepts(record)) found.push(callOf(record, api, at, entry));
      },
    },
  });
  const points: JsonInterest = {
    elements: {
      ...jsonPaths({ ...EntryPoint.parts(() => entry), apis: calls(() => true), events: calls(isCall) }),
      open: () => {
        entry = new EntryPoint(++entries);
      },
    },
  };
  // What is wrong with the text was told when facts were read.
  const stream = new JsonStream(jsonPaths({ entry_points: points }), { diagnostics: new Diagnostics() });
  for await (const chunk of source.open()) {
    const goesOn = stream.push(chunk);
    yield* found;
    found = [];
    if (!goesOn) return;
  }
  stream.finish();
  yield* found;
}

function callOf(record: JsonObject, api: string, at: number, entry: EntryPoint): LoggedCall {
  const result = textOf(record, 'ret_val');
  const caller = callerOf(record);
  return {
    ...{ at, ...entry.actorOf(record) },
    api: api.slice(api.lastIndexOf('.') + 1) || api,
    args: argumentsOf(record),
    ...(result === '' ? {} : { result }),
    ...(caller === '' ? {} : { caller }),
  };
}

function callerOf(record: JsonObject): string {
  const position = asObject(record['pos'])['pc'];
  return typeof position === 'number' || typeof position === 'bigint'
    ? `0x${position.toString(16)}`
    : textOf(record, 'pc');
}

function argumentsOf(record: JsonObject): CallArgument[] {
  const names = asList(record['arg_names']);
  const types = asList(record['arg_types']);
  const values = asList(record['arg_values']);
  return asList(record['args']).map((value, i) => {
    const text = typeof value === 'string' ? value : writeExactJson(value);
    const name = names[i];
    const type = types[i];
    return {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof type === 'string' ? typedValue(text, type, values[i]) : { value: text }),
    };
  });
}

/** A value whose kind is known: where the text is for people, rules get the number that was passed. */
function typedValue(text: string, type: string, raw: JsonValue | undefined): Pick<CallArgument, 'value' | 'shown'> {
  const isNumber = typeof raw === 'number' || typeof raw === 'bigint';
  if (!isNumber || raw < 0 || !(WORDS.has(type) || DISPLAYED.has(type))) return { value: text };
  return { value: `0x${raw.toString(16)}`, shown: text };
}
