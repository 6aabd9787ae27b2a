// A trace held in memory so that it can be walked by process, thread and call, whatever order it was recorded in. For commands
// that need every call with all of its features; matching keeps far less (match/). Costs about 24 bytes for a call and 4 for
// each of its features; equal features are held once.

import { Column, IntList } from '../bytes/growable.ts';
import type { Feature } from '../features/feature.ts';
import { featureJson } from '../features/feature-json.ts';
import type { Trace, TraceSink, TraceSummary, TraceThread } from '../features/trace.ts';

/** A call of a thread. `row` finds its features; `at` is for `describeCalls`. */
export interface RecordedCall {
  readonly row: number;
  readonly id: number;
  readonly at: number;
}

/** A feature and its JSON text. There is one object for all features with the same text. */
interface RecordedFeature {
  readonly feature: Feature;
  readonly json: string;
}

export interface RecordedTrace {
  readonly summary: TraceSummary;
  /** Calls of a thread of the summary, in order of time. */
  callsOf(thread: TraceThread): RecordedCall[];
  /** Features of a call in emission order, repeats included. */
  featuresOf(row: number): RecordedFeature[];
}

class Recording implements TraceSink {
  readonly #features: RecordedFeature[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #rows: IntList[] = [];
  readonly #ids = new Column((length) => new Float64Array(length));
  readonly #ats = new Column((length) => new Float64Array(length));
  readonly #lists = new Column((length) => new Int32Array(length));
  /** Where the features of each row start in `#lists`; one more entry than rows. */
  readonly #starts = new Column((length) => new Float64Array(length));

  constructor() {
    this.#starts.push(0);
  }

  feature(feature: Feature): number {
    const json = featureJson(feature);
    const known = this.#numbers.get(json);
    if (known !== undefined) return known;
    this.#numbers.set(json, this.#features.length);
    return this.#features.push({ feature, json }) - 1;
  }

  call(_process: number, thread: number, id: number, at: number, features: Int32Array, count: number): void {
    while (this.#rows.length <= thread) this.#rows.push(new IntList());
    this.#rows[thread]?.push(this.#ids.length);
    this.#ids.push(id);
    this.#ats.push(at);
    for (let i = 0; i < count; i++) this.#lists.push(features[i] as number);
    this.#starts.push(this.#lists.length);
  }

  forgetFeatures(): void {
    // Features are known by what they are, so the numbers stay valid.
  }

  callsOf(thread: TraceThread): RecordedCall[] {
    const rows = this.#rows[thread.thread]?.items();
    if (rows === undefined) return [];
    return Array.from({ length: rows.length }, (_, i) => {
      const row = rows[thread.order === undefined ? i : (thread.order[i] as number)] as number;
      return { row, id: thread.order === undefined ? this.#ids.get(row) : i, at: this.#ats.get(row) };
    });
  }

  featuresOf(row: number): RecordedFeature[] {
    const start = this.#starts.get(row);
    return Array.from(
      { length: this.#starts.get(row + 1) - start },
      (_, i) => this.#features[this.#lists.get(start + i)] as RecordedFeature,
    );
  }
}

/** Reads a trace into memory. Throws what `read` throws. */
export async function recordTrace(trace: Trace): Promise<RecordedTrace> {
  const recording = new Recording();
  const summary = await trace.read(recording);
  return {
    summary,
    callsOf: (thread) => recording.callsOf(thread),
    featuresOf: (row) => recording.featuresOf(row),
  };
}
