// Names of the calls of a trace in an order of one's own. Traces describe calls in ascending order of position and may read their
// input again for each request, so names are asked for in large portions.

import { formatCall } from '../features/call.ts';
import type { Trace } from '../features/trace.ts';
import type { RecordedCall } from './trace-recording.ts';

/** Calls whose names are held at once. */
const PORTION = 1 << 16;

export class CallNames {
  readonly #trace: Trace;
  readonly #calls: Iterator<RecordedCall>;
  #names: string[] = [];
  #next = 0;

  /** `calls` says in which order names will be taken. */
  constructor(trace: Trace, calls: Iterator<RecordedCall>) {
    this.#trace = trace;
    this.#calls = calls;
  }

  /** Whether `load` must be called before the next `take`. */
  get empty(): boolean {
    return this.#next === this.#names.length;
  }

  /** Name of the next call; empty if the trace does not give one. */
  take(): string {
    return this.#names[this.#next++] ?? '';
  }

  /** Fetches the next portion. Throws what `describeCalls` throws. */
  async load(): Promise<void> {
    const positions: number[] = [];
    while (positions.length < PORTION) {
      const { done, value } = this.#calls.next();
      if (done === true) break;
      positions.push(value.at);
    }
    // A thread that is listed twice asks for its calls twice.
    const distinct = Float64Array.from(new Set(positions)).sort();
    const names = new Map<number, string>();
    await this.#trace.describeCalls(distinct, (index, call) => {
      names.set(distinct[index] as number, formatCall(call));
    });
    this.#names = positions.map((position) => names.get(position) ?? '');
    this.#next = 0;
  }
}
