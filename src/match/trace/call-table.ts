// The calls of a recorded trace in listing order: processes, their threads, and each thread's calls in order of time. A call's
// position in this order is its number in everything that follows; calls of a thread are neighbours.

import type { CallAddress, ProcessAddress, ThreadAddress } from '../../features/address.ts';
import type { TraceProcess, TraceSink, TraceSummary, TraceThread } from '../../features/trace.ts';
import type { TracedCalls } from '../outcome.ts';
import { NO_CHAIN, type TraceRecorder } from './trace-recorder.ts';

/** Rows of a process that lie among so many others are sorted rather than looked up. */
const SPREAD = 8;

/** One listed thread: positions `start` (inclusive) to `end` (exclusive). */
export interface ThreadRange {
  readonly process: number;
  readonly thread: TraceThread;
  readonly address: ThreadAddress;
  readonly start: number;
  readonly end: number;
  /** Whether call ids are positions in the thread rather than what the input gave. */
  readonly renumbered: boolean;
}

export class CallTable implements TracedCalls {
  readonly recorder: TraceRecorder;
  readonly processes: readonly TraceProcess[];
  /** Listed threads in order; a thread that a process lists twice is here twice, with the same positions. */
  readonly threads: readonly ThreadRange[];
  /** Positions in `threads` of each process's threads. */
  readonly threadsOf: readonly (readonly number[])[];
  readonly #rows: Int32Array;
  /** The calls of processes that were merged. */
  readonly #merged = new Map<number, Uint32Array>();
  /** Range of each position's thread, by the thread's dense number. */
  readonly #ranges: ThreadRange[] = [];

  constructor(recorder: TraceRecorder, summary: TraceSummary, check?: () => void) {
    this.recorder = recorder;
    this.processes = summary.processes;
    const starts = new Map<number, number>();
    const listed: { process: number; thread: TraceThread }[] = [];
    let total = 0;
    for (const [process, { threads }] of summary.processes.entries()) {
      for (const thread of threads) {
        listed.push({ process, thread });
        if (thread.thread < 0 || starts.has(thread.thread)) continue;
        starts.set(thread.thread, total);
        total += recorder.threadCalls[thread.thread] ?? 0;
      }
    }
    this.#rows = sortRows(recorder, starts, total);
    const threadsOf: number[][] = summary.processes.map(() => []);
    for (const [number, { process }] of listed.entries()) (threadsOf[process] as number[]).push(number);
    this.threadsOf = threadsOf;
    const ordered = new Set<number>();
    this.threads = listed.map(({ process, thread }): ThreadRange => {
      check?.();
      const start = starts.get(thread.thread) ?? 0;
      const end = start + (thread.thread < 0 ? 0 : (recorder.threadCalls[thread.thread] ?? 0));
      if (thread.order !== undefined && !ordered.has(thread.thread)) {
        ordered.add(thread.thread);
        const rows = this.#rows.slice(start, end);
        for (let i = 0; i < rows.length; i++) this.#rows[start + i] = rows[thread.order[i] as number] as number;
      }
      const [ppid, pid] = (summary.processes[process] as TraceProcess).address.value;
      const address: ThreadAddress = { type: 'thread', value: [ppid, pid, thread.tid] };
      const range = { process, thread, address, start, end, renumbered: thread.order !== undefined };
      if (thread.thread >= 0) this.#ranges[thread.thread] ??= range;
      return range;
    });
  }

  /** Number of listed calls. */
  get size(): number {
    return this.#rows.length;
  }

  rangeOf(position: number): ThreadRange {
    return this.#ranges[this.recorder.threadOf(this.#rows[position] as number)] as ThreadRange;
  }

