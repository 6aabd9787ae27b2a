// Features in the order in which they were first seen, each once at each place.

import { type Address, addressKey } from '../../../features/address.ts';
import type { Feature } from '../../../features/feature.ts';
import { featureKey } from '../../../features/feature-types.ts';
import type { LocatedFeature } from '../../../features/located.ts';

export class FactList {
  /** Most processes have none. */
  #features: Map<string, LocatedFeature> | undefined;

  /** Adds a feature unless it is known there; `admit` is asked whether there is room for a new one. */
  add(feature: Feature, address: Address, admit: () => boolean): void {
    const key = `${featureKey(feature)}\0${addressKey(address)}`;
    if (this.#features?.has(key) || !admit()) return;
    this.#features ??= new Map();
    this.#features.set(key, { feature, address });
  }

  get size(): number {
    return this.#features?.size ?? 0;
  }

  list(): LocatedFeature[] {
    return [...(this.#features?.values() ?? [])];
  }
}
