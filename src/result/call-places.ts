// Where the calls of a layout are in their input, by address.

import { addressKey, type CallAddress } from '../features/address.ts';
import type { LayoutCalls, LayoutProcess } from '../match/outcome.ts';

/** Where a call is. */
export interface CallPlace {
  /** What the input's `describeCalls` knows it by. */
  readonly at: number;
  /** Number of its process in the layout. */
  readonly process: number;
}

/** The calls of one listed thread, to be looked up by id. */
class ThreadPlaces {
  /** Number of the process in the layout. */
  readonly process: number;
  readonly #calls: LayoutCalls;
  /** Index by id, where ids do not ascend. */
  readonly #byId: ReadonlyMap<number, number> | undefined;

  constructor(calls: LayoutCalls, process: number) {
    this.process = process;
    this.#calls = calls;
    const ascends = (): boolean => {
      for (let index = 1; index < calls.count; index++) if (this.#idOf(index - 1) >= this.#idOf(index)) return false;
      return true;
    };
    if (ascends()) return;
    const byId = new Map<number, number>();
    for (let index = calls.count - 1; index >= 0; index--) byId.set(this.#idOf(index), index);
    this.#byId = byId;
  }

  /** Where the call is; of several with one id the first counts. */
  find(id: number): number | undefined {
    const index = this.#byId === undefined ? this.#search(id) : this.#byId.get(id);
    return index === undefined ? undefined : this.#calls.atOf(index);
  }

  #search(id: number): number | undefined {
    let low = 0;
    let high = this.#calls.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#idOf(middle);
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  #idOf(index: number): number {
    return this.#calls.addressOf(index).value[3];
  }
}

export class CallPlaces {
  /** By address of thread; ids of processes and threads may be used again. */
  readonly #threads = new Map<string, ThreadPlaces[]>();

  constructor(layout: readonly LayoutProcess[]) {
    for (const [process, { threads }] of layout.entries()) {
      for (const { address, calls } of threads) {
        const key = addressKey(address);
        const known = this.#threads.get(key);
        if (known === undefined) this.#threads.set(key, [new ThreadPlaces(calls, process)]);
        else known.push(new ThreadPlaces(calls, process));
      }
    }
  }

  /** Where the call is; of several with one address the first counts. */
  find({ value: [ppid, pid, tid, id] }: CallAddress): CallPlace | undefined {
    for (const places of this.#threads.get(addressKey({ type: 'thread', value: [ppid, pid, tid] })) ?? []) {
      const at = places.find(id);
      if (at !== undefined) return { at, process: places.process };
    }
    return undefined;
  }
}
