// Lists of integers, as compact as they can be: there may be millions of matches.

import { grown } from './int-sets.ts';

/** A growing list of integers. */
export class IntList {
  #items = new Int32Array(8);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#items.length) this.#items = grown(this.#items, this.#length * 2);
    this.#items[this.#length++] = value;
  }

  /** The items; a view, valid until the next push. */
  items(): Int32Array {
    return this.#items.subarray(0, this.#length);
  }
}

/** Position of the last item <= `value` in an ascending list, or -1. */
export function findLastAtMost(list: Int32Array, value: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) <= value) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
