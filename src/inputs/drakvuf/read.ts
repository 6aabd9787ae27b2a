// Phase 1 of a DRAKVUF trace: one pass over the lines. What stays in memory is one entry a thread and twelve bytes a call.

import { ABSENT } from '../../bytes/intern-table.ts';
import { type Line, readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { importNames } from '../../features/api-names.ts';
import { argumentNameAt } from '../../features/argument-positions.ts';
import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { TraceSink, TraceSummary } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { ByteSpellings, TextSpellings } from '../shared/calls/spellings.ts';
import { argumentFeatures, linuxNameFeatures, nameFeatures } from './call-features.ts';
import { CallOrder } from './call-order.ts';
import type { DrakvufCode } from './codes.ts';
import { Guest, isWide } from './guest.ts';
import { JoinedLines } from './joined-lines.ts';
import { qualifyLinuxCall } from './linux-names.ts';
import { GuestModules, toAddress } from './modules.ts';
import { Ancestry, ProcessTable, type ThreadState } from './process-table.ts';
import { LineReader } from './read-line.ts';
import {
  type CallRecord,
  type CallSource,
  type DrakvufRecord,
  type ImportsRecord,
  MODULE_FOUND,
  readRecord,
} from './record.ts';
import { decodeSpelling } from './spelling.ts';
import { type Recorded, summarise } from './summarise.ts';
import { UnreadRecords } from './unread-records.ts';
import { CALL, ODD, PROCESS, UNREAD, UsualLine } from './usual-line.ts';

/** What of a call that was recorded is not used. */
const LOSSES: ReadonlySet<DrakvufCode> = new Set([
  'drakvuf-truncated',
  'drakvuf-line-malformed',
  'drakvuf-line-damaged',
  'drakvuf-call-malformed',
  'drakvuf-too-many-threads',
]);

/** Whether a line names a plugin as a record does. */
function namesPlugin(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).includes('"Plugin"');
}

class DrakvufReader {
  readonly #semantics: Semantics;
  readonly #diagnostics = new Diagnostics<DrakvufCode>();
  readonly #emitter: CallEmitter;
  readonly #table = new ProcessTable();
  readonly #ancestry = new Ancestry();
  readonly #order: CallOrder;
  readonly #guest = new Guest();
  readonly #unread = new UnreadRecords();
  readonly #imports: LocatedFeature[] = [];
  readonly #usual: UsualLine;
  readonly #lines: LineReader;
  readonly #joined = new JoinedLines((line) => this.#addOdd(line, false));
  /** Values and names of usual lines by their bytes, of others by their text. */
  readonly #arguments: ByteSpellings;
  readonly #methods: ByteSpellings;
  readonly #linuxMethods: ByteSpellings;
  readonly #oddArguments: TextSpellings;
  readonly #oddMethods: TextSpellings;
  readonly #oddLinuxMethods: TextSpellings;
  readonly #calls: Record<CallSource, number> = { syscall: 0, apimon: 0, effect: 0 };
  /** Undefined where nobody looks at where calls come from. */
  #modules: GuestModules | undefined;
  readonly #chain = [0];
  #skipped = 0;
  #lostCalls = 0;
  /** Whether something was lost that DRAKVUF wrote: other lines may be a log of another kind. */
  #lostRecords = false;
  #line: Line | undefined;

