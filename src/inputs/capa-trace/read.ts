// Phase 1 of a capa-trace file: one pass over its records. Most of a file are instructions, which are followed where they lie (traced-code.ts).
// What stays in memory is the different code, a little for each thread and module, the records of calls that have begun and not returned, and
// 16 bytes for each call.

import type { Line, LinePasser } from '../../bytes/lines.ts';
import type { Diagnostics, Severity } from '../../diagnostics.ts';
import type { TraceSink } from '../../features/trace.ts';
import { checkFields } from '../../formats/capa-trace/check-fields.ts';
import { addressOfText } from '../../formats/capa-trace/instruction-record.ts';
import { parseRecord } from '../../formats/capa-trace/read-records.ts';
import { RECORD_FIELDS } from '../../formats/capa-trace/records.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import type { SplitCalls } from '../shared/calls/split-calls.ts';
import { RecordedCalls } from '../shared/executed/recorded-calls.ts';
import type { NativeCode } from '../shared/native/open-program.ts';
import type { CapaTraceCode } from './codes.ts';
import {
  asKnown,
  type CallRecord,
  type CodeRecord,
  type HeaderRecord,
  type KnownRecord,
  type ReturnRecord,
} from './records.ts';
import { type OpenCall, type TracedThread, TraceTasks } from './trace-tasks.ts';
import { TracedCode } from './traced-code.ts';

/** The beginning of most lines, as the records of JSON libraries that keep the order of keys are written. */
const INSTRUCTION = Uint8Array.from('{"t":"i",', (char) => char.charCodeAt(0));
/** Calls without a name that are looked up in the modules of their process. */
const MOST_LOOKED_UP = 1000;
/**
 * Bytes that have to be there for a line to be read where it lies: engines make code slower for good once it has looked behind the end of an
 * array, and lines are seldom as long.
 */
const MOST_PASSED = 2048;
const LINE_FEED = 0x0a;
/** Open calls of one thread; beyond them the outermost are given up. */
const MOST_OPEN = 256;

/** How instructions are followed. */
export interface CodeOptions {
  /** The program, where it is known. */
  readonly sample: NativeCode | undefined;
  /** How many at most. */
  readonly maxInstructions: number;
}

export class CapaTraceReader {
  readonly calls: RecordedCalls;
  readonly tasks: TraceTasks = new TraceTasks();
  header: HeaderRecord | undefined;
  /** Instructions and blocks. */
  executed = 0;
  /** Lines that could not be used, and those of them that were calls. */
  skipped = 0;
  lostCalls = 0;
  hasEnd = false;
  /** What became of instructions; undefined before there is a header, and for machines whose code is not taken apart. */
  code: TracedCode | undefined;
  readonly passer: LinePasser = {
    mayPass: (bytes, from, end) => end - from >= MOST_PASSED && isInstruction(bytes, from),
    pass: (bytes, from, end) => {
      if (this.#passesOver()) {
        const lineEnd = bytes.indexOf(LINE_FEED, from);
        if (lineEnd >= 0) this.executed++;
        return lineEnd;
      }
      const lineEnd = this.code?.pass(bytes, from, end) ?? -1;
      if (lineEnd >= 0) this.executed++;
      return lineEnd;
    },
  };
  readonly #options: CodeOptions;
  readonly #diagnostics: Diagnostics<CapaTraceCode>;
  readonly #splits: SplitCalls;
  #openText = 0;
  /** Calls without a name that were looked up. */
  #lookedUp = 0;
  #at = 0;

  /** `splits` learns where calls that return begin. */
  constructor(
    sink: TraceSink,
    diagnostics: Diagnostics<CapaTraceCode>,
    splits: SplitCalls,
    semantics: Semantics,
    options: CodeOptions,
  ) {
    this.calls = new RecordedCalls(sink, semantics, () => this.header?.os ?? '');
    this.#options = options;
    this.#diagnostics = diagnostics;
    this.#splits = splits;
  }

