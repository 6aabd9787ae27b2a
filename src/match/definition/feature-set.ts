// Features of an instance, with their locations, as the definition of matching sees them.

import { type Address, addressKey, NO_ADDRESS } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import { featureKey } from '../../features/feature-types.ts';
import { matchKeys } from '../../rules/dependencies.ts';
import type { Rule } from '../../rules/rule.ts';

export type Locations = Map<string, Address>;

/** Features in order of insertion, each with the set of its locations. */
export class FeatureSet {
  readonly entries: Map<string, { readonly feature: Feature; readonly locations: Locations }> = new Map();

  add(feature: Feature, address?: Address): void {
    const key = featureKey(feature);
    const entry = this.entries.get(key) ?? { feature, locations: new Map() };
    this.entries.set(key, entry);
    if (address !== undefined) entry.locations.set(addressKey(address), address);
  }

  addAll(other: FeatureSet): void {
    for (const { feature, locations } of other.entries.values()) {
      this.add(feature);
      for (const address of locations.values()) this.add(feature, address);
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
