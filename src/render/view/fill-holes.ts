// Puts calls where evidence refers to them. Evidence comes in order, calls are read many at a time: a pass over the input for each would
// be far too slow, and all calls at once far too large.

import { addressKey, type CallAddress } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import type { Block } from './blocks.ts';
import { callLines, type EvidenceItem } from './tree.ts';

/** Holes and pieces of evidence that wait for one pass over the input. */
const MAX_HOLES = 10_000;
const MAX_WAITING = 50_000;

/** The lines of one match. They are made twice where calls are in them: what waits for a pass is what can make them, which is far smaller. */
export type Evidence = () => readonly EvidenceItem[];

type DescribeCalls = (addresses: Iterable<CallAddress>) => AsyncIterable<CallParts | undefined>;

/** What waits for one pass over the input. */
class Batch {
  readonly #waiting: (Block | Evidence)[] = [];
  /** How often each call will be needed, in the order in which it is needed first. */
  readonly #uses = new Map<string, { readonly address: CallAddress; left: number }>();
  #holes = 0;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  get isFull(): boolean {
    return this.#holes >= MAX_HOLES || this.#waiting.length >= MAX_WAITING;
  }

  add(item: Block | Evidence): void {
    this.#waiting.push(item);
  }

  use(address: CallAddress): void {
    this.#holes++;
    const key = addressKey(address);
    const known = this.#uses.get(key);
    if (known === undefined) this.#uses.set(key, { address, left: 1 });
    else known.left++;
  }

  async *fill(describe: DescribeCalls): AsyncIterable<Block> {
    const uses = this.#uses;
    const read = describe(Array.from(uses.values(), ({ address }) => address))[Symbol.asyncIterator]();
    /** Calls that will be needed again. */
    const kept = new Map<string, CallParts | undefined>();
    for (const waiting of this.#waiting) {
      for (const item of typeof waiting === 'function' ? waiting() : [waiting]) {
        if (item.kind !== 'hole') {
          yield item;
          continue;
        }
        const key = addressKey(item.address);
        const use = uses.get(key) as { left: number };
        const call = kept.has(key) ? kept.get(key) : (await read.next()).value;
        use.left--;
        if (use.left > 0) kept.set(key, call);
        else kept.delete(key);
        yield* callLines(call, item.level);
      }
    }
  }
}

/** `items` with the lines of calls in the place of holes. */
export async function* fillHoles(items: Iterable<Block | Evidence>, describe: DescribeCalls): AsyncIterable<Block> {
  let batch = new Batch();
  for (const item of items) {
    const made = typeof item === 'function' ? item() : [item];
    let hasHoles = false;
    for (const part of made) {
      if (part.kind !== 'hole') continue;
      batch.use(part.address);
      hasHoles = true;
    }
    if (batch.isEmpty && !hasHoles) {
      yield* made as readonly Block[];
      continue;
    }
    batch.add(item);
    if (!batch.isFull) continue;
    yield* batch.fill(describe);
    batch = new Batch();
  }
  if (!batch.isEmpty) yield* batch.fill(describe);
}
