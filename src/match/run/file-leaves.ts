// What the file as a whole offers to rules: its own features and the global ones. The same for all flavours.

import { type Address, addressKey, NO_ADDRESS } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import { DistinctCounter, hashFeature } from './distinct-counter.ts';
import { ADDRESSLESS } from './evaluate.ts';
import type { MatchRun } from './match-run.ts';

/** What file scope is made of, apart from matches. */
export interface FileFeatures {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
}

/** Leaves, each with its number of distinct locations. */
export type CountedLeaves = readonly (readonly [leaf: number, locations: number])[];

/** The leaves of what a file offers, which may become known bit by bit. */
export class FileLeaves {
  readonly #run: MatchRun;
  readonly #seen = new Map<number, Set<string>>();

  constructor(run: MatchRun, { globals, file }: FileFeatures) {
    this.#run = run;
    for (const feature of globals) this.#add(feature, NO_ADDRESS);
    this.add(file);
  }

  add(features: readonly LocatedFeature[]): void {
    for (const { feature, address } of features) this.#add(feature, address);
  }

  /** One without an address is present and counts as the semantics say. */
  counted(): CountedLeaves {
    const addressless = this.#run.plan.semantics['addressless-count'] ? 1 : ADDRESSLESS;
    return [...this.#seen].map(([leaf, places]) => [leaf, places.size > 0 ? places.size : addressless]);
  }

  #add(feature: Feature, address: Address): void {
    for (const leaf of this.#run.leavesOf(feature)) {
      const places = this.#seen.get(leaf) ?? new Set();
      this.#seen.set(leaf, places);
      if (address.type !== 'no address') places.add(addressKey(address));
    }
  }
}

/** Number of different features of the file and global ones. */
export function countFileFeatures({ globals, file }: FileFeatures): number {
  const keys = new DistinctCounter();
  for (const feature of globals) keys.add(...hashFeature(feature));
  for (const { feature } of file) keys.add(...hashFeature(feature));
  return keys.size;
}
