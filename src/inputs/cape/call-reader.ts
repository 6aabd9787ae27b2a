// One call of a CAPE report -> the sink (spec dynamic.md sections 2.5 and 2.6: arguments last to first, then the name). Where the
// reference refuses a whole report for one odd value, only that argument or call is left out here, and recorded.
//
// Hot file: runs for every call. Nothing is built for a call whose values have been met before; measured with
// `npm run bench -- speed`.

import type { JsonCursor } from '../../bytes/json-cursor.ts';
import { END, FIRST, JsonShape } from '../../bytes/json-shape.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { callNames } from '../../features/api-names.ts';
import { NOTHING_WANTED, type WantedOfCalls } from '../../features/details.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceSink } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import type { CallDetails } from '../shared/calls/call-details.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { ByteSpellings, IntegerSpellings } from '../shared/calls/spellings.ts';
import { parseReportInteger, toId, toReportInteger } from '../shared/report/integers.ts';
import { readAddress } from '../shared/report/read-address.ts';
import { RepeatedNames } from '../shared/report/read-name.ts';
import { readSpelling, spelledText } from '../shared/report/read-spelling.ts';
import { numberFeatures, textFeatures } from '../shared/value-features.ts';
import type { CapeCode } from './codes.ts';
import { LinuxGuest } from './linux-guest.ts';
import { MemoryCalls } from './memory-calls.ts';
import type { ProcessRecord } from './process-record.ts';
import { ReportClock } from './report-clock.ts';

const CALL_KEYS = ['thread_id', 'api', 'arguments', 'repeated'];
/** Read where it is looked at where calls come from. */
const CALLER_KEYS = ['caller', 'parentcaller'];
/** And those that are looked at where rules ask for results or times. */
const RESULT_KEYS = ['return', 'status'];
const TIME_KEY = 'timestamp';
const THREAD = 1;
const API = 2;
const ARGUMENTS = 3;
const REPEATED = 4;
const RETURN = 5;
const ARGUMENT_KEYS = ['value'];
const NAMED_KEYS = [...ARGUMENT_KEYS, 'name'];
const VALUE = 1;

const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const NOTHING = -1;

/** Digits of an id that is read without decoding. */
const MAX_SHORT_ID = 9;

/** Names that only Windows has. */
const WINDOWS_NAME = /^(?:Nt|Zw|Ldr|Rtl|Reg)[A-Z]/;

