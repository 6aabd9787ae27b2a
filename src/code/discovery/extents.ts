// How far a function reaches at most: to the next one that the file names.

import type { CodeFacts } from '../program-code.ts';

export class Extents {
  readonly #facts: CodeFacts;
  #starts: Float64Array | undefined;

  constructor(facts: CodeFacts) {
    this.#facts = facts;
  }

  /** Whether an address may be a part of the function that begins at another. */
  holds(start: number, address: number): boolean {
    return address > start && address < this.#endOf(start);
  }

  #endOf(start: number): number {
    this.#starts ??= Float64Array.from(this.#facts.seeds, ({ address }) => address).sort();
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= start) low = middle + 1;
      else high = middle;
    }
    return this.#starts[low] ?? Infinity;
  }
}
