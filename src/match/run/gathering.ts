// What an instance above the units holds while it is matched: its units by distinct result, and the locations that do not follow from
// them. This is where features and matches rise from scope to scope.

import type { Instance } from './instance.ts';
import type { UnitResult } from './unit-stage.ts';

/** How units are located: each at a place that no other unit of the instance has, or at places that may come again. */
export type UnitLocations = 'distinct' | 'shared';

export class Gathering {
  readonly #counted: Uint8Array;
  readonly #unitsAre: UnitLocations;
  readonly #units = new Map<UnitResult, number>();
  /** Leaves that nobody counts. */
  readonly #present = new Set<number>();
  /** Distinct locations of leaves that some rule counts, by the key of their address. */
  readonly #places = new Map<number, Set<string>>();
  /** Further locations, known to be distinct. */
  readonly #extra = new Map<number, number>();

  /** `counted`: 1 for leaves whose locations some rule counts. */
  constructor(counted: Uint8Array, unitsAre: UnitLocations) {
    this.#counted = counted;
    this.#unitsAre = unitsAre;
  }

  /** One more unit; true if it is the first with this result. */
  addUnit(result: UnitResult): boolean {
    const times = this.#units.get(result);
    this.#units.set(result, (times ?? 0) + 1);
    return times === undefined;
  }

  /** A leaf at a location; `keyOf` its address is asked for counted leaves only. */
  addAt(leaf: number, keyOf: () => string): void {
    if (this.#counted[leaf] === 0) {
      this.#present.add(leaf);
      return;
    }
    const places = this.#places.get(leaf);
    if (places === undefined) this.#places.set(leaf, new Set([keyOf()]));
    else places.add(keyOf());
  }

  /** `locations` of a leaf that are not among those of any unit, nor added otherwise. */
  addExtra(leaf: number, locations: number): void {
    this.#extra.set(leaf, (this.#extra.get(leaf) ?? 0) + locations);
  }

  /** Everything that an instance inside this one holds. */
  addAll(inner: Gathering): void {
    for (const [result, times] of inner.#units) this.#units.set(result, (this.#units.get(result) ?? 0) + times);
    for (const leaf of inner.#present) this.#present.add(leaf);
    for (const [leaf, places] of inner.#places) {
      const own = this.#places.get(leaf);
      if (own === undefined) this.#places.set(leaf, new Set(places));
      else for (const place of places) own.add(place);
    }
    for (const [leaf, locations] of inner.#extra) this.addExtra(leaf, locations);
  }

  /** Whether a leaf has a location with this key. Known of counted leaves only. */
  isAt(leaf: number, key: string): boolean {
    return this.#places.get(leaf)?.has(key) === true;
  }

  /** Counts everything into an instance. */
  addTo(instance: Instance): void {
    const mayRepeat = this.#unitsAre === 'shared';
    for (const [{ closed }, times] of this.#units) {
      for (const leaf of closed) if (!mayRepeat || this.#counted[leaf] === 0) instance.add(leaf, times);
    }
    for (const leaf of this.#present) instance.add(leaf, 1);
    for (const [leaf, places] of this.#places) instance.add(leaf, places.size);
    for (const [leaf, locations] of this.#extra) instance.add(leaf, locations);
  }
}