  constructor(sink: TraceSink, semantics: Semantics) {
    this.#semantics = semantics;
    this.#emitter = new CallEmitter(sink);
    this.#order = new CallOrder(!semantics['drakvuf-numeric-time']);
    if (this.#emitter.wantsCallers) this.#modules = new GuestModules();
    this.#usual = new UsualLine(semantics);
    this.#lines = new LineReader(semantics);
    const decode = (value: string): Feature[] => {
      if (!this.#guest.wide && isWide(value)) this.#guest.wide = true;
      return argumentFeatures(value, semantics);
    };
    this.#arguments = this.#emitter.byteSpellings(decode);
    this.#methods = this.#emitter.byteSpellings(nameFeatures);
    this.#linuxMethods = this.#emitter.byteSpellings(linuxNameFeatures);
    this.#oddArguments = this.#emitter.textSpellings(decode);
    this.#oddMethods = this.#emitter.textSpellings(nameFeatures);
    this.#oddLinuxMethods = this.#emitter.textSpellings(linuxNameFeatures);
  }

  add(line: Line): void {
    if (this.#joined.take(line)) return;
    const usual = this.#usual;
    // Names and results are read by the long way only.
    const kind = line.tooLong || this.#emitter.details !== undefined ? ODD : usual.scan(line.bytes);
    if (kind === CALL) this.#addUsualCall(line);
    else if (kind === UNREAD && !this.#readsModule(usual.unread)) this.#unread.add(usual.unread);
    else if (kind === PROCESS) this.#ancestry.add(usual.ids[0] as number, usual.ids[1] as number);
    else this.#addOdd(line, true);
  }

  /** Whether a record is about a module, and read for where calls come from. */
  #readsModule(unread: string): boolean {
    return unread === MODULE_FOUND && this.#modules !== undefined;
  }

  /** Reads a line that is out of the ordinary; one that goes on in the next waits for it if it `mayWait`. */
  #addOdd(line: Line, mayWait: boolean): void {
    this.#line = line;
    const { records, foreign, repairs, fault, open } = this.#lines.read(line);
    if (open && mayWait) {
      this.#joined.hold(line);
      return;
    }
    if (foreign !== undefined) this.#unread.add(foreign);
    for (const message of repairs) this.#diagnostics.add('warning', 'drakvuf-line-repaired', message, this.#place);
    if (fault !== undefined) {
      this.#complain(fault.code, fault.message);
      this.#lostRecords ||= namesPlugin(line.bytes);
    }
    for (const { entry, at } of records) {
      const lost = this.#lostCalls;
      const record = readRecord(entry, this.#semantics, this.#complain);
      if (record !== undefined) this.#addRecord(record, line.at + at);
      this.#lostRecords ||= this.#lostCalls > lost;
    }
  }

  #addRecord(record: DrakvufRecord, at: number): void {
    switch (record.kind) {
      case 'call':
        this.#addCall(record, at);
        break;
      case 'imports':
        this.#addImports(record);
        break;
      case 'sample':
        this.#ancestry.addSample(record.pid);
        this.#modules?.setSample(record.path);
        break;
      case 'process':
        for (const [pid, ppid] of record.processes) this.#ancestry.add(pid, ppid);
        break;
      case 'unread':
        this.#unread.add(record.name);
        if (record.module !== undefined) this.#modules?.add(record.module);
        break;
    }
  }

  get #place(): string {
    return `byte ${this.#line?.at}`;
  }

  readonly #complain = (code: DrakvufCode, message: string): void => {
    this.#skipped++;
    if (LOSSES.has(code)) this.#lostCalls++;
    this.#diagnostics.add('warning', code, message, this.#place);
  };

  #addCall(call: CallRecord, at: number): void {
    const { source, method, names, values } = call;
    const thread = this.#enter(call.pid, call.ppid, call.tid, source);
    if (thread === undefined) return;
    this.#guest.add(call.linux, call.wide);
    if (call.created !== undefined) this.#ancestry.add(call.created, call.pid);
    const number = this.#order.push(thread.number, source === 'syscall', call.time, thread.latest);
    if (this.#isEarliest(thread, number)) thread.processName = call.processName;
    for (const [position, value] of values.entries()) {
      const entry = this.#oddArguments.entry(value);
      this.#emitter.argument(entry);
      this.#emitter.details?.add(argumentName(method, names[position] ?? ''), entry);
    }
    if (call.returnValue !== '') this.#emitter.details?.returns(this.#oddArguments.entry(call.returnValue));
    const name = call.linux
      ? this.#oddLinuxMethods.entry(qualifyLinuxCall(method, names, values))
      : this.#oddMethods.entry(method);
    this.#endCall(thread, at, name, number, this.#modules && toAddress(call.calledFrom));
  }

  /** As `#addCall`, for the call that `#usual` shows. */
  #addUsualCall(line: Line): void {
    const { source, linux, bytes, ids, nameStart, nameEnd, time, count } = this.#usual;
    this.#line = line;
    const thread = this.#enter(ids[0] as number, ids[1] as number, ids[2] as number, source);
    if (thread === undefined) return;
    this.#guest.add(linux, false);
    const number = this.#order.pushTime(thread.number, source === 'syscall', time);
    if (this.#isEarliest(thread, number)) thread.processName = decodeSpelling(bytes, nameStart, nameEnd);
    for (let i = 1; i <= count; i++) this.#emitter.argument(this.#usualEntry(this.#arguments, i));
    const name = this.#usualEntry(linux ? this.#linuxMethods : this.#methods, 0);
    this.#endCall(thread, line.at, name, number, this.#modules && this.#usualCaller());
  }

