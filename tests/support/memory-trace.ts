// A trace in memory: what a test writes down becomes a Trace, and the same facts in the reference evaluator's form.

import type { Address, ProcessAddress } from '../../src/features/address.ts';
import type { MappedMemory } from '../../src/features/callers.ts';
import type { Feature } from '../../src/features/feature.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import type { Trace, TraceSink, TraceSummary } from '../../src/features/trace.ts';

export interface MemoryCall {
  readonly features: readonly Feature[];
  /** How many calls it stands for; default 1. */
  readonly times?: number;
  /** Return addresses, innermost first. */
  readonly callers?: readonly number[] | undefined;
  /** When it was made, in milliseconds. */
  readonly time?: number;
}

export interface MemoryThread {
  readonly tid: number;
  readonly features?: readonly LocatedFeature[];
  readonly calls: readonly MemoryCall[];
}

export interface MemoryProcess extends MappedMemory {
  readonly ppid?: number;
  readonly pid: number;
  readonly features?: readonly Feature[];
  /** Where its features were seen, if not at the process. */
  readonly seenAt?: Address;
  readonly threads: readonly MemoryThread[];
}

export interface MemoryTrace {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly processes: readonly MemoryProcess[];
}

/** Calls of the threads of a process are interleaved, as a sandbox records them. */
export function openMemoryTrace(memory: MemoryTrace): Trace {
  return {
    flavour: 'dynamic',
    format: 'memory',
    extractor: 'MemoryExtractor',
    async read(sink) {
      feed(memory, sink);
      return summarise(memory);
    },
    async describeCalls(at, receive) {
      at.forEach((place, index) => {
        receive(index, { api: `call ${place}` });
      });
    },
  };
}

function feed(memory: MemoryTrace, sink: TraceSink): void {
  let firstThread = 0;
  let at = 0;
  for (const [process, { threads }] of memory.processes.entries()) {
    const longest = Math.max(0, ...threads.map(({ calls }) => calls.length));
    for (let round = 0; round < longest; round++) {
      for (const [index, { calls }] of threads.entries()) {
        const call = calls[round];
        if (call === undefined) continue;
        const numbers = Int32Array.from(call.features, (feature) => sink.feature(feature));
        const { times, callers, time } = call;
        sink.call(process, firstThread + index, round, at++, numbers, numbers.length, times, callers, time);
      }
    }
    firstThread += threads.length;
  }
}

function processAddress({ ppid = 1, pid }: MemoryProcess): ProcessAddress {
  return { type: 'process', value: [ppid, pid] };
}

function processFeatures(process: MemoryProcess): LocatedFeature[] {
  return (process.features ?? []).map((feature) => ({ feature, address: process.seenAt ?? processAddress(process) }));
}

function summarise(memory: MemoryTrace): TraceSummary {
  let thread = 0;
  const processes = memory.processes.map((process) => ({
    address: processAddress(process),
    name: `process ${process.pid}`,
    features: processFeatures(process),
    modules: process.modules,
    unbacked: process.unbacked,
    modulesAreAll: process.modulesAreAll,
    threads: process.threads.map(({ tid, features = [] }) => ({ thread: thread++, tid, features })),
  }));
  return {
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: { type: 'no address' },
    globals: memory.globals,
    file: memory.file,
    processes,
    lost: { calls: 0, processes: [] },
    health: {
      flavour: 'dynamic',
      producer: 'memory',
      processes: processes.length,
      threads: thread,
      calls: memory.processes.reduce(
        (sum, { threads }) => sum + threads.reduce((inner, { calls }) => inner + calls.length, 0),
        0,
      ),
      skippedRecords: 0,
      missing: [],
      diagnostics: [],
    },
  };
}