  leafSetOf(position: number): number {
    return this.recorder.leafSetOf(this.#rows[position] as number);
  }

  valueSetOf(position: number): number {
    return this.recorder.valueSetOf(this.#rows[position] as number);
  }

  /** How many calls in a row the recorder folded into this one. */
  timesOf(position: number): number {
    return this.recorder.timesOf(this.#rows[position] as number);
  }

  /** Position of the call's process among those of the summary. */
  processOf(position: number): number {
    return this.rangeOf(position).process;
  }

  /** Number of the call in the recorder. */
  rowOf(position: number): number {
    return this.#rows[position] as number;
  }

  /** Return addresses of the call, innermost first; undefined where none is known, or nobody wanted to know them. */
  callersOf(position: number): readonly number[] | undefined {
    const chain = this.recorder.chainOf(this.#rows[position] as number);
    return chain === NO_CHAIN ? undefined : this.recorder.chains.get(chain);
  }

  /** Number of its chain of return addresses, or NO_CHAIN. */
  chainOf(position: number): number {
    return this.recorder.chainOf(this.#rows[position] as number);
  }

  /** When the call was made, in milliseconds. */
  momentOf(position: number): number {
    return this.recorder.momentOf(this.#rows[position] as number);
  }

  /** Where `describeCalls` finds the call. */
  atOf(position: number): number {
    return this.recorder.atOf(this.#rows[position] as number);
  }

  addressOf(position: number): CallAddress {
    const { address, renumbered, start } = this.rangeOf(position);
    const id = renumbered ? position - start : this.recorder.idOf(this.#rows[position] as number);
    return { type: 'call', value: [...address.value, id] };
  }

  replay(position: number, sink: TraceSink, thread: number): void {
    const { values, valueSets } = this.recorder;
    const set = valueSets.get(this.valueSetOf(position));
    const features = Int32Array.from(set, (value) => sink.feature(values.featureOf(value)));
    const id = this.addressOf(position).value[3];
    sink.call(0, thread, id, this.atOf(position), features, features.length, this.timesOf(position));
  }

  /**
   * The calls of all threads of a process, merged in the order in which they were recorded. Where a thread's own order is another one, a call
   * comes behind all that come before it in its thread.
   */
  mergedPositions(process: number): Uint32Array {
    const known = this.#merged.get(process);
    if (known !== undefined) return known;
    const ranges = new Map<number, ThreadRange>();
    for (const number of this.threadsOf[process] as readonly number[]) {
      const range = this.threads[number] as ThreadRange;
      if (range.end > range.start) ranges.set(range.start, range);
    }
    const positions = this.#mergeByRow([...ranges.values()]) ?? this.#mergeByLatest([...ranges.values()]);
    this.#merged.set(process, positions);
    return positions;
  }

  /** Calls of threads in the order of their rows; undefined where threads have an order of their own, or rows lie far apart. */
  #mergeByRow(ranges: readonly ThreadRange[]): Uint32Array | undefined {
    if (ranges.some(({ renumbered }) => renumbered)) return undefined;
    let length = 0;
    let first = this.recorder.calls;
    let end = 0;
    for (const range of ranges) {
      length += range.end - range.start;
      first = Math.min(first, this.#rows[range.start] as number);
      end = Math.max(end, (this.#rows[range.end - 1] as number) + 1);
    }
    if (end - first > length * SPREAD) return undefined;
    // By row, one more than the position.
    const byRow = new Int32Array(Math.max(0, end - first));
    for (const range of ranges) {
      for (let at = range.start; at < range.end; at++) byRow[(this.#rows[at] as number) - first] = at + 1;
    }
    const positions = new Uint32Array(length);
    let used = 0;
    for (let row = 0; row < byRow.length; row++) if (byRow[row] !== 0) positions[used++] = (byRow[row] as number) - 1;
    return positions;
  }

  /** The same, where a thread's own order is another one. */
  #mergeByLatest(ranges: readonly ThreadRange[]): Uint32Array {
    let length = 0;
    for (const { start, end } of ranges) length += end - start;
    const listed = new Uint32Array(length);
    // When each was recorded and where it is listed, in one number: sorting numbers is fast.
    const keys = new Float64Array(length);
    let used = 0;
    for (const { start, end } of ranges) {
      let latest = -1;
      for (let position = start; position < end; position++) {
        latest = Math.max(latest, this.#rows[position] as number);
        keys[used] = latest * length + used;
        listed[used++] = position;
      }
    }
    keys.sort();
    return Uint32Array.from(keys, (key) => listed[key % length] as number);
  }

  processAddress(process: number): ProcessAddress {
    return (this.processes[process] as TraceProcess).address;
  }
}

/** Rows grouped by thread, in order of arrival within each: a counting sort. */
function sortRows(recorder: TraceRecorder, starts: ReadonlyMap<number, number>, total: number): Int32Array {
  const next = new Int32Array(recorder.threadProcess.length).fill(-1);
  for (const [thread, start] of starts) if (thread < next.length) next[thread] = start;
  const rows = new Int32Array(total);
  for (let row = 0; row < recorder.calls; row++) {
    const thread = recorder.threadOf(row);
    const at = next[thread] as number;
    if (at < 0) continue;
    rows[at] = row;
    next[thread] = at + 1;
  }
  return rows;
}
