// What an instruction satisfies, as the number of a set of leaves, so that rules are evaluated once for each different set. Hot: runs for
// every instruction of a program, so the list that is sorted is reused and keys of addresses are built for counted leaves only.

import { type Address, addressKey } from '../../features/address.ts';
import type { ProgramInstruction } from '../../features/program.ts';
import type { Gathering } from '../run/gathering.ts';
import { grown, type IntSets, sortUnique } from '../run/int-sets.ts';
import type { ProgramFeatures } from './program-features.ts';

export class InstructionLeaves {
  /** Of the last instruction: how many locations leaves have that rules count; undefined if each has one. */
  locations: ReadonlyMap<number, number> | undefined;
  readonly #features: ProgramFeatures;
  readonly #sets: IntSets;
  /** 1 for leaves whose locations some rule counts. */
  readonly #counted: Uint8Array;
  #scratch = new Int32Array(64);

  constructor(features: ProgramFeatures, sets: IntSets, counted: Uint8Array) {
    this.#features = features;
    this.#sets = sets;
    this.#counted = counted;
  }

  /** Number of the instruction's set of leaves. Locations of counted leaves go to `held`. */
  leafSetOf({ address, features: { numbers, addresses } }: ProgramInstruction, held?: Gathering): number {
    let used = 0;
    let isCounted = false;
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] as number;
      this.#features.count(number);
      const leaves = this.#features.leavesOf(number);
      if (used + leaves.length > this.#scratch.length) this.#scratch = grown(this.#scratch, used + leaves.length);
      for (let k = 0; k < leaves.length; k++) {
        const leaf = leaves[k] as number;
        this.#scratch[used++] = leaf;
        if (this.#counted[leaf] === 0) continue;
        isCounted = true;
        held?.addAt(leaf, () => addressKey(addresses?.[i] ?? address));
      }
    }
    this.locations = isCounted && addresses !== undefined ? this.#countLocations(numbers, addresses) : undefined;
    return this.#sets.intern(this.#scratch, sortUnique(this.#scratch, used));
  }

  #countLocations(numbers: ArrayLike<number>, addresses: readonly Address[]): ReadonlyMap<number, number> {
    const places = new Map<number, Set<string>>();
    for (const [i, address] of addresses.entries()) {
      for (const leaf of this.#features.leavesOf(numbers[i] as number)) {
        if (this.#counted[leaf] === 0) continue;
        const known = places.get(leaf);
        if (known === undefined) places.set(leaf, new Set([addressKey(address)]));
        else known.add(addressKey(address));
      }
    }
    return new Map([...places].map(([leaf, keys]) => [leaf, keys.size]));
  }
}
