// Calls of a CAPE report that tell something about memory, read once more where it is looked at where calls come from.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import type { JsonCursor } from '../../bytes/json-cursor.ts';
import { type NamedCall, OtherMemory, ProcessActs, tellsOfMemory } from '../shared/memory/memory-acts.ts';
import { toReportInteger } from '../shared/report/integers.ts';
import type { ProcessRecord } from './process-record.ts';

export class MemoryCalls {
  /** By the ids of processes whose memory others changed. */
  readonly others: OtherMemory = new OtherMemory();

  /** Takes the call at `start`, which has been read; the cursor stays where it is. */
  take(cursor: JsonCursor, start: number, api: string, record: ProcessRecord): void {
    if (!tellsOfMemory(api)) return;
    const end = cursor.pos;
    cursor.pos = start;
    const value = cursor.readOrSkip(() => cursor.readValue());
    cursor.pos = end;
    if (!isObject(value) || value['status'] === false) return;
    record.acts ??= new ProcessActs(this.others);
    record.acts.take(new ReportedCall(api, value));
  }
}

class ReportedCall implements NamedCall {
  readonly api: string;
  readonly #args = new Map<string, JsonValue>();
  readonly #result: JsonValue | undefined;

  constructor(api: string, call: JsonObject) {
    this.api = api;
    this.#result = call['return'];
    const args = call['arguments'];
    for (const argument of Array.isArray(args) ? args : []) {
      if (!isObject(argument)) continue;
      const { name, value } = argument;
      if (typeof name === 'string' && value !== undefined && !this.#args.has(name)) this.#args.set(name, value);
    }
  }

  number(...names: readonly string[]): number | undefined {
    return toNumber(this.#find(names));
  }

  text(...names: readonly string[]): string | undefined {
    const value = this.#find(names);
    return typeof value === 'string' ? value : undefined;
  }

  get result(): number | undefined {
    return toNumber(this.#result);
  }

  #find(names: readonly string[]): JsonValue | undefined {
    for (const name of names) {
      const value = this.#args.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

function toNumber(value: JsonValue | undefined): number | undefined {
  const integer = toReportInteger(value);
  return integer === undefined ? undefined : Number(integer);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
