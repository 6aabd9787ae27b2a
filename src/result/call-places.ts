// Where the calls of a layout are in their input, by address.

import { addressKey, type CallAddress } from '../features/address.ts';
import type { LayoutCalls, LayoutProcess } from '../match/outcome.ts';

/** The calls under one address of a thread, to be looked up by id; of several with one id the first counts. */
class ThreadPlaces {
  readonly #listed: LayoutCalls[] = [];
  /** Places by id, where ids do not ascend; undefined until it is known. */
  #byId: ReadonlyMap<number, number> | undefined;
  #ascends: boolean | undefined;

  /** Ids of processes and threads may be used again, by any number of threads. */
  add(calls: LayoutCalls): void {
    this.#listed.push(calls);
  }

  find(id: number): number | undefined {
    this.#ascends ??= this.#listed.length === 1 && ascends(this.#listed[0] as LayoutCalls);
    if (this.#ascends) return search(this.#listed[0] as LayoutCalls, id);
    this.#byId ??= placesById(this.#listed);
    return this.#byId.get(id);
  }
}

function idOf(calls: LayoutCalls, index: number): number {
  return calls.addressOf(index).value[3];
}

function ascends(calls: LayoutCalls): boolean {
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

function placesById(listed: readonly LayoutCalls[]): ReadonlyMap<number, number> {
  const byId = new Map<number, number>();
  for (const calls of listed) {
    for (let index = 0; index < calls.count; index++) {
      const id = idOf(calls, index);
      if (!byId.has(id)) byId.set(id, calls.atOf(index));
    }
  }
  return byId;
}

export class CallPlaces {
  readonly #threads = new Map<string, ThreadPlaces>();

  constructor(layout: readonly LayoutProcess[]) {
    for (const { threads } of layout) {
      for (const { address, calls } of threads) {
        const key = addressKey(address);
        const places = this.#threads.get(key) ?? new ThreadPlaces();
        this.#threads.set(key, places);
        places.add(calls);
      }
    }
  }

  /** What the input's `describeCalls` knows the call by; of several with one address the first counts. */
  find({ value: [ppid, pid, tid, id] }: CallAddress): number | undefined {
    return this.#threads.get(addressKey({ type: 'thread', value: [ppid, pid, tid] }))?.find(id);
  }
}
