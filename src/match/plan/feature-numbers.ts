// A map from features to numbers. Most features are a type and a text or an integer, and are found without building a key for them.

import type { Feature, FeatureType, Integer } from '../../features/feature.ts';
import { FEATURE_TYPES, featureKey, featureValue } from '../../features/feature-types.ts';

export class FeatureNumbers {
  /** Features whose type and value say everything. */
  readonly #plain = new Map<FeatureType, Map<string | Integer, number>>();
  /** The others, by featureKey. */
  readonly #keyed = new Map<string, number>();

  get(feature: Feature): number | undefined {
    const value = plainValue(feature);
    if (value !== undefined) return this.#plain.get(feature.type)?.get(value);
    return this.#keyed.get(featureKey(feature));
  }

  set(feature: Feature, number: number): void {
    const value = plainValue(feature);
    if (value === undefined) {
      this.#keyed.set(featureKey(feature), number);
      return;
    }
    const known = this.#plain.get(feature.type);
    if (known === undefined) this.#plain.set(feature.type, new Map([[value, number]]));
    else known.set(value, number);
  }
}

function plainValue(feature: Feature): string | Integer | undefined {
  return FEATURE_TYPES[feature.type].qualifier === undefined ? featureValue(feature) : undefined;
}