  /** Takes the next line. */
  add({ bytes, at, complete, tooLong }: Line): void {
    this.#at = at;
    if (bytes.length === 0) return;
    if (isInstruction(bytes, 0) && this.#passesOver()) {
      this.executed++;
      return;
    }
    const record = tooLong ? undefined : parseRecord(bytes);
    if (record === undefined) {
      if (complete || tooLong) this.#complain('warning', 'capatrace-record-malformed', 'a line is no record');
      else this.#complain('warning', 'capatrace-truncated', 'the file ends in the middle of a record');
      return;
    }
    // Later versions may have other kinds.
    if (!RECORD_FIELDS.has(String(record['t']))) return;
    const [wrong] = checkFields(record);
    if (wrong === undefined) {
      this.#take(asKnown(record));
      return;
    }
    if (record['t'] === 'call') this.lostCalls++;
    this.#complain(
      'warning',
      'capatrace-record-malformed',
      `a record of ${String(record['t'])} is of no use: ${wrong}`,
    );
  }

  /** Whether instructions are only counted: nobody knows the machine, or there were as many as were asked for. */
  #passesOver(): boolean {
    return this.code === undefined || this.executed >= this.#options.maxInstructions;
  }

  /** Instructions and blocks beyond as many as were asked for. */
  get passedOver(): number {
    return this.code === undefined ? 0 : Math.max(0, this.executed - this.#options.maxInstructions);
  }

  /** The file is over: what has not returned never will. */
  finish(): void {
    this.code?.end();
    for (const { threads } of this.tasks.processes) {
      for (const thread of threads) this.#giveUp(thread, 0);
    }
    if (!this.hasEnd && this.header !== undefined) {
      this.#diagnostics.add(
        'warning',
        'capatrace-truncated',
        'the file has no end: it was cut, or its writer was stopped',
      );
    }
  }

  #complain(severity: Severity, code: CapaTraceCode, message: string): void {
    this.skipped++;
    this.#diagnostics.add(severity, code, message, `byte ${this.#at}`);
  }

  #take(record: KnownRecord): void {
    switch (record.t) {
      case 'header':
        if (this.header !== undefined) break;
        this.header = record;
        this.code = TracedCode.of(record, this.tasks, {
          sample: this.#options.sample,
          observesNumbers: this.calls.wantsObserved,
        });
        break;
      case 'process':
        this.tasks.startProcess(record);
        break;
      case 'thread':
        this.#endThread(record.tid);
        this.tasks.startThread(record.pid, record.tid);
        break;
      case 'thread_end':
        this.#endThread(record.tid);
        break;
      case 'module':
        this.tasks.process(record.pid)?.load(record);
        break;
      case 'call':
        this.#begin(record);
        break;
      case 'ret':
        this.#end(record);
        break;
      case 'gap': {
        this.code?.lose(record.tid);
        const message = `the recorder lost something: ${record.reason ?? ''}`;
        this.#diagnostics.add('warning', 'capatrace-gap', message, `byte ${this.#at}`);
        break;
      }
      case 'i':
      case 'bb':
      case 'x':
        if (!this.#passesOver()) this.#follow(record);
        this.executed++;
        break;
      case 'end':
        this.hasEnd = true;
        break;
      case 'leave':
        this.code?.lose(record.tid);
        break;
      case 'exception':
      case 'note':
        break;
    }
  }

  #follow(record: CodeRecord): void {
    switch (record.t) {
      case 'i':
        this.code?.take(record);
        break;
      case 'bb':
        this.code?.takeBlock(record);
        break;
      case 'x':
        this.code?.cover(record);
        break;
    }
  }

  #endThread(tid: number): void {
    const thread = this.tasks.running(tid);
    if (thread === undefined) return;
    this.#giveUp(thread, 0);
    thread.hasEnded = true;
  }

  #begin(call: CallRecord): void {
    const observed = this.#passesOver() ? [] : (this.code?.call(call) ?? []);
    const thread = this.tasks.thread(call.tid);
    if (thread === undefined) {
      this.lostCalls++;
      const message = `calls of more than ${LIMITS.traceThreads} threads are left out`;
      this.#complain('warning', 'capatrace-too-many-threads', message);
      return;
    }
    if (this.executed > 0 && isNameless(call) && this.#lookedUp++ < MOST_LOOKED_UP)
      this.#complainIfUnfollowed(thread, call);
    if (thread.open.length === MOST_OPEN) this.#close(thread, thread.open.shift() as OpenCall, undefined);
    const size = sizeOf(call);
    if (this.#openText + size > LIMITS.openCallText) {
      const message = `calls with more than ${LIMITS.openCallText} characters have begun and not returned`;
      this.#diagnostics.add('warning', 'capatrace-too-many-open-calls', message, `byte ${this.#at}`);
      this.calls.emit(thread, call, this.#at, undefined, observed);
      return;
    }
    this.#openText += size;
    thread.open.push({ call, at: this.#at, size, observed });
  }

  #complainIfUnfollowed({ process }: TracedThread, { to }: CallRecord): void {
    if (process.holds(addressOfText(to))) return;
    const message =
      'calls went to memory without a file whose code the recorder did not follow: what it does cannot match';
    this.#diagnostics.add('warning', 'capatrace-not-followed', message, `${to}, byte ${this.#at}`);
  }

  /** A return closes its call; what was called since, and has not returned, never will. */
  #end(returned: ReturnRecord): void {
    const thread = this.tasks.running(returned.tid);
    const index = thread?.open.findLastIndex(({ call }) => call.id === returned.call) ?? -1;
    if (thread === undefined || index < 0) {
      const message = 'a call returns whose beginning is not in the file';
      this.#diagnostics.add('note', 'capatrace-beginning-missing', message, `byte ${this.#at}`);
      return;
    }
    this.#giveUp(thread, index + 1);
    this.#close(thread, thread.open.pop() as OpenCall, returned);
  }

  /** Closes the open calls from an index on: the innermost first. */
  #giveUp(thread: TracedThread, from: number): void {
    while (thread.open.length > from) this.#close(thread, thread.open.pop() as OpenCall, undefined);
  }

  #close(thread: TracedThread, { call, at, size, observed }: OpenCall, returned: ReturnRecord | undefined): void {
    this.#openText -= size;
    if (returned !== undefined) this.#splits.add(at, this.#at);
    this.calls.emit(thread, call, returned === undefined ? at : this.#at, returned, observed);
  }
}

function isInstruction(bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < INSTRUCTION.length; at++) if (bytes[from + at] !== INSTRUCTION[at]) return false;
  return true;
}

/** UTF-16 units of a call, and something for each of its parts. */
function sizeOf({ args = [], name, module }: CallRecord): number {
  return args.reduce(
    (sum, { n = '', val = '', str = '', buf = '' }) => sum + n.length + val.length + str.length + buf.length + 64,
    256 + (name ?? '').length + (module ?? '').length,
  );
}

function isNameless({ name, module }: CallRecord): boolean {
  return (name ?? '') === '' && (module ?? '') === '';
}
