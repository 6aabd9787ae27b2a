// What an instruction satisfies, as the number of a set of leaves, so that rules are evaluated once for each different set. Hot: runs for
// every instruction of a program, so the list that is sorted is reused and keys of addresses are built for counted leaves only.

import { grown } from '../../bytes/growable.ts';
import { type Address, addressKey } from '../../features/address.ts';
import type { ProgramInstruction } from '../../features/program.ts';
import type { Gathering } from '../run/gathering.ts';
import { type IntSets, sortUnique } from '../run/int-sets.ts';
import type { ProgramFeatures } from './program-features.ts';

export class InstructionLeaves {
  /** Of the last instruction: how many locations leaves have that rules count; undefined if each has one. */
  locations: ReadonlyMap<number, number> | undefined;
  readonly #features: ProgramFeatures;
  readonly #sets: IntSets;
  /** 1 for leaves whose locations some rule counts. */
  readonly #counted: Uint8Array;
  /** Numbers of the empty set and, by leaf plus 1, of sets of one leaf; -1 for those that were not met yet. */
  readonly #small: Int32Array;
  #scratch = new Int32Array(64);

  constructor(features: ProgramFeatures, sets: IntSets, counted: Uint8Array) {
    this.#features = features;
    this.#sets = sets;
    this.#counted = counted;
    this.#small = new Int32Array(counted.length + 1).fill(-1);
  }

  /** Number of the instruction's set of leaves. Locations of counted leaves go to `held`. */
  leafSetOf({ address, features: { numbers, addresses } }: ProgramInstruction, held?: Gathering): number {
    let used = 0;
    let countedLeaves = 0;
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] as number;
      this.#features.count(number);
      const leaves = this.#features.leavesOf(number);
      if (used + leaves.length > this.#scratch.length) this.#scratch = grown(this.#scratch, used + leaves.length);
      for (let k = 0; k < leaves.length; k++) {
        const leaf = leaves[k] as number;
        this.#scratch[used++] = leaf;
        if (this.#counted[leaf] === 0) continue;
        countedLeaves++;
        held?.addAt(leaf, { key: () => addressKey(addresses?.[i] ?? address) });
      }
    }
    this.locations =
      countedLeaves > 1 && addresses !== undefined ? this.#countLocations(numbers, addresses) : undefined;
    return this.#numberOf(used);
  }

  /** Counts the features of a block or function and puts what they satisfy into `held`. */
  gather({ address, features: { numbers, addresses } }: ProgramInstruction, held: Gathering): void {
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] as number;
      this.#features.count(number);
      for (const leaf of this.#features.leavesOf(number)) {
        held.addAt(leaf, { key: () => addressKey(addresses?.[i] ?? address) });
      }
    }
  }

  /** Number of the set of the first `used` leaves of the list. Most instructions satisfy nothing, or one thing. */
  #numberOf(used: number): number {
    if (used > 1) return this.#sets.intern(this.#scratch, sortUnique(this.#scratch, used));
    const key = used === 0 ? 0 : (this.#scratch[0] as number) + 1;
    const known = this.#small[key] as number;
    if (known >= 0) return known;
    const number = this.#sets.intern(this.#scratch, used);
    this.#small[key] = number;
    return number;
  }

  /** Undefined if every counted leaf has one location after all. */
  #countLocations(numbers: ArrayLike<number>, addresses: readonly Address[]): ReadonlyMap<number, number> | undefined {
    const places = new Map<number, Set<string>>();
    for (const [i, address] of addresses.entries()) {
      for (const leaf of this.#features.leavesOf(numbers[i] as number)) {
        if (this.#counted[leaf] === 0) continue;
        const known = places.get(leaf);
        if (known === undefined) places.set(leaf, new Set([addressKey(address)]));
        else known.add(addressKey(address));
      }
    }
    const counts = new Map([...places].map(([leaf, keys]) => [leaf, keys.size]));
    return [...counts.values()].every((count) => count === 1) ? undefined : counts;
  }
}
