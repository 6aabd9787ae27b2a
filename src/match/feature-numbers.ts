// A map from features to numbers. Most features are a type and a text or an integer, and are found without building a key for them.

import type { Feature, FeatureType, Integer } from '../features/feature.ts';
import { featureKey } from '../features/feature-types.ts';

export class FeatureNumbers {
  /** Features whose type and value say everything. */
  readonly #plain = new Map<FeatureType, Map<string | Integer, number>>();
  /** The others, by featureKey. */
  readonly #keyed = new Map<string, number>();

  get(feature: Feature): number | undefined {
    if (isPlain(feature)) return this.#plain.get(feature.type)?.get(feature.value);
    return this.#keyed.get(featureKey(feature));
  }

  set(feature: Feature, number: number): void {
    if (!isPlain(feature)) {
      this.#keyed.set(featureKey(feature), number);
      return;
    }
    const known = this.#plain.get(feature.type);
    if (known === undefined) this.#plain.set(feature.type, new Map([[feature.value, number]]));
    else known.set(feature.value, number);
  }
}

type PlainFeature = Exclude<Feature, { type: 'operand number' | 'operand offset' | 'property' | 'basic block' }>;

function isPlain(feature: Feature): feature is PlainFeature {
  const { type } = feature;
  return type !== 'operand number' && type !== 'operand offset' && type !== 'property' && type !== 'basic block';
}
