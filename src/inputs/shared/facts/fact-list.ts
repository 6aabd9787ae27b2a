// Features in the order in which they were first seen, each once.

import type { Feature } from '../../../features/feature.ts';
import { featureKey } from '../../../features/feature-types.ts';

export class FactList implements Iterable<Feature> {
  /** Most processes have none. */
  #features: Map<string, Feature> | undefined;

  /** Adds a feature unless it is known; `admit` is asked whether there is room for a new one. */
  add(feature: Feature, admit: () => boolean): void {
    const key = featureKey(feature);
    if (this.#features?.has(key) || !admit()) return;
    this.#features ??= new Map();
    this.#features.set(key, feature);
  }

  [Symbol.iterator](): Iterator<Feature> {
    return (this.#features ?? new Map<string, Feature>()).values();
  }
}