  /** The address to which the call of the usual line returns. */
  #usualCaller(): number {
    const { bytes, callerStart, callerEnd } = this.#usual;
    return toAddress(decodeSpelling(bytes, callerStart, callerEnd));
  }

  /** Entry of a value of the usual line. */
  #usualEntry(spellings: ByteSpellings, value: number): number {
    const { bytes, view, starts, ends, hashes } = this.#usual;
    const start = starts[value] as number;
    const end = ends[value] as number;
    const hash = hashes[value] as number;
    const known = spellings.find(view, start, end, hash);
    return known === ABSENT ? spellings.enter(bytes, start, end, hash, decodeSpelling(bytes, start, end)) : known;
  }

  /** Counts a call and returns its thread; undefined, after a complaint, if there are too many threads. */
  #enter(pid: number, ppid: number, tid: number, source: CallSource): ThreadState | undefined {
    const thread = this.#table.enter(pid, ppid, tid, source === 'syscall');
    if (thread === undefined) {
      this.#complain('drakvuf-too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`);
      return undefined;
    }
    this.#calls[source]++;
    if (thread.calls === 1) this.#ancestry.add(pid, ppid);
    this.#emitter.begin();
    return thread;
  }

  /** Notes a call as its thread's latest, and says whether it is the earliest so far. */
  #isEarliest(thread: ThreadState, number: number): boolean {
    thread.latest = number;
    if (thread.earliest >= 0 && this.#order.compare(number, thread.earliest) >= 0) return false;
    thread.earliest = number;
    return true;
  }

  /** `number`: of the call in the order of time. `caller`: a return address; none or 0 where it is not known. */
  #endCall(thread: ThreadState, at: number, name: number, number: number, caller: number | undefined): void {
    this.#chain[0] = caller ?? 0;
    const callers = caller ? this.#chain : undefined;
    const time = this.#order.timeOf(number) / 1000;
    this.#emitter.end(thread.process.number, thread.number, thread.calls - 1, at, name, 1, callers, time);
  }

  #addImports({ dll, functions }: ImportsRecord): void {
    const module = dll.slice(dll.lastIndexOf('\\') + 1);
    for (const [name, value] of functions) {
      if (this.#imports.length >= LIMITS.fileStrings) {
        this.#complain('drakvuf-import-limit', `more than ${LIMITS.fileStrings} imported names; the rest is left out`);
        return;
      }
      for (const symbol of importNames(module, name)) {
        this.#imports.push({ feature: { type: 'import', value: symbol }, address: { type: 'absolute', value } });
      }
    }
  }

  finish(where: string): TraceSummary {
    this.#joined.finish();
    this.#guest.wide ||= this.#usual.wide;
    const recorded: Recorded = {
      semantics: this.#semantics,
      calls: this.#calls,
      imports: this.#imports,
      table: this.#table,
      order: this.#order,
      ancestry: this.#ancestry,
      guest: this.#guest,
      unread: this.#unread,
      modules: this.#modules,
      diagnostics: this.#diagnostics,
      skipped: this.#skipped,
      lostCalls: this.#lostCalls,
      lostRecords: this.#lostRecords,
    };
    return summarise(recorded, where);
  }
}

/** `Arg3` and the like, which say no more than where an argument stands. */
const POSITION = /^Arg(\d{1,2})$/i;

/** The name of an argument; DRAKVUF numbers those of functions that it has no prototype for, from 0. */
function argumentName(method: string, name: string): string {
  const number = POSITION.exec(name)?.[1];
  return number === undefined ? name : (argumentNameAt(method, Number(number)) ?? name);
}

/**
 * Reads the log once into `sink`. Throws CapaxError: `input-empty` without any byte, `report-no-calls` without a call or an
 * import. Everything else that is wrong becomes a diagnostic.
 */
export async function readDrakvuf(source: ByteSource, sink: TraceSink, semantics: Semantics): Promise<TraceSummary> {
  const reader = new DrakvufReader(sink, semantics);
  let empty = true;
  for await (const batch of readLines(source)) {
    empty = false;
    for (const line of batch) reader.add(line);
  }
  if (empty) {
    throw new CapaxError('input-empty', 'The log is empty.', {
      where: source.name,
      hint: 'Download drakmon.log of the analysis again.',
    });
  }
  return reader.finish(source.name);
}
