// Contract of a dynamic input: a recorded run. Read in two phases, because sandboxes put what matching needs first (target,
// thread lists) after the calls or interleave threads: phase 1 pushes every call once into a sink, in recorded order; then the
// summary says how the pieces belong together. Memory is bounded by what the sink keeps, never by the input's size.

import { IntegerMap } from '../bytes/integer-map.ts';
import type { ProcessAddress } from './address.ts';
import type { CallParts } from './call.ts';
import type { MappedMemory } from './callers.ts';
import type { WantedDetails } from './details.ts';
import type { TraceHealth } from './health.ts';
import type { KeptMemory } from './kept-memory.ts';
import type { LocatedFeature } from './located.ts';
import type { Program } from './program.ts';
import type { FeatureRegistrar } from './registrar.ts';
import type { SampleFacts } from './sample.ts';

/**
 * Receives a trace in phase 1. Numbers that it hands out (features) or takes (processes, threads) are dense and belong to one
 * `read`; operating-system ids appear only in the summary, so recycled ids cannot collide.
 */
export interface TraceSink extends FeatureRegistrar {
  /** Whether it looks at where calls come from. Where it does not, an input leaves out `callers` and what is mapped. */
  readonly wantsCallers?: boolean;
  /** Features of calls that are wanted beside those that all calls have; they come before the call's name. Undefined: none. */
  readonly details?: WantedDetails;
  /**
   * One call. `process` and `thread` are dense numbers chosen by the input (threads are numbered over the whole trace). `id` is
   * the call's id for display. `at` is where `describeCalls` finds it again. `features[0 .. count)` are feature numbers in
   * emission order. Calls of a thread arrive in order of time, unless the summary says `order`. `times`: how many calls in a row
   * the recorder folded into this one, 1 to `LIMITS.foldedCalls`; default 1. `callers`: return addresses of the call in its process,
   * innermost first, at most `LIMITS.callers`, good until the call returns; absent where none is known. One that is not known, or is
   * no safe integer, is 0. `time`: when it was made, in milliseconds from any beginning; for `details.times`.
   */
  call(
    process: number,
    thread: number,
    id: number,
    at: number,
    features: Int32Array,
    count: number,
    times?: number,
    callers?: ArrayLike<number>,
    time?: number,
  ): void;
}

export interface TraceThread {
  /** The dense number used in `call`, or -1 for a listed thread without calls. */
  readonly thread: number;
  readonly tid: number;
  readonly features: readonly LocatedFeature[];
  /**
   * Order of the thread's calls, where it is not the order of arrival: positions in the sequence of this thread's calls. Call
   * ids are then replaced by the position in the sorted sequence.
   */
  readonly order?: Uint32Array;
}

/** A process in listing order, with the threads that belong to it in listing order (a thread may be listed twice). */
export interface TraceProcess extends MappedMemory {
  readonly address: ProcessAddress;
  readonly name: string;
  readonly features: readonly LocatedFeature[];
  readonly threads: readonly TraceThread[];
  /** True if this process is the sample or descends from it; undefined where the input does not say. */
  readonly fromSample?: boolean;
}

/** Recorded calls that could not be used. */
export interface LostCalls {
  /** How many, as far as that is known. */
  readonly calls: number;
  /** Processes that have no other calls than such, as text for people. */
  readonly processes: readonly string[];
}

/** What is known after phase 1. */
export interface TraceSummary extends SampleFacts {
  readonly processes: readonly TraceProcess[];
  readonly lost: LostCalls;
  /** What was kept of the memory of its processes, where the sink looks at where calls come from. */
  readonly kept?: readonly KeptMemory[];
  readonly health: TraceHealth;
}

export interface Trace {
  readonly flavour: 'dynamic';
  /** Name of the input, e.g. `cape`. */
  readonly format: string;
  /** The reference's name of the reader, used in result documents: `CapeExtractor`. */
  readonly extractor: string;
  /** Phase 1. May be called again and then does the same. Throws CapaxError when nothing usable is left. */
  read(sink: TraceSink): Promise<TraceSummary>;
  /**
   * The code that ran, as a program, where the recorder followed its instructions; undefined where it did not, and before `read` is over.
   */
  executed?(): Program | undefined;
  /**
   * Reads display text of some calls again. `at` holds values given to `call`, ascending. `receive` is called once for each, in
   * the same order.
   */
  describeCalls(at: Float64Array, receive: (index: number, call: CallParts) => void): Promise<void>;
}

/** Names of processes by their ids, without those of an id that processes of different names have had. */
export function namesByPid(processes: readonly TraceProcess[]): IntegerMap<string> {
  const names = new IntegerMap<string>();
  for (const { address, name } of processes) {
    const [, pid] = address.value;
    const known = names.get(pid);
    names.set(pid, known === undefined || known === name ? name : '');
  }
  const certain = new IntegerMap<string>();
  for (const [pid, name] of names) if (name !== '') certain.set(pid, name);
  return certain;
}

/** Looks at no call: for whoever wants nothing but what a trace amounts to. */
export const NO_SINK: TraceSink = { feature: () => 0, forgetFeatures: () => undefined, call: () => undefined };