/** What can be wrong with a call, as bits. */
const PROBLEMS = {
  argument: 1,
  value: 2,
  arguments: 4,
  threadId: 8,
  api: 16,
  call: 32,
  threads: 64,
  unnamed: 128,
} as const;
/** Those that leave nothing to give to the sink. */
const UNUSABLE = PROBLEMS.threadId | PROBLEMS.api | PROBLEMS.call;
/** What calls without a thread are counted for. */
const UNNAMED = 'calls that do not say which thread made them are taken for those of one thread of their process';
/** Bit, code and words of each. */
const MESSAGES: readonly (readonly [number, CapeCode, string])[] = [
  [PROBLEMS.argument, 'cape-argument-malformed', 'an argument is no object or has no value and is left out'],
  [
    PROBLEMS.value,
    'cape-argument-malformed',
    'the value of an argument is neither text nor an integer and is left out',
  ],
  [PROBLEMS.arguments, 'cape-call-malformed', 'the arguments of a call are missing or no list'],
  [PROBLEMS.threadId, 'cape-call-malformed', 'a call without a usable thread_id is left out'],
  [PROBLEMS.api, 'cape-call-malformed', 'a call without an api name is left out'],
  [PROBLEMS.call, 'cape-call-malformed', 'a call that is no object is left out'],
  [PROBLEMS.unnamed, 'cape-call-without-thread', UNNAMED],
  [PROBLEMS.threads, 'cape-too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`],
];

export class CallReader {
  /** Calls that stand for several in a row, and how many these were. */
  foldedRecords = 0;
  foldedCalls = 0;
  /** Whether a name was met that only Windows has. */
  looksLikeWindows = false;
  readonly #diagnostics: Diagnostics<CapeCode>;
  /** What calls say about memory; undefined where nobody looks at where calls come from. */
  readonly memory: MemoryCalls | undefined;
  readonly #callShape: JsonShape;
  /** The member that is the time, and that from which on return addresses stand. */
  readonly #timeKey: number;
  readonly #firstCaller: number;
  readonly #argumentShape = new JsonShape(ARGUMENT_KEYS);
  /** Of arguments whose names are read. */
  readonly #namedShape = new JsonShape(NAMED_KEYS);
  readonly #details: CallDetails | undefined;
  /** What is asked for of the current call: of any, until its function is known. */
  #wanted: WantedOfCalls = NOTHING_WANTED;
  readonly #clock = new ReportClock();
  readonly #argumentNames = new RepeatedNames();
  readonly #functionNames = new RepeatedNames();
  readonly #emitter: CallEmitter;
  readonly #linux: LinuxGuest;
  readonly #platform: () => string | undefined;
  readonly #assumeThreads: boolean;
  readonly #countsRepeats: boolean;
  readonly #names: ByteSpellings;
  readonly #texts: ByteSpellings;
  readonly #integers: IntegerSpellings;
  /** Of the current call: who made it, its name's entry and, where it may be a Linux call, text, and what is wrong with it. */
  #threadId = NOTHING;
  #api = NOTHING;
  #repeated = 0;
  #name = '';
  /** When it was made, in milliseconds. */
  #time: number | undefined;
  #isLinux = false;
  #problems = 0;
  /** Return addresses of the current call, innermost first. */
  readonly #callers = [0, 0];
  /** The process of the current call, and whether its calls are those of a Linux guest: undefined where each has to show it. */
  #process: ProcessRecord | undefined;
  #isLinuxGuest: boolean | undefined;

  /** `platform` is what the report has said of the guest's system by now; it is asked at the first call of a process. */
  constructor(
    sink: TraceSink,
    semantics: Semantics,
    diagnostics: Diagnostics<CapeCode>,
    platform: () => string | undefined,
  ) {
    this.#diagnostics = diagnostics;
    this.#assumeThreads = semantics['calls-without-thread'];
    this.#countsRepeats = semantics['repeated-calls'];
    this.#platform = platform;
    this.#emitter = new CallEmitter(sink);
    const { details, wantsCallers } = this.#emitter;
    this.#details = details;
    this.memory = wantsCallers ? new MemoryCalls() : undefined;
    const { returns = false, status = false, times = false } = details?.wanted ?? {};
    const keys = [...CALL_KEYS, ...(returns || status ? RESULT_KEYS : [])];
    this.#timeKey = times ? keys.push(TIME_KEY) : NOTHING;
    this.#firstCaller = keys.length + 1;
    this.#callShape = new JsonShape(wantsCallers ? [...keys, ...CALLER_KEYS] : keys);
    this.#linux = new LinuxGuest(this.#emitter, semantics);
    this.#names = this.#emitter.byteSpellings((name) => this.#decodeName(name));
    this.#texts = this.#emitter.byteSpellings((text) => textFeatures(text, parseReportInteger, semantics), spelledText);
    this.#integers = this.#emitter.integerSpellings((value) => numberFeatures(value, semantics));
  }

  /** Reads the call at the cursor. `id` is its position in the process's list. */
  read(cursor: JsonCursor, at: number, id: number, process: ProcessRecord): void {
    if (process !== this.#process) this.#enter(process);
    const start = cursor.pos;
    this.#readParts(cursor, this.#isLinuxGuest === true);
    if (this.#isLinuxGuest === undefined && this.#threadId === NOTHING && LinuxGuest.isLikely(this.#name)) {
      cursor.pos = start;
      this.#readParts(cursor, true);
    }
    // From here on the call is complete, so that nothing below happens twice.
    const thread = (this.#problems & UNUSABLE) === 0 ? this.#threadOf(process) : NOTHING;
    if (thread === undefined) this.#problems |= PROBLEMS.threads;
    if (this.#problems !== 0) this.#report(at);
    if (thread === undefined || thread === NOTHING) process.lost++;
    else {
      process.calls++;
      this.#emitter.end(process.index, thread, id, at, this.#api, this.#count(), this.#chain(), this.#time);
      this.memory?.take(cursor, start, this.#name, process);
    }
  }

  /** The reference knows no Linux guests: where it is followed, calls are read as those of any other. */
  #enter(process: ProcessRecord): void {
    this.#process = process;
    const platform = this.#assumeThreads ? this.#platform() : '';
    this.#isLinuxGuest = platform === undefined ? undefined : platform === 'linux';
  }

  /** The return addresses of the current call; undefined where none is known. */
  #chain(): readonly number[] | undefined {
    if (this.memory === undefined) return undefined;
    const [caller, parent] = this.#callers;
    if (parent !== 0) return this.#callers;
    return caller === 0 ? undefined : this.#callers.slice(0, 1);
  }

  #threadOf(process: ProcessRecord): number | undefined {
    if (this.#threadId !== NOTHING) return process.thread(this.#threadId);
    this.#problems |= PROBLEMS.unnamed;
    return process.threadOfUnnamed();
  }

  /** How many calls in a row this one stands for. */
  #count(): number {
    if (this.#repeated <= 0 || !this.#countsRepeats) return 1;
    this.foldedRecords++;
    this.foldedCalls += this.#repeated + 1;
    return Math.min(this.#repeated + 1, LIMITS.foldedCalls);
  }

  /** Reads the parts of the call at the cursor, as they are written for a Linux guest or for another. */
  #readParts(cursor: JsonCursor, isLinux: boolean): void {
    this.#threadId = NOTHING;
    this.#api = NOTHING;
    this.#repeated = 0;
    this.#name = '';
    if (this.memory !== undefined) this.#callers.fill(0);
    this.#time = undefined;
    this.#problems = PROBLEMS.arguments;
    this.#isLinux = isLinux;
    this.#wanted = this.#details?.wanted ?? NOTHING_WANTED;
    this.#emitter.begin();
    if (isLinux) this.#linux.begin();
    if (!cursor.enterObject()) {
      cursor.skipValue();
      this.#problems = PROBLEMS.call;
      return;
    }
    const shape = this.#callShape;
    for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
      if (slot === ARGUMENTS) this.#readArguments(cursor);
      else if (slot === API) this.#readFunction(cursor);
      else if (slot === THREAD) this.#threadId = readId(cursor);
      else if (slot === REPEATED) this.#repeated = readId(cursor);
      else if (slot >= this.#firstCaller) this.#callers[slot - this.#firstCaller] = readAddress(cursor);
      else if (slot === this.#timeKey) this.#time = this.#clock.read(cursor);
      else this.#readResult(cursor, slot);
    }
    if (this.#api === NOTHING) this.#problems |= PROBLEMS.api;
    else if (isLinux) this.#api = this.#linux.name(this.#name);
    if (this.#threadId === NOTHING && !this.#assumeThreads) this.#problems |= PROBLEMS.threadId;
  }

  #readArguments(cursor: JsonCursor): void {
    this.#emitter.forgetArguments();
    if (!cursor.enterList()) {
      cursor.skipValue();
      this.#problems |= PROBLEMS.arguments;
      return;
    }
    this.#problems &= ~PROBLEMS.arguments;
    const shape = this.#wanted.arguments ? this.#namedShape : this.#argumentShape;
    for (let first = true; cursor.element(first); first = false) {
      let entry = NOTHING;
      let found = false;
      if (cursor.enterObject()) {
        let name = '';
        for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
          if (slot === VALUE) {
            entry = this.#readValue(cursor);
            found = true;
          } else if (cursor.peek() === QUOTE) name = this.#readArgumentName(cursor);
          else cursor.skipValue();
        }
        if (name !== '' && entry !== NOTHING) this.#details?.add(name, entry);
      } else {
        cursor.skipValue();
      }
      if (!found) this.#problems |= PROBLEMS.argument;
      if (entry !== NOTHING) this.#emitter.argument(entry);
    }
  }

  /** The name of an argument; empty for one that nobody asks for, as far as that is known already. */
  #readArgumentName(cursor: JsonCursor): string {
    const names = this.#argumentNames;
    const number = names.readNumber(cursor);
    if (number === NOTHING) return cursor.text();
    if (this.#details === undefined || this.#api === NOTHING || this.#isLinux) return names.textOf(number);
    return this.#details.isAsked(number, names) ? names.textOf(number) : '';
  }

  /** What the call returned, or whether it succeeded. */
  #readResult(cursor: JsonCursor, slot: number): void {
    const { returns, status } = this.#wanted;
    if (!returns && !status) cursor.skipValue();
    else if (slot === RETURN) {
      const entry = this.#readValue(cursor);
      if (entry !== NOTHING) this.#details?.returns(entry);
    } else {
      const value = cursor.readScalar();
      if (typeof value === 'boolean') this.#details?.status(value ? 'success' : 'failure');
    }
  }

  /** The name of the function, which says what else of the call is read. Those of Linux calls are not what is written. */
  #readFunction(cursor: JsonCursor): void {
    this.#api = this.#readName(cursor);
    if (this.#details !== undefined && this.#api !== NOTHING && !this.#isLinux) {
      this.#wanted = this.#details.wantedOf(this.#api);
    }
  }

  #readName(cursor: JsonCursor): number {
    if (cursor.peek() === QUOTE) {
      const name = readSpelling(this.#names, cursor);
      const isUnclear = this.#isLinuxGuest !== false && (this.#isLinux || this.#threadId === NOTHING);
      if (isUnclear || this.memory !== undefined) this.#name = this.#functionNames.lastOf(cursor);
      return name;
    }
    cursor.skipValue();
    return NOTHING;
  }

  /** Entry of the features that a value stands for. */
  #readValue(cursor: JsonCursor): number {
    const byte = cursor.peek();
    if (byte === QUOTE && this.#isLinux) {
      cursor.readString();
      return this.#linux.argument(cursor.text());
    }
    if (byte === QUOTE) return readSpelling(this.#texts, cursor);
    if (byte === OPEN_LIST) {
      const start = cursor.pos;
      cursor.pos++;
      if (cursor.peek() === CLOSE_LIST) {
        cursor.pos++;
        return NOTHING;
      }
      cursor.pos = start;
    }
    const value = cursor.readScalar();
    const integer = typeof value === 'boolean' ? Number(value) : toReportInteger(value);
    if (integer !== undefined) return this.#integers.entry(integer);
    this.#problems |= PROBLEMS.value;
    return NOTHING;
  }

  #decodeName(name: string): Feature[] {
    this.looksLikeWindows ||= WINDOWS_NAME.test(name);
    return callNames(name).map((value) => ({ type: 'api', value }));
  }

  #report(at: number): void {
    for (const [bit, code, message] of MESSAGES) {
      if ((this.#problems & bit) !== 0) this.#diagnostics.add('warning', code, message, `byte ${at}`);
    }
  }
}

/** Id at the cursor, or NOTHING. */
function readId(cursor: JsonCursor): number {
  if (cursor.peek() !== QUOTE) return toId(cursor.readScalar()) ?? NOTHING;
  cursor.readString();
  const { bytes, textStart, textEnd } = cursor;
  if (textEnd - textStart > MAX_SHORT_ID) return toId(cursor.text()) ?? NOTHING;
  let id = 0;
  for (let at = textStart; at < textEnd; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return toId(cursor.text()) ?? NOTHING;
    id = id * 10 + digit;
  }
  return textEnd > textStart ? id : NOTHING;
}
