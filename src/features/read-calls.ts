// Calls as people read them, read again from the input in batches: a batch is one more pass over the input (or a
// part of it), and holds no more text than its budget.

import { type CallParts, sizeOfCall } from './call.ts';
import type { Trace } from './trace.ts';

/** Calls of the first batch, and text that it may hold, in UTF-16 units. */
const FIRST_BATCH = 20_000;
const FIRST_TEXT = 16 * 1024 * 1024;
/** A pass may read a compressed input from its start; where that takes long, batches grow up to this much text. */
const MAX_TEXT = 64 * 1024 * 1024;
const SLOW_PASS_MS = 1000;

/** The calls at `places` (values that the trace gave its sink), in their order, holding a bounded number of them at a time. */
export async function* readCalls(trace: Trace, places: Iterable<number>): AsyncIterable<CallParts> {
  let size = FIRST_BATCH;
  let maxText = FIRST_TEXT;
  let batch: number[] = [];
  async function* flush() {
    let at = 0;
    while (at < batch.length) {
      const part = batch.slice(at, at + size);
      const start = performance.now();
      const names = await describe(trace, part, maxText);
      const isSlow = performance.now() - start > SLOW_PASS_MS;
      if (isSlow && maxText < MAX_TEXT) {
        maxText *= 2;
        size *= 2;
      }
      if (names === undefined && part.length > 1) {
        size = Math.max(1, part.length >> 1);
        continue;
      }
      for (let i = 0; i < part.length; i++) yield names?.[i] ?? { api: '' };
      at += part.length;
    }
    batch = [];
  }
  for (const place of places) {
    batch.push(place);
    if (batch.length >= size) yield* flush();
  }
  yield* flush();
}

/** Descriptions in the order of `calls`, or undefined if they hold too much text. */
async function describe(trace: Trace, calls: readonly number[], maxText: number): Promise<CallParts[] | undefined> {
  const order = calls.map((_, i) => i).sort((a, b) => (calls[a] as number) - (calls[b] as number));
  const at = Float64Array.from(order, (i) => calls[i] as number);
  const names = new Array<CallParts>(calls.length);
  let text = 0;
  await trace.describeCalls(at, (index, call) => {
    text += sizeOfCall(call);
    // A single call is always kept: there is no smaller batch.
    if (text <= maxText || calls.length === 1) names[order[index] as number] = call;
  });
  return text <= maxText || calls.length === 1 ? names : undefined;
}
