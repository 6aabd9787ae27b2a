// The features of the place that is being looked at. One list is filled again and again.

import type { Address } from '../../../features/address.ts';
import type { PlacedFeatures } from '../../../features/program.ts';

/** Features with numbers below this share their lists. Mnemonics are met early. */
const SHARED = 4096;

export class FeatureList {
  readonly #numbers: number[] = [];
  /** Of those that were seen elsewhere than at the place. */
  readonly #elsewhere: (readonly [index: number, address: Address])[] = [];
  /** Lists of one feature, by its number: many instructions have their mnemonic only. */
  readonly #singles: PlacedFeatures[] = [];

  add(number: number): void {
    this.#numbers.push(number);
  }

  addAt(number: number, address: Address): void {
    this.#elsewhere.push([this.#numbers.length, address]);
    this.#numbers.push(number);
  }

  /** What was added, to a place at `owner`; the list is empty then. */
  take(owner: Address): PlacedFeatures {
    const numbers = this.#numbers;
    if (this.#elsewhere.length > 0) return this.#takeElsewhere(owner);
    const [first] = numbers;
    if (numbers.length === 1 && first !== undefined && first < SHARED) {
      numbers.length = 0;
      this.#singles[first] ??= { numbers: [first] };
      return this.#singles[first];
    }
    const taken = numbers.slice();
    numbers.length = 0;
    return { numbers: taken };
  }

  #takeElsewhere(owner: Address): PlacedFeatures {
    const numbers = this.#numbers.slice();
    const addresses = new Array<Address>(numbers.length).fill(owner);
    for (const [index, address] of this.#elsewhere) addresses[index] = address;
    this.#numbers.length = 0;
    this.#elsewhere.length = 0;
    return { numbers, addresses };
  }
}
