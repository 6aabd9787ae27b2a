// Phase 1 of a DRAKVUF trace: one pass over the lines. What stays in memory is one entry a thread and twelve bytes a call.

import { ABSENT } from '../../bytes/intern-table.ts';
import { type Line, readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import { importNames } from '../../features/api-names.ts';
import type { Feature } from '../../features/feature.ts';
import type { MissingPart } from '../../features/health.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { TraceProcess, TraceSink, TraceSummary } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { ByteSpellings, TextSpellings } from '../shared/calls/spellings.ts';
import { argumentFeatures, nameFeatures } from './call-features.ts';
import { CallOrder } from './call-order.ts';
import type { DrakvufCode } from './codes.ts';
import { Ancestry, listThreads, ProcessTable, type ThreadState } from './process-table.ts';
import { type CallRecord, type ImportsRecord, readRecord } from './record.ts';
import { decodeSpelling } from './spelling.ts';
import { CALL, NOTHING, ODD, PROCESS, UsualLine } from './usual-line.ts';

class DrakvufReader {
  readonly #diagnostics = new Diagnostics<DrakvufCode>();
  readonly #emitter: CallEmitter;
  readonly #table = new ProcessTable();
  readonly #ancestry = new Ancestry();
  readonly #order: CallOrder;
  readonly #imports: LocatedFeature[] = [];
  readonly #usual = new UsualLine();
  /** Values and names of usual lines by their bytes, of others by their text. */
  readonly #arguments: ByteSpellings;
  readonly #methods: ByteSpellings;
  readonly #oddArguments: TextSpellings;
  readonly #oddMethods: TextSpellings;
  #apiCalls = 0;
  #systemCalls = 0;
  #skipped = 0;
  #line: Line | undefined;

  constructor(sink: TraceSink, semantics: Semantics) {
    this.#emitter = new CallEmitter(sink);
    this.#order = new CallOrder(!semantics['drakvuf-numeric-time']);
    const decode = (value: string): Feature[] => argumentFeatures(value, semantics);
    this.#arguments = this.#emitter.byteSpellings(decode);
    this.#methods = this.#emitter.byteSpellings(nameFeatures);
    this.#oddArguments = this.#emitter.textSpellings(decode);
    this.#oddMethods = this.#emitter.textSpellings(nameFeatures);
  }

  add(line: Line): void {
    this.#line = line;
    const usual = this.#usual;
    const kind = line.tooLong ? ODD : usual.scan(line.bytes);
    if (kind === NOTHING) return;
    if (kind === CALL) this.#addUsualCall(line.at);
    else if (kind === PROCESS) this.#ancestry.add(usual.ids[0] as number, usual.ids[1] as number);
    else this.#addOdd(line);
  }

  #addOdd(line: Line): void {
    const record = readRecord(line, this.#complain);
    switch (record?.kind) {
      case 'call':
        this.#addCall(record, line.at);
        break;
      case 'imports':
        this.#addImports(record);
        break;
      case 'sample':
        this.#ancestry.addSample(record.pid);
        break;
      case 'process':
        for (const [pid, ppid] of record.processes) this.#ancestry.add(pid, ppid);
        break;
      case undefined:
        break;
    }
  }

  readonly #complain = (code: DrakvufCode, message: string): void => {
    this.#skipped++;
    this.#diagnostics.add('warning', code, message, `byte ${this.#line?.at}`);
  };

  #addCall(call: CallRecord, at: number): void {
    const thread = this.#enter(call.pid, call.ppid, call.tid, call.api);
    if (thread === undefined) return;
    const number = this.#order.push(thread.number, call.api, call.time, thread.latest);
    if (this.#isEarliest(thread, number)) thread.processName = call.processName;
    for (const value of call.values) this.#emitter.argument(this.#oddArguments.entry(value));
    this.#endCall(thread, at, this.#oddMethods.entry(call.method));
  }

  /** As `#addCall`, for the call that `#usual` shows. */
  #addUsualCall(at: number): void {
    const { api, bytes, ids, nameStart, nameEnd, time, count } = this.#usual;
    const thread = this.#enter(ids[0] as number, ids[1] as number, ids[2] as number, api);
    if (thread === undefined) return;
    const number = this.#order.pushTime(thread.number, api, time);
    if (this.#isEarliest(thread, number)) thread.processName = decodeSpelling(bytes, nameStart, nameEnd);
    for (let i = 1; i <= count; i++) this.#emitter.argument(this.#usualEntry(this.#arguments, i));
    this.#endCall(thread, at, this.#usualEntry(this.#methods, 0));
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
  #enter(pid: number, ppid: number, tid: number, api: boolean): ThreadState | undefined {
    const thread = this.#table.enter(pid, ppid, tid, api);
    if (thread === undefined) {
      this.#complain('drakvuf-too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`);
      return undefined;
    }
    if (api) this.#apiCalls++;
    else this.#systemCalls++;
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

  #endCall(thread: ThreadState, at: number, name: number): void {
    this.#emitter.end(thread.process.number, thread.number, thread.calls - 1, at, name);
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
    const calls = this.#apiCalls + this.#systemCalls;
    if (calls === 0 && this.#imports.length === 0) {
      throw new CapaxError('report-no-calls', 'The log holds no call that DRAKVUF recorded.', {
        where,
        hint: 'Give drakmon.log of an analysis with the plugins apimon or syscalls switched on.',
      });
    }
    if (this.#order.unreadable > 0) {
      const message = `${this.#order.unreadable} calls have no readable time stamp and keep their place in the log`;
      this.#diagnostics.add('warning', 'drakvuf-time-malformed', message);
    }
    return {
      hashes: { md5: '', sha1: '', sha256: '' },
      baseAddress: NO_ADDRESS,
      // DRAKVUF itself supports only 64-bit Windows guests for these plugins; the log does not say.
      globals: [
        { type: 'format', value: 'pe' },
        { type: 'os', value: 'windows' },
        { type: 'arch', value: 'amd64' },
      ],
      file: this.#imports,
      processes: this.#listProcesses(),
      lost: { calls: this.#skipped, processes: [] },
      health: {
        producer: 'DRAKVUF',
        flavour: 'dynamic',
        processes: this.#table.processCount,
        threads: this.#table.threadCount,
        calls,
        skippedRecords: this.#skipped,
        missing: this.#listMissing(),
        diagnostics: this.#diagnostics.list(),
      },
    };
  }

  #listProcesses(): TraceProcess[] {
    const orders = this.#order.sort(this.#table.threadCount);
    const sample = this.#ancestry.fromSample();
    return this.#table.list().map((process) => {
      const address = { type: 'process', value: [process.ppid, process.pid] } as const;
      const threads = listThreads(process);
      const name = threads[0]?.processName ?? '';
      return {
        address,
        name,
        features: [{ feature: { type: 'string', value: name }, address }],
        threads: threads.map((thread) => {
          const order = orders[thread.number];
          return { thread: thread.number, tid: thread.tid, features: [], ...(order === undefined ? {} : { order }) };
        }),
        ...(sample === undefined ? {} : { fromSample: sample.has(process.pid) }),
      };
    });
  }

  #listMissing(): MissingPart[] {
    const missing: MissingPart[] = [
      { part: 'hashes of the sample', consequence: 'the log cannot be matched with a file by its hash' },
    ];
    if (this.#apiCalls === 0) {
      missing.push({ part: 'apimon calls', consequence: 'rules see no user-mode functions, only system calls' });
    }
    if (this.#systemCalls === 0) {
      missing.push({ part: 'syscall calls', consequence: 'rules see no system calls' });
    }
    if (this.#imports.length === 0) {
      missing.push({ part: 'apimon dll_loaded records', consequence: 'file-scope import rules cannot match' });
    }
    if (this.#ancestry.fromSample() === undefined) {
      missing.push({
        part: 'inject record',
        consequence: 'the processes of the sample cannot be told from those of the system',
      });
    }
    return missing;
  }
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
