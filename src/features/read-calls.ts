// Calls as people read them, read again from the input in batches: a batch is one more pass over the input (or a
// part of it), and holds no more text than its budget.

import { type CallParts, sizeOfCall } from './call.ts';
import type { Trace } from './trace.ts';

/** Calls that are asked for at once, and text that a batch may hold, in UTF-16 units. */
const CALLS = 20_000;
const FIRST_TEXT = 16 * 1024 * 1024;
/** A pass may read a compressed input from its start; where that takes long, batches grow up to this much text. */
const MAX_TEXT = 64 * 1024 * 1024;
const SLOW_PASS_MS = 1000;

/** The calls at `places` (values that the trace gave its sink), in their order, holding a bounded number of them at a time. */
export async function* readCalls(trace: Trace, places: Iterable<number>): AsyncIterable<CallParts> {
  const passes = new Passes(trace);
  let batch: number[] = [];
  for (const place of places) {
    batch.push(place);
    if (batch.length < CALLS) continue;
    yield* passes.read(batch);
    batch = [];
  }
  yield* passes.read(batch);
}

class Passes {
  readonly #trace: Trace;
  #maxText = FIRST_TEXT;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The calls in one pass if their text fits; otherwise that pass tells how large each is, and so how few passes will do. */
  async *read(places: readonly number[]): AsyncIterable<CallParts> {
    if (places.length === 0) return;
    const { calls, sizes } = await this.#pass(places);
    if (calls !== undefined) yield* calls;
    else for (const [start, end] of this.#portions(sizes)) yield* await this.#take(places.slice(start, end));
  }

  async #take(places: readonly number[]): Promise<CallParts[]> {
    const { calls } = await this.#pass(places, Number.POSITIVE_INFINITY);
    return calls ?? [];
  }

  /** Ranges of calls that fit together. One that is too large for any batch is alone. */
  *#portions(sizes: Float64Array): Iterable<readonly [start: number, end: number]> {
    let start = 0;
    let text = 0;
    for (let i = 0; i < sizes.length; i++) {
      const size = sizes[i] as number;
      if (i > start && text + size > this.#maxText) {
        yield [start, i];
        start = i;
        text = 0;
      }
      text += size;
    }
    yield [start, sizes.length];
  }

  /** Descriptions in the order of `places`, undefined if they hold too much text; and the size of each. */
  async #pass(
    places: readonly number[],
    maxText: number = this.#maxText,
  ): Promise<{ calls: CallParts[] | undefined; sizes: Float64Array }> {
    const started = performance.now();
    const order = places.map((_, i) => i).sort((a, b) => (places[a] as number) - (places[b] as number));
    const at = Float64Array.from(order, (i) => places[i] as number);
    const sizes = new Float64Array(places.length);
    let calls: CallParts[] | undefined = Array.from(places, () => ({ api: '' }));
    let text = 0;
    await this.#trace.describeCalls(at, (index, call) => {
      const number = order[index] as number;
      const size = sizeOfCall(call);
      sizes[number] = size;
      text += size;
      // A single call is always kept: there is no smaller batch.
      if (text > maxText && places.length > 1) calls = undefined;
      if (calls !== undefined) calls[number] = call;
    });
    if (performance.now() - started > SLOW_PASS_MS && this.#maxText < MAX_TEXT) this.#maxText *= 2;
    return { calls, sizes };
  }
}
