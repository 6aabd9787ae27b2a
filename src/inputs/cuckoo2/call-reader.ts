// One call of a Cuckoo 2 report -> the sink (spec formats.md section 5.3). Arguments are an object; values are numbers, texts
// (handles and addresses as `0x` text), and lists or objects of those. The symbolic forms in `flags` are for display only.

import type { JsonValue } from '../../bytes/exact-json.ts';
import type { Integer } from '../../bytes/integer.ts';
import type { JsonCursor, JsonScalar } from '../../bytes/json-cursor.ts';
import { END, FIRST, JsonShape } from '../../bytes/json-shape.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { callNames } from '../../features/api-names.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceSink } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { ByteSpellings, IntegerSpellings } from '../shared/calls/spellings.ts';
import { parseReportInteger, toId, toReportInteger } from '../shared/report/integers.ts';
import { readSpelling, spelledText } from '../shared/report/read-spelling.ts';
import { numberFeatures, textFeatures } from '../shared/value-features.ts';
import type { Cuckoo2Code } from './codes.ts';
import type { ProcessRecord } from './process-record.ts';

const CALL_KEYS = ['tid', 'api', 'arguments'];
/** And those that are looked at where rules ask for results or times. */
const DETAIL_KEYS = ['return_value', 'status', 'time'];
const TID = 1;
const API = 2;
const ARGUMENTS = 3;
const RETURN_VALUE = 4;
const STATUS = 5;

const QUOTE = 0x22;
const NOTHING = -1;

const MALFORMED = 'cuckoo2-call-malformed';
/** What can be wrong with a call: code and words. */
const PROBLEMS = {
  call: [MALFORMED, 'a call that is no object is left out'],
  tid: [
    'cuckoo2-call-without-thread',
    'calls that do not say which thread made them are taken for those of one thread of their process',
  ],
  api: [MALFORMED, 'a call without an api name is left out'],
  threads: ['cuckoo2-too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`],
  arguments: [MALFORMED, 'the arguments of a call are missing or no object'],
  value: ['cuckoo2-argument-malformed', 'a number in an argument is no integer and is left out'],
} as const;

export class CallReader {
  readonly #semantics: Semantics;
  readonly #diagnostics: Diagnostics<Cuckoo2Code>;
  readonly #shape: JsonShape;
  readonly #emitter: CallEmitter;
  readonly #names: ByteSpellings;
  readonly #texts: ByteSpellings;
  readonly #integers: IntegerSpellings;
  readonly #problems = new Set<keyof typeof PROBLEMS>();

  constructor(sink: TraceSink, semantics: Semantics, diagnostics: Diagnostics<Cuckoo2Code>) {
    this.#semantics = semantics;
    this.#diagnostics = diagnostics;
    this.#emitter = new CallEmitter(sink);
    const wanted = sink.details;
    const hasMore = wanted !== undefined && (wanted.returns || wanted.status || wanted.times);
    this.#shape = new JsonShape(hasMore ? [...CALL_KEYS, ...DETAIL_KEYS] : CALL_KEYS);
    this.#names = this.#emitter.byteSpellings((name) => callNames(name).map((value) => ({ type: 'api', value })));
    this.#texts = this.#emitter.byteSpellings((text) => textFeatures(text, parseReportInteger, semantics), spelledText);
    this.#integers = this.#emitter.integerSpellings((value) => numberFeatures(value, semantics));
  }

  /** Reads the call at the cursor. `id` is its position in the process's list. */
  read(cursor: JsonCursor, at: number, id: number, process: ProcessRecord): void {
    let tid: number | undefined;
    let api = NOTHING;
    let time: number | undefined;
    this.#problems.clear();
    this.#emitter.begin();
    if (cursor.enterObject()) {
      this.#problems.add('arguments');
      const shape = this.#shape;
      for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
        if (slot === ARGUMENTS) this.#readArguments(cursor);
        else if (slot === API) api = this.#readName(cursor);
        else if (slot === TID) tid = toId(cursor.readScalar());
        else if (slot === RETURN_VALUE || slot === STATUS) this.#readResult(cursor, slot);
        else time = toMilliseconds(cursor.readScalar());
      }
      if (api === NOTHING) this.#problems.add('api');
      if (tid === undefined) this.#problems.add('tid');
    } else {
      cursor.skipValue();
      this.#problems.add('call');
    }
    // From here on the call is complete, so that nothing below happens twice.
    const isUsable = api !== NOTHING;
    const thread = isUsable ? (tid === undefined ? process.threadOfUnnamed() : process.thread(tid)) : undefined;
    if (thread === undefined && isUsable) this.#problems.add('threads');
    for (const problem of this.#problems) {
      const [code, message] = PROBLEMS[problem];
      this.#diagnostics.add('warning', code, message, `byte ${at}`);
    }
    if (thread === undefined) process.lost++;
    else {
      process.calls++;
      this.#emitter.end(process.index, thread, id, at, api, 1, undefined, time);
    }
  }

  /** What the call returned, or whether it succeeded: 1 or 0. */
  #readResult(cursor: JsonCursor, slot: number): void {
    if (slot === RETURN_VALUE) {
      const entry = cursor.peek() === QUOTE ? readSpelling(this.#texts, cursor) : this.#valueEntry(cursor.readValue());
      if (entry !== NOTHING) this.#emitter.details?.returns(entry);
      return;
    }
    const value = cursor.readScalar();
    if (value === 0 || value === 1 || typeof value === 'boolean') {
      this.#emitter.details?.status(Number(value) === 1 ? 'success' : 'failure');
    }
  }

  #readName(cursor: JsonCursor): number {
    if (cursor.peek() === QUOTE) return readSpelling(this.#names, cursor);
    cursor.skipValue();
    return NOTHING;
  }

  #readArguments(cursor: JsonCursor): void {
    this.#emitter.forgetArguments();
    if (!cursor.enterObject()) {
      cursor.skipValue();
      this.#problems.add('arguments');
      return;
    }
    this.#problems.delete('arguments');
    const { details } = this.#emitter;
    for (let first = true; cursor.key(first); first = false) {
      const name = details?.wanted.arguments === true ? cursor.text() : '';
      const entry = cursor.peek() === QUOTE ? readSpelling(this.#texts, cursor) : this.#valueEntry(cursor.readValue());
      if (entry === NOTHING) continue;
      this.#emitter.argument(entry);
      if (name !== '') details?.add(name, entry);
    }
  }

  /** Entry of a value that is no text. */
  #valueEntry(value: JsonValue): number {
    if (typeof value === 'object') return this.#emitter.entry(this.#partFeatures(value));
    const integer = this.#toInteger(value);
    return integer === undefined ? NOTHING : this.#integers.entry(integer);
  }

  /** Features of everything in a list or object, or of what is in there. */
  #partFeatures(value: JsonValue): Feature[] {
    if (typeof value === 'object') return Object.values(value ?? {}).flatMap((part) => this.#partFeatures(part));
    if (typeof value === 'string') return textFeatures(value, parseReportInteger, this.#semantics);
    const integer = this.#toInteger(value);
    return integer === undefined ? [] : numberFeatures(integer, this.#semantics);
  }

  #toInteger(value: Exclude<JsonValue, object>): Integer | undefined {
    const integer = typeof value === 'boolean' ? Number(value) : toReportInteger(value);
    if (integer === undefined) this.#problems.add('value');
    return integer;
  }
}

/** Times are seconds since 1970, with a fraction. */
function toMilliseconds(seconds: JsonScalar | undefined): number | undefined {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
