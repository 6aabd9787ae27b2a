// What the file as a whole offers to rules: its own features and the global ones. The same for all flavours.

import { type Address, addressKey, NO_ADDRESS } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import { FEATURE_TYPES } from '../../features/feature-types.ts';
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

/** Leaves of the file's features. One without an address is present and counts as the semantics say. */
export function findFileLeaves(run: MatchRun, { globals, file }: FileFeatures): CountedLeaves {
  const seen = new Map<number, Set<string>>();
  const add = (feature: Feature, address: Address): void => {
    for (const leaf of run.leavesOf(feature)) {
      const places = seen.get(leaf) ?? new Set();
      seen.set(leaf, places);
      if (address.type !== 'no address') places.add(addressKey(address));
    }
  };
  for (const feature of globals) add(feature, NO_ADDRESS);
  for (const { feature, address } of file) add(feature, address);
  const addressless = run.plan.semantics['addressless-count'] ? 1 : ADDRESSLESS;
  return [...seen].map(([leaf, places]) => [leaf, places.size > 0 ? places.size : addressless]);
}

/** Number of different features of the file and global ones. */
export function countFileFeatures({ globals, file }: FileFeatures): number {
  const keys = new DistinctCounter();
  for (const feature of globals) keys.add(...hashFeature(feature));
  for (const { feature } of file) {
    if (FEATURE_TYPES[feature.type].isDetail === undefined) keys.add(...hashFeature(feature));
  }
  return keys.size;
}
