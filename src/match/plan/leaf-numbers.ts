// Hands out leaf numbers while rules are planned: one for each distinct test that some rule makes. Presence and counts look at
// exactly the feature; plain conditions compare as the type of feature says, so patterns have leaves of their own.

import type { Feature } from '../../features/feature.ts';
import { comparisonOf, FEATURE_TYPES, featureKey } from '../../features/feature-types.ts';
import type { RegexTable } from '../../rules/regex-table.ts';
import { BytePrefixes } from './byte-prefixes.ts';
import { FeatureNumbers } from './feature-numbers.ts';
import { LeafIndex } from './leaf-index.ts';
import { type StringPattern, StringPatterns } from './string-patterns.ts';
import { TestedLeaves } from './tested-leaves.ts';

export class LeafNumbers {
  readonly #exact = new FeatureNumbers();
  readonly #wildcards = new Map<string, number>();
  readonly #patterns = new Map<string, number>();
  readonly #stringPatterns: StringPattern[] = [];
  readonly #prefixes: { leaf: number; prefix: string }[] = [];
  readonly #counted: number[] = [];
  readonly #regexes: RegexTable;
  readonly #tested: TestedLeaves;
  /** Leaves of global features, which have no location. */
  readonly globals: Set<number> = new Set();
  /** Leaves whose evidence is the first matching feature's locations only. */
  readonly firstOnly: Set<number> = new Set();
  count = 0;

  constructor(regexes: RegexTable) {
    this.#regexes = regexes;
    this.#tested = new TestedLeaves(regexes);
  }

  /** The leaf of a feature as a plain condition. */
  ofCondition(feature: Feature): number {
    switch (comparisonOf(feature)) {
      case 'equal':
        return this.#ofExactly(feature);
      case 'pattern':
        return this.#once(this.#patterns, featureKey(feature), (leaf) => this.#addPattern(leaf, feature));
      case 'tested':
        return this.#once(this.#patterns, featureKey(feature), (leaf) => this.#tested.add(leaf, feature));
      case 'prefix':
        return this.#once(this.#patterns, featureKey(feature), (leaf) => {
          this.#prefixes.push({ leaf, prefix: textOf(feature) });
          this.firstOnly.add(leaf);
        });
      case 'wildcard':
        return this.#once(this.#wildcards, textOf(feature), (leaf) => {
          this.globals.add(leaf);
          this.firstOnly.add(leaf);
        });
    }
  }

  /** The leaf of a feature whose locations are counted: of exactly this one, unless it says how it is compared. */
  ofCount(feature: Feature): number {
    const leaf = comparisonOf(feature) === 'tested' ? this.ofCondition(feature) : this.#ofExactly(feature);
    this.#counted.push(leaf);
    return leaf;
  }

  /**
   * The leaf that is looked up where an index may not use wildcards: the reference finds an os in its index exactly, although it
   * evaluates `any` as a wildcard.
   */
  withoutWildcard(leaf: number): number {
    for (const [value, wildcard] of this.#wildcards) {
      if (wildcard === leaf) return this.#ofExactly({ type: 'os', value });
    }
    return leaf;
  }

  /** The leaf of a `match` feature that some rule names. */
  ofMatchKey(key: string): number | undefined {
    return this.#exact.get({ type: 'match', value: key });
  }

  /** What looks leaves up; nothing may be numbered afterwards. */
  finish(): { readonly index: LeafIndex; readonly counted: Uint8Array } {
    const counted = new Uint8Array(this.count);
    for (const leaf of this.#counted) counted[leaf] = 1;
    const strings = new StringPatterns(this.#stringPatterns);
    const prefixes = new BytePrefixes(this.#prefixes);
    return { index: new LeafIndex(this.#exact, this.#wildcards, strings, prefixes, this.#tested), counted };
  }

  #ofExactly(feature: Feature): number {
    const known = this.#exact.get(feature);
    if (known !== undefined) return known;
    const leaf = this.count++;
    this.#exact.set(feature, leaf);
    if (FEATURE_TYPES[feature.type].isGlobal === true) this.globals.add(leaf);
    return leaf;
  }

  #addPattern(leaf: number, feature: Feature): void {
    this.#stringPatterns.push(
      feature.type === 'regex'
        ? { id: leaf, kind: 'regex', regex: this.#regexes.get(feature.value) }
        : { id: leaf, kind: 'substring', text: textOf(feature) },
    );
  }

  #once(table: Map<string, number>, key: string, isNew: (leaf: number) => void): number {
    const known = table.get(key);
    if (known !== undefined) return known;
    const leaf = this.count++;
    table.set(key, leaf);
    isNew(leaf);
    return leaf;
  }
}

/** The value of a feature whose type has a text. */
function textOf(feature: Feature): string {
  return (feature as { readonly value: string }).value;
}
