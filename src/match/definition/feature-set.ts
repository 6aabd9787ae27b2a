// Features of an instance, with their locations, as the definition of matching sees them.

import { type Address, addressKey, NO_ADDRESS } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import { featureKey } from '../../features/feature-types.ts';
import { matchKeys } from '../../rules/dependencies.ts';
import type { Rule } from '../../rules/rule.ts';

/** Locations by the key of their address. */
export type Locations = Map<string, { readonly address: Address; readonly times: number }>;

export function addressesOf(locations: Locations): Address[] {
  return Array.from(locations.values(), ({ address }) => address);
}

/** What `count()` sees of them. */
export function countLocations(locations: Locations): number {
  let count = 0;
  for (const { times } of locations.values()) count += times;
  return count;
}

/** A call in the order of its thread, with what it holds. */
export interface OrderedCall {
  readonly address: Address;
  readonly times: number;
  /** How many calls were recorded before it, in all threads. */
  readonly arrival: number;
  /** When it was made, in milliseconds; NaN where that is not known. */
  readonly time: number;
  readonly holds: FeatureSet;
}

/** Features in order of insertion, each with the set of its locations. */
export class FeatureSet {
  /** The calls of a thread or a process, in order. */
  calls: readonly OrderedCall[] = [];
  readonly entries: Map<string, { readonly feature: Feature; readonly locations: Locations }> = new Map();

  /** `times`: for how many locations this one stands. */
  add(feature: Feature, address?: Address, times = 1): void {
    const key = featureKey(feature);
    const entry = this.entries.get(key) ?? { feature, locations: new Map() };
    this.entries.set(key, entry);
    if (address === undefined) return;
    const at = addressKey(address);
    entry.locations.set(at, { address, times: Math.max(times, entry.locations.get(at)?.times ?? 0) });
  }

  /** Everything in `other`, which is what an instance holds that stands for `instances.times` of them at `instances.address`. */
  addAll(other: FeatureSet, instances?: { readonly address: Address; readonly times?: number }): void {
    const folded = instances?.times === undefined ? undefined : addressKey(instances.address);
    for (const { feature, locations } of other.entries.values()) {
      this.add(feature);
      for (const [key, { address, times }] of locations) {
        this.add(feature, address, key === folded ? times * (instances?.times ?? 1) : times);
      }
    }
  }

  addGlobals(features: Iterable<Feature>): void {
    for (const feature of features) this.add(feature, NO_ADDRESS);
  }

  /** The `match` features that a match of `rule` at `address` adds. */
  addMatch(rule: Rule, address: Address): void {
    for (const value of matchKeys(rule.meta)) this.add({ type: 'match', value }, address);
  }
}
