// How far functions reach at most: to the next one that the file names.

import type { CodeFacts } from '../program-code.ts';

export class Extents {
  readonly #facts: CodeFacts;
  #starts: Float64Array | undefined;

  constructor(facts: CodeFacts) {
    this.#facts = facts;
  }

  /** Whether two addresses may lie in the same function. */
  isSame(one: number, other: number): boolean {
    return this.#position(one) === this.#position(other);
  }

  /** How many functions begin up to an address. */
  #position(address: number): number {
    this.#starts ??= Float64Array.from(this.#facts.seeds, (seed) => seed.address).sort();
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
