// Chains of return addresses, each once: calls of a loop come from the same place. Kept for runs that look at callers only.

import { IntSets } from '../run/int-sets.ts';

const LOW_WORD = 2 ** 32;

export class ChainTable {
  /** Two words for each address. */
  readonly #lists = new IntSets();
  #words = new Int32Array(16);

  /** Different chains so far. */
  get size(): number {
    return this.#lists.size;
  }

  /** Number of a chain. */
  intern(chain: ArrayLike<number>): number {
    const { length } = chain;
    if (length * 2 > this.#words.length) this.#words = new Int32Array(length * 4);
    for (let i = 0; i < length; i++) {
      const address = chain[i] as number;
      this.#words[i * 2] = address | 0;
      this.#words[i * 2 + 1] = Math.floor(address / LOW_WORD);
    }
    return this.#lists.intern(this.#words, length * 2);
  }

  /** The chain with that number. */
  get(number: number): number[] {
    const words = this.#lists.get(number);
    const chain: number[] = [];
    for (let i = 0; i < words.length; i += 2) {
      chain.push((words[i + 1] as number) * LOW_WORD + ((words[i] as number) >>> 0));
    }
    return chain;
  }
}
