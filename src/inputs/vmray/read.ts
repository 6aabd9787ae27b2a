// Phase 1 of a VMRay trace: one pass over the function log, after the summary and before the sample's bytes.

import type { XmlCode } from '../../bytes/codes.ts';
import { copyText } from '../../bytes/copy-text.ts';
import { type ByteSource, readHead } from '../../bytes/source.ts';
import { readXml } from '../../bytes/xml-stream.ts';
import { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import type { MissingPart } from '../../features/health.ts';
import type { TraceSink, TraceSummary } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { TextSpellings } from '../shared/calls/spellings.ts';
import type { VmrayFiles } from './archive.ts';
import { integerFeatures, nameFeatures, roleOf, stringFeatures } from './call-features.ts';
import type { VmrayCode } from './codes.ts';
import { globalFeatures, sampleStrings, summaryFeatures } from './file-features.ts';
import { type FlogCall, FlogReader } from './flog.ts';
import { parseVmrayId } from './integer.ts';
import { MonitoredProcesses } from './monitored.ts';
import { type Complain, EMPTY_SUMMARY, readSummary, type VmraySummary } from './summary.ts';

/** Hands the calls of the log to the sink. */
class CallPusher {
  readonly #emitter: CallEmitter;
  readonly #values: Readonly<Record<'number' | 'text', TextSpellings>>;
  readonly #names: TextSpellings;
  readonly #complain: Complain;
  /** Dense numbers of threads, by monitor ids of process and thread. */
  readonly #threads = new Map<number, Map<number, number>>();
  readonly #processes = new Map<number, number>();
  /** Calls of each thread, by its number. */
  readonly #counts: number[] = [];

  constructor(sink: TraceSink, semantics: Semantics, complain: Complain) {
    this.#emitter = new CallEmitter(sink, 'first to last');
    this.#values = {
      number: this.#emitter.textSpellings((text) => integerFeatures(text, semantics)),
      text: this.#emitter.textSpellings((text) => stringFeatures(text, semantics)),
    };
    this.#names = this.#emitter.textSpellings(nameFeatures);
    this.#complain = complain;
  }

  push(call: FlogCall): void {
    const id = parseVmrayId(call.id);
    const process = parseVmrayId(call.process);
    const thread = parseVmrayId(call.thread);
    if (id === undefined || process === undefined || thread === undefined) {
      this.#complain('vmray-call-malformed', 'a call has no usable fncall_id, process_id or thread_id');
      return;
    }
    const number = this.#enter(process, thread);
    if (number === undefined) return;
    this.#emitter.begin();
    for (const parameter of call.inputs) {
      const found = roleOf(parameter);
      if (found === undefined) continue;
      const [role, text] = found;
      const entry = this.#values[role === 'text' ? 'text' : 'number'].entry(text);
      if (role === 'number' && this.#emitter.isEmpty(entry)) {
        this.#complain('vmray-number-malformed', `a parameter of type ${parameter.type} is not an integer`);
      }
      this.#emitter.argument(entry);
    }
    const name = this.#names.entry(call.name);
    this.#emitter.end(this.#processes.get(process) as number, number, id, call.ordinal, name);
  }

  /** The dense number of the thread that makes a call. */
  #enter(process: number, thread: number): number | undefined {
    let threads = this.#threads.get(process);
    let number = threads?.get(thread);
    if (number === undefined) {
      if (this.#counts.length >= LIMITS.traceThreads) {
        this.#complain('vmray-too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`);
        return undefined;
      }
      if (threads === undefined) {
        threads = new Map();
        this.#threads.set(process, threads);
        this.#processes.set(process, this.#processes.size);
      }
      number = this.#counts.push(0) - 1;
      threads.set(thread, number);
    }
    this.#counts[number] = (this.#counts[number] as number) + 1;
    return number;
  }

  /** The dense number of a thread, -1 if it made no call. */
  numberOf(process: number, thread: number): number {
    return this.#threads.get(process)?.get(thread) ?? -1;
  }

  countOf(number: number): number {
    return this.#counts[number] ?? 0;
  }

  get calls(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }
}

