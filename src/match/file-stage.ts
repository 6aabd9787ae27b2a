// File scope, the same for both flavours: the file's own features, global ones, and the matches of all smaller scopes.

import { type Address, addressKey, NO_ADDRESS } from '../features/address.ts';
import type { Feature } from '../features/feature.ts';
import type { LocatedFeature } from '../features/located.ts';
import type { Semantics } from '../semantics.ts';
import type { Bucket, CompiledRule, CompiledRules } from './compile.ts';
import { DistinctCounter, hashFeature } from './distinct-counter.ts';
import { ADDRESSLESS, type MatchCounters } from './evaluate.ts';
import { Instance } from './instance.ts';

/** What file scope is made of, apart from matches. */
export interface FileFeatures {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
}

function fileBucket(rules: CompiledRules): Bucket {
  const bucket = rules.buckets.get('file');
  if (bucket === undefined) throw new Error('rules have no file scope');
  return bucket;
}

/** Leaves of the file's own features, each with its number of distinct locations. */
export type FileLeaves = readonly (readonly [leaf: number, locations: number])[];

/** A feature without an address is present and counts as the semantics say. */
export function findFileLeaves(
  rules: CompiledRules,
  { globals, file }: FileFeatures,
  semantics: Semantics,
): FileLeaves {
  const seen = new Map<number, Set<string>>();
  const add = (feature: Feature, address: Address): void => {
    for (const leaf of rules.leavesOf(feature)) {
      const places = seen.get(leaf) ?? new Set();
      seen.set(leaf, places);
      if (address.type !== 'no address') places.add(addressKey(address));
    }
  };
  for (const feature of globals) add(feature, NO_ADDRESS);
  for (const { feature, address } of file) add(feature, address);
  const addressless = semantics['addressless-count'] ? 1 : ADDRESSLESS;
  return [...seen].map(([leaf, places]) => [leaf, places.size > 0 ? places.size : addressless]);
}

/** Matches file scope. `matches`: leaves of the matches of smaller scopes with their numbers of locations. */
export function matchFileLeaves(
  rules: CompiledRules,
  leaves: FileLeaves,
  matches: FileLeaves,
  counters: MatchCounters,
): CompiledRule[] {
  const instance = new Instance(fileBucket(rules), rules.leafCount, [], counters);
  for (const [leaf, locations] of leaves) instance.add(leaf, locations);
  for (const [leaf, locations] of matches) instance.add(leaf, locations);
  return instance.run(() => false).matched.map((rank) => instance.bucket.rules[rank] as CompiledRule);
}

/** Number of different features of the file and global ones. */
export function countFileKeys({ globals, file }: FileFeatures): number {
  const keys = new DistinctCounter();
  for (const feature of globals) keys.add(...hashFeature(feature));
  for (const { feature } of file) keys.add(...hashFeature(feature));
  return keys.size;
}
