// Where the calls of a trace are, and whose: 20 bytes a call, so that calls can be chosen and put in order before any of them is read
// again for its text.

import { Column, IntList } from '../../bytes/growable.ts';
import type { Feature } from '../../features/feature.ts';
import type { Trace, TraceProcess, TraceSink, TraceSummary } from '../../features/trace.ts';

/** Whether a call is meant by one of the names under which rules know it. */
export type ApiFilter = (name: string) => boolean;

const OTHER = 0;
const WANTED_NAME = 1;

class CallRecorder implements TraceSink {
  /** Dense number of the thread; its complement for calls that are not wanted. */
  readonly threads: Column<Int32Array> = new Column((length) => new Int32Array(length));
  readonly ids: Column<Float64Array> = new Column((length) => new Float64Array(length));
  readonly ats: Column<Float64Array> = new Column((length) => new Float64Array(length));
  readonly #wants: ApiFilter | undefined;

  constructor(wants: ApiFilter | undefined) {
    this.#wants = wants;
  }

  /** Only whether it is a wanted name matters of a feature. */
  feature(feature: Feature): number {
    return feature.type === 'api' && this.#wants?.(feature.value) === true ? WANTED_NAME : OTHER;
  }

  forgetFeatures(): void {
    // The numbers say all there is.
  }

  call(_process: number, thread: number, id: number, at: number, features: Int32Array, count: number): void {
    let isWanted = this.#wants === undefined;
    for (let i = 0; i < count && !isWanted; i++) isWanted = features[i] === WANTED_NAME;
    this.threads.push(isWanted ? thread : ~thread);
    this.ids.push(id);
    this.ats.push(at);
  }
}

interface CallOwner {
  readonly process: TraceProcess;
  readonly tid: number;
}

export class CallIndex {
  readonly summary: TraceSummary;
  /** True if rows are not in the order of the record, because calls of a thread were not. */
  readonly isReordered: boolean;
  readonly #recorder: CallRecorder;
  readonly #owners: CallOwner[] = [];

  constructor(recorder: CallRecorder, summary: TraceSummary) {
    this.#recorder = recorder;
    this.summary = summary;
    const ordered = new Map<number, Uint32Array>();
    for (const process of summary.processes) {
      for (const { thread, tid, order } of process.threads) {
        if (thread < 0) continue;
        this.#owners[thread] ??= { process, tid };
        if (order !== undefined) ordered.set(thread, order);
      }
    }
    this.isReordered = ordered.size > 0;
    if (this.isReordered) putInOrder(recorder, ordered);
  }

  /** Calls that were recorded. */
  get size(): number {
    return this.#recorder.ids.length;
  }

  /** The wanted calls of these processes, as rows of this index in the order of the record; within a thread in order of time. */
  rowsOf(processes: ReadonlySet<TraceProcess>): Int32Array {
    const isMeant = this.#owners.map(({ process }) => processes.has(process));
    const rows = new IntList();
    for (let row = 0; row < this.size; row++) {
      const thread = this.#recorder.threads.get(row);
      if (thread >= 0 && isMeant[thread] === true) rows.push(row);
    }
    return rows.items();
  }

  /** The process of a call that `rowsOf` named. */
  processOf(row: number): TraceProcess {
    return this.#ownerOf(row).process;
  }

  /** The thread of a call that `rowsOf` named. */
  tidOf(row: number): number {
    return this.#ownerOf(row).tid;
  }

  idOf(row: number): number {
    return this.#recorder.ids.get(row);
  }

  /** Where `describeCalls` finds the call. */
  atOf(row: number): number {
    return this.#recorder.ats.get(row);
  }

  #ownerOf(row: number): CallOwner {
    return this.#owners[this.#recorder.threads.get(row)] as CallOwner;
  }
}

/** Threads that were not recorded in order of time keep their rows among the others, but in that order, and are numbered anew. */
function putInOrder({ threads, ids, ats }: CallRecorder, ordered: ReadonlyMap<number, Uint32Array>): void {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < ids.length; row++) {
    const stored = threads.get(row);
    const thread = stored < 0 ? ~stored : stored;
    if (!ordered.has(thread)) continue;
    const rows = rowsOf.get(thread);
    if (rows === undefined) rowsOf.set(thread, [row]);
    else rows.push(row);
  }
  for (const [thread, rows] of rowsOf) {
    const order = ordered.get(thread) as Uint32Array;
    const sorted = rows.map((_, i) => {
      const row = rows[order[i] as number] as number;
      return [threads.get(row), ats.get(row)] as const;
    });
    for (const [i, [stored, at]] of sorted.entries()) {
      const row = rows[i] as number;
      threads.set(row, stored);
      ats.set(row, at);
      ids.set(row, i);
    }
  }
}

/** Reads the trace once. Without `wants` all calls are wanted. Throws what `read` throws. */
export async function indexCalls(trace: Trace, wants?: ApiFilter): Promise<CallIndex> {
  const recorder = new CallRecorder(wants);
  return new CallIndex(recorder, await trace.read(recorder));
}
