// Calls as people read them, read again from the input in batches: a batch is one more pass over the input (or a
// part of it), and holds no more text than its budget.

import { type CallParts, sizeOfCall } from '../features/call.ts';
import type { Trace } from '../features/trace.ts';

/** Calls of the first batch, and text that it may hold, in UTF-16 units. */
const FIRST_BATCH = 20_000;
const FIRST_TEXT = 16 * 1024 * 1024;
/** A pass may read a compressed input from its start; where that takes long, batches grow up to this much text. */
const MAX_TEXT = 64 * 1024 * 1024;
const SLOW_PASS_MS = 1000;

/** What a pass may hold. */
interface Pace {
  calls: number;
  text: number;
}

/** The calls at `places` (values that the trace gave its sink), in their order, holding a bounded number of them at a time. */
export async function* readCalls(trace: Trace, places: Iterable<number>): AsyncIterable<CallParts> {
  const pace: Pace = { calls: FIRST_BATCH, text: FIRST_TEXT };
  let batch: number[] = [];
  for (const place of places) {
    batch.push(place);
    if (batch.length < pace.calls) continue;
    yield* readBatch(trace, batch, pace);
    batch = [];
  }
  yield* readBatch(trace, batch, pace);
}

/**
 * Where the calls hold more text than a pass may, the first pass keeps what it can and measures the others. Each further one then takes
 * as many as fit, so few large calls cost no more passes than their text does.
 */
async function* readBatch(trace: Trace, places: readonly number[], pace: Pace): AsyncIterable<CallParts> {
  /** Sizes of calls that a pass went over; 0 for the others. */
  const sizes = new Float64Array(places.length);
  for (let start = 0; start < places.length; ) {
    const end = endOfPass(sizes, start, pace.text);
    const began = performance.now();
    const held = await describe(trace, places.slice(start, end), sizes.subarray(start, end), pace.text);
    if (performance.now() - began > SLOW_PASS_MS && pace.text < MAX_TEXT) {
      pace.text *= 2;
      pace.calls *= 2;
    }
    // What the input does not have any more is a call without a name.
    for (; start < end && (held.has(places[start] as number) || sizes[start] === 0); start++) {
      yield held.get(places[start] as number) ?? { api: '' };
    }
  }
}

/** The end of the calls from `start` on that fit into a pass, as far as their sizes are known; at least one. */
function endOfPass(sizes: Float64Array, start: number, maxText: number): number {
  let text = sizes[start] as number;
  let end = start + 1;
  for (; end < sizes.length; end++) {
    text += sizes[end] as number;
    if (text > maxText) break;
  }
  return end;
}

/** One pass: calls by their place, as many as `maxText` allows, the first of `places` in any case. Fills `sizes`. */
async function describe(
  trace: Trace,
  places: readonly number[],
  sizes: Float64Array,
  maxText: number,
): Promise<ReadonlyMap<number, CallParts>> {
  const order = places.map((_, i) => i).sort((a, b) => (places[a] as number) - (places[b] as number));
  const at = Float64Array.from(order, (i) => places[i] as number);
  const held = new Map<number, CallParts>();
  let text = 0;
  await trace.describeCalls(at, (index, call) => {
    const size = sizeOfCall(call);
    sizes[order[index] as number] = size;
    const place = at[index] as number;
    if (held.has(place) || (place !== places[0] && text + size > maxText)) return;
    text += size;
    held.set(place, call);
  });
  return held;
}
