// A map from features to numbers. Most features are a type and a text or an integer, and are found without building a key for them.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Feature, FeatureType, Integer } from '../../features/feature.ts';
import { FEATURE_TYPES, featureKey, featureValue } from '../../features/feature-types.ts';

export class FeatureNumbers {
  /** Features whose type and value say everything. */
  readonly #texts = new Map<FeatureType, Map<string, number>>();
  readonly #integers = new Map<FeatureType, IntegerMap<number, Integer>>();
  /** The others, by featureKey. */
  readonly #keyed = new Map<string, number>();

  get(feature: Feature): number | undefined {
    const value = plainValue(feature);
    if (value === undefined) return this.#keyed.get(featureKey(feature));
    if (typeof value === 'string') return this.#texts.get(feature.type)?.get(value);
    return this.#integers.get(feature.type)?.get(value);
  }

  set(feature: Feature, number: number): void {
    const value = plainValue(feature);
    if (value === undefined) this.#keyed.set(featureKey(feature), number);
    else if (typeof value === 'string') entryOf(this.#texts, feature.type, () => new Map()).set(value, number);
    else entryOf(this.#integers, feature.type, () => new IntegerMap()).set(value, number);
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function plainValue(feature: Feature): string | Integer | undefined {
  const { qualifier, hasTests } = FEATURE_TYPES[feature.type];
  return qualifier === undefined && hasTests === undefined ? featureValue(feature) : undefined;
}
