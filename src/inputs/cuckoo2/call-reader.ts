// One call of a Cuckoo 2 report -> the sink (spec formats.md section 5.3). Arguments are an object; values are numbers, texts
// (handles and addresses as `0x` text), and lists or objects of those. The symbolic forms in `flags` are for display only.

import type { JsonValue } from '../../bytes/exact-json.ts';
import type { Integer } from '../../bytes/integer.ts';
import type { JsonCursor } from '../../bytes/json-cursor.ts';
import { END, FIRST, JsonShape } from '../../bytes/json-shape.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { callNames } from '../../features/api-names.ts';
import type { TraceSink } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import { parseReportInteger, toId, toReportInteger } from '../shared/report/integers.ts';
import { SpelledFeatures } from '../shared/report/spelled-features.ts';
import { numberFeatures, textFeatures } from '../shared/value-features.ts';
import type { ProcessRecord } from './process-record.ts';

const CALL_KEYS = ['tid', 'api', 'arguments'];
const TID = 1;
const API = 2;
const ARGUMENTS = 3;

const QUOTE = 0x22;
const NOTHING = -1;
/** Features that one text may stand for. */
const TEXT_WIDTH = 4;
/** Different integers after which the tables start anew. */
const MAX_INTEGERS = 200_000;

const MALFORMED = 'cuckoo2-call-malformed';
/** What can be wrong with a call: code and words. */
const PROBLEMS = {
  call: [MALFORMED, 'a call that is no object is left out'],
  tid: [MALFORMED, 'a call without a usable tid is left out'],
  api: [MALFORMED, 'a call without an api name is left out'],
  threads: ['cuckoo2-too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`],
  arguments: [MALFORMED, 'the arguments of a call are missing or no object'],
  value: ['cuckoo2-argument-malformed', 'a number in an argument is no integer and is left out'],
} as const;

export class CallReader {
  /** Calls that could not be used. */
  skipped = 0;
  readonly #sink: TraceSink;
  readonly #semantics: Semantics;
  readonly #diagnostics: Diagnostics;
  readonly #shape = new JsonShape(CALL_KEYS);
  readonly #names: SpelledFeatures;
  readonly #texts: SpelledFeatures;
  /** Feature numbers by integer. */
  readonly #integers = new Map<Integer, readonly number[]>();
  /** Features of the current call's arguments, and where those of each argument end. */
  #found = new Int32Array(64);
  #count = 0;
  readonly #ends: number[] = [];
  #features = new Int32Array(64);
  readonly #problems = new Set<keyof typeof PROBLEMS>();

  constructor(sink: TraceSink, semantics: Semantics, diagnostics: Diagnostics) {
    this.#sink = sink;
    this.#semantics = semantics;
    this.#diagnostics = diagnostics;
    this.#names = new SpelledFeatures(sink, (name) => callNames(name).map((value) => ({ type: 'api', value })));
    this.#texts = new SpelledFeatures(sink, (text) => textFeatures(text, parseReportInteger, semantics));
  }

  /** Reads the call at the cursor. `id` is its position in the process's list. */
  read(cursor: JsonCursor, at: number, id: number, process: ProcessRecord): void {
    let tid: number | undefined;
    let api = NOTHING;
    this.#problems.clear();
    this.#clearArguments();
    if (cursor.enterObject()) {
      this.#problems.add('arguments');
      const shape = this.#shape;
      for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
        if (slot === ARGUMENTS) this.#readArguments(cursor);
        else if (slot === API) api = this.#readName(cursor);
        else if (slot === TID) tid = toId(cursor.readScalar());
        else cursor.skipValue();
      }
      if (api === NOTHING) this.#problems.add('api');
      if (tid === undefined) this.#problems.add('tid');
    } else {
      cursor.skipValue();
      this.#problems.add('call');
    }
    // From here on the call is complete, so that nothing below happens twice.
    const thread = tid === undefined || api === NOTHING ? undefined : process.thread(tid);
    if (thread === undefined && tid !== undefined && api !== NOTHING) this.#problems.add('threads');
    for (const problem of this.#problems) {
      const [code, message] = PROBLEMS[problem];
      this.#diagnostics.add('warning', code, message, `byte ${at}`);
    }
    if (thread === undefined) this.skipped++;
    else this.#emit(process, thread, id, at, api);
    this.#texts.endCall();
    this.#names.endCall();
  }

  #clearArguments(): void {
    this.#count = 0;
    this.#ends.length = 0;
  }

  #readName(cursor: JsonCursor): number {
    if (cursor.peek() === QUOTE) return this.#names.read(cursor);
    cursor.skipValue();
    return NOTHING;
  }

  #readArguments(cursor: JsonCursor): void {
    this.#clearArguments();
    if (!cursor.enterObject()) {
      cursor.skipValue();
      this.#problems.add('arguments');
      return;
    }
    this.#problems.delete('arguments');
    for (let first = true; cursor.key(first); first = false) {
      if (cursor.peek() === QUOTE) {
        const entry = this.#texts.read(cursor);
        this.#found = withRoom(this.#found, this.#count + TEXT_WIDTH);
        this.#count = this.#texts.copy(entry, this.#found, this.#count);
      } else {
        this.#addValue(cursor.readValue());
      }
      this.#ends.push(this.#count);
    }
  }

  #addValue(value: JsonValue): void {
    if (typeof value === 'object') {
      for (const part of Object.values(value ?? {})) this.#addValue(part);
    } else if (typeof value === 'string') {
      const features = textFeatures(value, parseReportInteger, this.#semantics);
      this.#addNumbers(features.map((feature) => this.#sink.feature(feature)));
    } else {
      const integer = typeof value === 'boolean' ? Number(value) : toReportInteger(value);
      if (integer === undefined) this.#problems.add('value');
      else this.#addNumbers(this.#lookUp(integer));
    }
  }

  #lookUp(integer: Integer): readonly number[] {
    const known = this.#integers.get(integer);
    if (known !== undefined) return known;
    const numbers = numberFeatures(integer, this.#semantics).map((feature) => this.#sink.feature(feature));
    this.#integers.set(integer, numbers);
    return numbers;
  }

  #addNumbers(numbers: readonly number[]): void {
    this.#found = withRoom(this.#found, this.#count + numbers.length);
    for (const number of numbers) this.#found[this.#count++] = number;
  }

  /** Hands the call on: arguments from last to first, then the name, as the reference does for CAPE. */
  #emit(process: ProcessRecord, thread: number, id: number, at: number, api: number): void {
    this.#features = withRoom(this.#features, this.#count + TEXT_WIDTH);
    let count = 0;
    for (let i = this.#ends.length - 1; i >= 0; i--) {
      const from = this.#ends[i - 1] ?? 0;
      const group = this.#found.subarray(from, this.#ends[i]);
      this.#features.set(group, count);
      count += group.length;
    }
    count = this.#names.copy(api, this.#features, count);
    process.calls++;
    this.#sink.call(process.index, thread, id, at, this.#features, count);
    if (!this.#texts.full && !this.#names.full && this.#integers.size < MAX_INTEGERS) return;
    this.#texts.clear();
    this.#names.clear();
    this.#integers.clear();
    this.#sink.forgetFeatures();
  }
}

/** The array, or a longer copy with room for `length`. */
function withRoom(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const longer = new Int32Array(length * 2);
  longer.set(array);
  return longer;
}
