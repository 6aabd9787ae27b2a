// Calls of a CAPE report that tell something about memory, read once more where it is looked at where calls come from. Hot there: one call in
// eight is such a call.

import type { JsonCursor, JsonScalar } from '../../bytes/json-cursor.ts';
import { END, FIRST, JsonShape } from '../../bytes/json-shape.ts';
import {
  isMemoryArgument,
  type NamedCall,
  OtherMemory,
  ProcessActs,
  tellsOfMemory,
} from '../shared/memory/memory-acts.ts';
import { toReportInteger } from '../shared/report/integers.ts';
import { RepeatedNames } from '../shared/report/read-name.ts';
import type { ProcessRecord } from './process-record.ts';

const CALL_KEYS = ['arguments', 'return', 'status'];
const ARGUMENTS = 1;
const RETURN = 2;
const ARGUMENT_KEYS = ['name', 'value'];
const NAME = 1;
const VALUE = 2;
const QUOTE = 0x22;

/** A value as it is written: a scalar; null for what is none. */
type Value = JsonScalar | null;

export class MemoryCalls {
  /** By the ids of processes whose memory others changed. */
  readonly others: OtherMemory = new OtherMemory();
  readonly #call = new ReportedCall();

  /** Takes the call at `start`, which has been read; the cursor stays where it is. */
  take(cursor: JsonCursor, start: number, api: string, record: ProcessRecord): void {
    if (!tellsOfMemory(api)) return;
    const end = cursor.pos;
    cursor.pos = start;
    const isRead = cursor.readOrSkip(() => this.#call.read(cursor, api));
    cursor.pos = end;
    if (isRead !== true || this.#call.hasFailed) return;
    record.acts ??= new ProcessActs(this.others);
    record.acts.take(this.#call);
  }
}

/** One call after another. */
class ReportedCall implements NamedCall {
  api = '';
  hasFailed = false;
  readonly #callShape = new JsonShape(CALL_KEYS);
  readonly #argumentShape = new JsonShape(ARGUMENT_KEYS);
  readonly #repeated = new RepeatedNames();
  /** Of several arguments of a name the first counts. */
  readonly #names: string[] = [];
  readonly #values: Value[] = [];
  #result: Value = null;

  /** Whether it could be read. */
  read(cursor: JsonCursor, api: string): boolean {
    this.api = api;
    this.hasFailed = false;
    this.#names.length = 0;
    this.#values.length = 0;
    this.#result = null;
    if (!cursor.enterObject()) return false;
    const shape = this.#callShape;
    for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
      if (slot === ARGUMENTS) this.#readArguments(cursor);
      else if (slot === RETURN) this.#result = cursor.readScalar() ?? null;
      else this.hasFailed = cursor.readScalar() === false;
    }
    return true;
  }

  /** Where a call has several lists of arguments, the last counts. */
  #readArguments(cursor: JsonCursor): void {
    this.#names.length = 0;
    this.#values.length = 0;
    if (!cursor.enterList()) {
      cursor.skipValue();
      return;
    }
    for (let first = true; cursor.element(first); first = false) {
      if (cursor.enterObject()) this.#readArgument(cursor);
      else cursor.skipValue();
    }
  }

  #readArgument(cursor: JsonCursor): void {
    const shape = this.#argumentShape;
    let name: string | undefined;
    let at = -1;
    for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
      if (slot === VALUE) {
        at = cursor.pos;
        cursor.skipValue();
      } else if (slot === NAME && cursor.peek() === QUOTE) name = this.#repeated.read(cursor);
      else cursor.skipValue();
    }
    if (name === undefined || at < 0 || !isMemoryArgument(name) || this.#names.includes(name)) return;
    const end = cursor.pos;
    cursor.pos = at;
    this.#names.push(name);
    this.#values.push(cursor.readScalar() ?? null);
    cursor.pos = end;
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

  #find(names: readonly string[]): Value {
    for (let i = 0; i < names.length; i++) {
      const at = this.#names.indexOf(names[i] as string);
      if (at >= 0) return this.#values[at] as Value;
    }
    return null;
  }
}

function toNumber(value: Value): number | undefined {
  const integer = toReportInteger(value);
  return integer === undefined ? undefined : Number(integer);
}
