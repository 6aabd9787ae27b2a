// Where the calls of a layout are in their input, by address.

import { IntegerMap } from '../bytes/integer-map.ts';
import { addressKey, type CallAddress } from '../features/address.ts';
import type { LayoutCalls, LayoutProcess } from '../match/outcome.ts';

/** Where a call is. */
export interface CallPlace {
  /** What the input's `describeCalls` knows it by. */
  readonly at: number;
  /** Number of its process in the layout. */
  readonly process: number;
}

/** Where the call with an id is. */
type FindCall = (id: number) => CallPlace | undefined;

/** A thread of the layout, and the number of its process there. */
interface ListedThread {
  readonly process: number;
  readonly calls: LayoutCalls;
}

/** The calls of the threads with one address. Of several calls with one id the first counts. */
function callFinder(threads: readonly ListedThread[]): FindCall {
  const [only] = threads;
  if (only !== undefined && threads.length === 1 && idsAscend(only.calls)) {
    return (id) => {
      const at = search(only.calls, id);
      return at === undefined ? undefined : { at, process: only.process };
    };
  }
  const places = new IntegerMap<CallPlace>();
  for (const { process, calls } of threads) {
    for (let index = 0; index < calls.count; index++) {
      const id = idOf(calls, index);
      if (!places.has(id)) places.set(id, { at: calls.atOf(index), process });
    }
  }
  return (id) => places.get(id);
}

function idsAscend(calls: LayoutCalls): boolean {
  for (let index = 1; index < calls.count; index++) if (idOf(calls, index - 1) >= idOf(calls, index)) return false;
  return true;
}

function search(calls: LayoutCalls, id: number): number | undefined {
  let low = 0;
  let high = calls.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = idOf(calls, middle);
    if (found === id) return calls.atOf(middle);
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

function idOf(calls: LayoutCalls, index: number): number {
  return calls.addressOf(index).value[3];
}

export class CallPlaces {
  /** By address of thread; ids of processes and threads may be used again. */
  readonly #finders: ReadonlyMap<string, FindCall>;

  constructor(layout: readonly LayoutProcess[]) {
    const threadsAt = new Map<string, ListedThread[]>();
    for (const [process, { threads }] of layout.entries()) {
      for (const { address, calls } of threads) {
        const key = addressKey(address);
        const known = threadsAt.get(key);
        if (known === undefined) threadsAt.set(key, [{ process, calls }]);
        else known.push({ process, calls });
      }
    }
    this.#finders = new Map(Array.from(threadsAt, ([key, threads]) => [key, callFinder(threads)]));
  }

  /** Where the call is; of several with one address the first counts. */
  find({ value: [ppid, pid, tid, id] }: CallAddress): CallPlace | undefined {
    return this.#finders.get(addressKey({ type: 'thread', value: [ppid, pid, tid] }))?.(id);
  }
}
