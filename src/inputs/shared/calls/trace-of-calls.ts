// A log of calls, one after another, as a trace: for inputs that have nothing else to say. What values mean to rules is what they mean in
// the sandboxes' logs.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import { parsePrefixed } from '../../../bytes/python-integer.ts';
import type { Diagnostics } from '../../../diagnostics.ts';
import { NO_ADDRESS } from '../../../features/address.ts';
import { callNames } from '../../../features/api-names.ts';
import type { CallParts } from '../../../features/call.ts';
import type { SampleFacts } from '../../../features/sample.ts';
import type { Trace, TraceSink, TraceSummary } from '../../../features/trace.ts';
import { LIMITS } from '../../../limits.ts';
import type { Semantics } from '../../../semantics.ts';
import { textFeatures } from '../value-features.ts';
import { CallEmitter } from './call-emitter.ts';

/** A call, who made it, and where it stands in the log. */
export interface LoggedCall extends CallParts {
  /** Where it is found again; greater for each call. */
  readonly at: number;
  readonly pid: number;
  /** The parent's pid; default 0. */
  readonly ppid?: number;
  readonly tid: number;
  /** When it was made, in milliseconds from any beginning. */
  readonly ms?: number;
  /** Name of the process, as its first call states it. */
  readonly process?: string;
}

export interface CallLog {
  /** Name of the input, e.g. `call-log`. */
  readonly format: string;
  /** Name of the reader, used in result documents. */
  readonly extractor: string;
  /** The tool that recorded the log. */
  readonly producer: string;
  /** What is known of the sample; what is not given is unknown. */
  readonly facts?: Partial<SampleFacts>;
  /** The calls from the one at `from` on, in order of time in each thread. Asked for several times, and then the same. */
  calls(from: number): AsyncIterable<LoggedCall>;
}

interface LoggedThread {
  readonly thread: number;
  readonly tid: number;
  readonly features: readonly [];
  calls: number;
}

interface LoggedProcess {
  readonly number: number;
  readonly ppid: number;
  readonly pid: number;
  readonly name: string;
  readonly threads: IntegerMap<LoggedThread>;
}

const UNKNOWN: SampleFacts = {
  hashes: { md5: '', sha1: '', sha256: '' },
  baseAddress: NO_ADDRESS,
  globals: [],
  file: [],
};
const UNREADABLE: CallParts = { api: '(unreadable call)' };

/**
 * The log as a trace. Processes are told apart by pid and parent, threads by tid; both are listed in the order of their first calls.
 * Calls of more threads than a trace may have are left out, with a diagnostic.
 */
export function traceOfCalls(
  log: CallLog,
  options: { readonly semantics: Semantics; readonly diagnostics: Diagnostics },
): Trace {
  const { format, extractor } = log;
  return {
    flavour: 'dynamic',
    format,
    extractor,
    read: (sink) => readCalls(log, sink, options),
    describeCalls: (at, receive) => describeCalls(log, at, receive),
  };
}

async function readCalls(
  { producer, facts, calls, format }: CallLog,
  sink: TraceSink,
  { semantics, diagnostics }: Parameters<typeof traceOfCalls>[1],
): Promise<TraceSummary> {
  const emitter = new CallEmitter(sink);
  const names = emitter.textSpellings((name) => callNames(name).map((value) => ({ type: 'api', value })));
  const values = emitter.textSpellings((text) => textFeatures(text, parsePrefixed, semantics));
  const processes = new Map<string, LoggedProcess>();
  let threads = 0;
  let skipped = 0;
  for await (const { at, ppid = 0, pid, tid, process: name = '', ms, api, args = [] } of calls(0)) {
    const key = `${ppid} ${pid}`;
    const process = processes.get(key) ?? { number: processes.size, ppid, pid, name, threads: new IntegerMap() };
    let thread = process.threads.get(tid);
    if (thread === undefined) {
      if (threads === LIMITS.traceThreads) {
        skipped++;
        const message = `calls of more than ${LIMITS.traceThreads} threads are left out`;
        diagnostics.add('warning', `${format}-too-many-threads`, message, `at ${at}`);
        continue;
      }
      thread = { thread: threads++, tid, features: [], calls: 0 };
      process.threads.set(tid, thread);
      processes.set(key, process);
    }
    emitter.begin();
    for (const { name: argument, value } of args) {
      const entry = values.entry(value);
      emitter.argument(entry);
      if (argument !== undefined) emitter.details?.add(argument, entry);
    }
    emitter.end(process.number, thread.thread, thread.calls++, at, names.entry(api), 1, undefined, ms);
  }
  return {
    ...UNKNOWN,
    ...facts,
    processes: Array.from(processes.values(), (process) => ({
      address: { type: 'process', value: [process.ppid, process.pid] },
      name: process.name,
      features: [],
      threads: [...process.threads.values()],
    })),
    lost: { calls: skipped, processes: [] },
    health: {
      flavour: 'dynamic',
      producer,
      processes: processes.size,
      threads,
      calls: emitter.calls,
      skippedRecords: skipped,
      missing: [],
      diagnostics: diagnostics.list(),
    },
  };
}

async function describeCalls(
  { calls }: CallLog,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  if (at.length === 0) return;
  let next = 0;
  for await (const call of calls(at[0] as number)) {
    while (next < at.length && (at[next] as number) <= call.at) {
      receive(next, (at[next] as number) === call.at ? partsOf(call) : UNREADABLE);
      next++;
    }
    if (next === at.length) return;
  }
  // The log is shorter than when it was read.
  for (; next < at.length; next++) receive(next, UNREADABLE);
}

function partsOf({ at: _at, pid: _pid, ppid: _ppid, tid: _tid, process: _process, ...parts }: LoggedCall): CallParts {
  return parts;
}
