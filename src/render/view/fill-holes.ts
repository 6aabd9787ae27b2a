// Puts calls where evidence refers to them. Evidence comes in order, calls are read many at a time: a pass over the input for each would
// be far too slow, and all calls at once far too large.

import { addressKey, type CallAddress } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import type { Block } from './blocks.ts';
import { callLines, type EvidenceItem } from './tree.ts';

/** Holes and lines that wait for one pass over the input. */
const MAX_HOLES = 20_000;
const MAX_WAITING = 100_000;
/** Where a pass takes long, more may wait for it, up to so many times as much. */
const SLOW_PASS_MS = 1000;
const MAX_GROWTH = 4;

type DescribeCalls = (addresses: Iterable<CallAddress>) => AsyncIterable<CallParts | undefined>;

/** `items` with the lines of calls in the place of holes. */
export async function* fillHoles(items: Iterable<EvidenceItem>, describe: DescribeCalls): AsyncIterable<Block> {
  let waiting: EvidenceItem[] = [];
  let holes = 0;
  let growth = 1;
  for (const item of items) {
    if (item.kind === 'hole') holes++;
    else if (holes === 0) {
      yield item;
      continue;
    }
    waiting.push(item);
    if (holes < MAX_HOLES * growth && waiting.length < MAX_WAITING * growth) continue;
    const start = performance.now();
    yield* fill(waiting, describe);
    if (performance.now() - start > SLOW_PASS_MS) growth = Math.min(MAX_GROWTH, growth * 2);
    waiting = [];
    holes = 0;
  }
  if (waiting.length > 0) yield* fill(waiting, describe);
}

async function* fill(items: readonly EvidenceItem[], describe: DescribeCalls): AsyncIterable<Block> {
  /** How often each call will be needed, in the order in which it is needed first. */
  const uses = new Map<string, { readonly address: CallAddress; left: number }>();
  for (const item of items) {
    if (item.kind !== 'hole') continue;
    const key = addressKey(item.address);
    const known = uses.get(key);
    if (known === undefined) uses.set(key, { address: item.address, left: 1 });
    else known.left++;
  }
  const read = describe(Array.from(uses.values(), ({ address }) => address))[Symbol.asyncIterator]();
  /** Calls that will be needed again. */
  const kept = new Map<string, CallParts | undefined>();
  for (const item of items) {
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