/** The summary's text; a summary that is damaged or too large counts as missing. */
async function loadSummary(source: ByteSource | undefined, complain: Complain): Promise<VmraySummary> {
  if (source === undefined) return EMPTY_SUMMARY;
  let bytes: Uint8Array;
  try {
    bytes = await readHead(source, Math.min(source.size ?? 0, LIMITS.vmraySummaryBytes));
    if (bytes.length < (source.size ?? 0)) {
      complain('vmray-summary-malformed', `the summary is longer than ${LIMITS.vmraySummaryBytes} bytes`);
      return EMPTY_SUMMARY;
    }
  } catch (error) {
    if (!(error instanceof CapaxError) || error.code === 'input-encrypted') throw error;
    complain('vmray-summary-malformed', `the summary cannot be read: ${error.message}`);
    return EMPTY_SUMMARY;
  }
  return readSummary(new TextDecoder().decode(bytes), complain);
}

function listMissing(files: VmrayFiles, summary: VmraySummary, hasSample: boolean): MissingPart[] {
  const missing: MissingPart[] = [];
  const add = (part: string, consequence: string): void => {
    missing.push({ part, consequence });
  };
  if (files.summary === undefined || summary === EMPTY_SUMMARY) {
    add('logs/summary_v2.json', 'hashes, os, arch, imports, exports, sections and file-scope strings are unknown');
    return missing;
  }
  if (summary.static === undefined) {
    add(
      'static_data of the sample',
      'import, export and section rules and rules about strings of the sample cannot match',
    );
  } else if (!hasSample) {
    add('the sample itself', 'file-scope string rules do not see the strings of the sample');
  }
  if (summary.processes.length === 0) add('processes', 'only processes that the function log announces are known');
  return missing;
}

/**
 * Reads an analysis once into `sink`. Throws CapaxError: `input-empty`, `input-corrupt`, `report-unsupported-version` and
 * `report-no-processes` where nothing is left to analyse; everything else that is wrong becomes a diagnostic.
 */
export async function readVmray(files: VmrayFiles, sink: TraceSink, semantics: Semantics): Promise<TraceSummary> {
  const diagnostics = new Diagnostics<VmrayCode | XmlCode>();
  let skipped = 0;
  let place = (): string => files.summary?.name ?? files.flog.name;
  const complain: Complain = (code, message) => {
    skipped++;
    diagnostics.add('warning', code, message, place());
  };
  const summary = await loadSummary(files.summary, complain);
  const monitored = new MonitoredProcesses(summary, complain);
  const pusher = new CallPusher(sink, semantics, complain);
  let version = '';
  const reader = new FlogReader({
    wants: () => 'inputs',
    call: (call) => pusher.push(call),
    root: (tag) => {
      version = copyText(tag.attribute('analyzer_version') ?? '');
    },
    monitor: (kind, tag) => monitored.add(kind, tag),
    overflow: () => complain('vmray-call-too-long', `a call has more than ${LIMITS.callParameters} parameters`),
  });
  place = () => `${files.flog.name}, call ${reader.calls}`;
  await readXml(files.flog, reader, diagnostics);
  const processes = monitored.list((process, thread) => pusher.numberOf(process, thread));
  const file = summaryFeatures(summary);
  if (processes.length === 0 && file.length === 0) {
    throw new CapaxError('report-no-processes', 'The analysis monitored no process.', {
      where: files.flog.name,
      hint: 'Check in VMRay that the sample ran, and export the archive of that analysis.',
    });
  }
  const sample = summary.static === undefined ? undefined : files.findSample(summary.sampleId);
  if (sample !== undefined) {
    place = () => sample.name;
    for (const string of await sampleStrings(sample, complain)) file.push(string);
  }
  const listed = processes.flatMap(({ threads }) => threads);
  const calls = listed.reduce((sum, { thread }) => sum + pusher.countOf(thread), 0);
  if (calls < pusher.calls) {
    const message = `${pusher.calls - calls} calls belong to threads or processes that are not listed; they are left out`;
    diagnostics.add('warning', 'vmray-calls-unlisted', message);
  }
  const imageBase = summary.static?.imageBase;
  return {
    hashes: summary.hashes,
    baseAddress: imageBase === undefined ? NO_ADDRESS : { type: 'absolute', value: imageBase },
    globals: globalFeatures(summary),
    file,
    processes,
    lost: { calls: skipped, processes: [] },
    health: {
      producer: 'VMRay',
      ...(version === '' ? {} : { producerVersion: version }),
      ...(summary.sampleType === '' ? {} : { target: summary.sampleType }),
      flavour: 'dynamic',
      processes: processes.length,
      threads: listed.length,
      calls,
      skippedRecords: skipped,
      missing: listMissing(files, summary, sample !== undefined),
      diagnostics: diagnostics.list(),
    },
  };
}
