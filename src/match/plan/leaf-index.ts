// Which leaves a feature satisfies. Immutable; what scanning a string needs to remember belongs to the run that asks.

import type { Feature } from '../../features/feature.ts';
import { FEATURE_TYPES } from '../../features/feature-types.ts';
import type { BytePrefixes } from './byte-prefixes.ts';
import type { FeatureNumbers } from './feature-numbers.ts';
import type { StringPatterns } from './string-patterns.ts';

const NONE: readonly number[] = [];

export class LeafIndex {
  readonly strings: StringPatterns;
  readonly #exact: FeatureNumbers;
  readonly #wildcards: ReadonlyMap<string, number>;
  readonly #prefixes: BytePrefixes;

  constructor(
    exact: FeatureNumbers,
    wildcards: ReadonlyMap<string, number>,
    strings: StringPatterns,
    prefixes: BytePrefixes,
  ) {
    this.strings = strings;
    this.#exact = exact;
    this.#wildcards = wildcards;
    this.#prefixes = prefixes;
  }

  /**
   * Sorted leaves of a feature; `scan` finds the string patterns in a text. Hot: called for every distinct value of a trace, so texts
   * are looked up as they are, without building a key.
   */
  leavesOf(feature: Feature, scan: (text: string) => readonly number[]): readonly number[] {
    const exact = this.#exact.get(feature);
    const others = feature.type === 'string' ? scan(feature.value) : this.#compared(feature);
    if (exact === undefined) return others;
    if (others.length === 0) return [exact];
    return [exact, ...others].sort((a, b) => a - b);
  }

  /** Leaves of conditions that do not ask for exactly this feature. */
  #compared(feature: Feature): readonly number[] {
    switch (FEATURE_TYPES[feature.type].comparison ?? 'equal') {
      case 'equal':
      case 'pattern':
        return NONE;
      case 'prefix':
        return this.#prefixes.find((feature as { readonly value: string }).value);
      case 'wildcard': {
        const { value } = feature as { readonly value: string };
        return [...this.#wildcards]
          .filter(([v]) => v === value || v === 'any' || value === 'any')
          .map(([, leaf]) => leaf);
      }
    }
  }
}
