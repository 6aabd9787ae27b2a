// Which leaves a feature satisfies. Immutable; what scanning a string needs to remember belongs to the run that asks.

import type { Feature } from '../../features/feature.ts';
import { FEATURE_TYPES } from '../../features/feature-types.ts';
import type { BytePrefixes } from './byte-prefixes.ts';
import type { FeatureNumbers } from './feature-numbers.ts';
import type { StringPatterns } from './string-patterns.ts';
import type { TestedLeaves } from './tested-leaves.ts';

const NONE: readonly number[] = [];
const ascending = (a: number, b: number): number => a - b;

/** Finds which of the patterns occur in a text. */
type Scan = (text: string, patterns: StringPatterns) => readonly number[];

export class LeafIndex {
  readonly strings: StringPatterns;
  readonly #exact: FeatureNumbers;
  readonly #wildcards: ReadonlyMap<string, number>;
  readonly #prefixes: BytePrefixes;
  readonly #tested: TestedLeaves;

  constructor(
    exact: FeatureNumbers,
    wildcards: ReadonlyMap<string, number>,
    strings: StringPatterns,
    prefixes: BytePrefixes,
    tested: TestedLeaves,
  ) {
    this.strings = strings;
    this.#exact = exact;
    this.#wildcards = wildcards;
    this.#prefixes = prefixes;
    this.#tested = tested;
  }

  /**
   * Sorted leaves of a feature; `scan` finds string patterns in a text. Hot: called for every distinct value of a trace, so texts
   * are looked up as they are, without building a key.
   */
  leavesOf(feature: Feature, scan: Scan): readonly number[] {
    const exact = this.#exact.get(feature);
    const others = feature.type === 'string' ? scan(feature.value, this.strings) : this.#compared(feature, scan);
    if (exact === undefined) return others;
    if (others.length === 0) return [exact];
    return [exact, ...others].sort(ascending);
  }

  /** Leaves of conditions that do not ask for exactly this feature. */
  #compared(feature: Feature, scan: Scan): readonly number[] {
    switch (FEATURE_TYPES[feature.type].comparison ?? 'equal') {
      case 'equal': {
        const found = this.#tested.find(feature, scan);
        return found.length < 2 ? found : [...found].sort(ascending);
      }
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
