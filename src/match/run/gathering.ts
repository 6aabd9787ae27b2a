// What an instance above the units holds while it is matched: its units by distinct result, and the locations that do not follow from
// them. This is where features and matches rise from scope to scope.

import { ADDRESSLESS } from './evaluate.ts';
import type { Instance } from './instance.ts';
import type { UnitResult } from './unit-stage.ts';

/** How units are located: each at a place that no other unit of the instance has, or at places that may come again. */
export type UnitLocations = 'distinct' | 'shared';

/** A location that can say the key of its address; building one costs more than most of them are worth. */
export interface Keyed {
  key(): string;
}

const NONE: readonly number[] = [];

export class Gathering {
  readonly #counted: Uint8Array;
  readonly #unitsAre: UnitLocations;
  readonly #units = new Map<UnitResult, number>();
  // There are as many of these as there are basic blocks, and most need none of the following.
  /** Leaves that nobody counts. */
  #present: Set<number> | undefined;
  /** Distinct locations of leaves that some rule counts, by the key of their address. */
  #places: Map<number, Set<string>> | undefined;
  /** Further locations, known to be distinct. */
  #extra: Map<number, number> | undefined;

  /** `counted`: 1 for leaves whose locations some rule counts. */
  constructor(counted: Uint8Array, unitsAre: UnitLocations) {
    this.#counted = counted;
    this.#unitsAre = unitsAre;
  }

  /** `times` more units; true if they are the first with this result. */
  addUnit(result: UnitResult, times: number): boolean {
    const known = this.#units.get(result);
    this.#units.set(result, (known ?? 0) + times);
    return known === undefined;
  }

  /** A leaf at a location, whose key is asked for if the leaf is counted. */
  addAt(leaf: number, location: Keyed): void {
    if (this.#counted[leaf] === 0) {
      this.#present ??= new Set();
      this.#present.add(leaf);
      return;
    }
    this.#placesOf(leaf).add(location.key());
  }

  /** `locations` of a leaf that are not among those of any unit, nor added otherwise. */
  addExtra(leaf: number, locations: number): void {
    this.#extra ??= new Map();
    this.#extra.set(leaf, (this.#extra.get(leaf) ?? 0) + locations);
  }

  /** Everything that an instance inside this one holds. */
  addAll(inner: Gathering): void {
    for (const [result, times] of inner.#units) this.#units.set(result, (this.#units.get(result) ?? 0) + times);
    if (inner.#present !== undefined) {
      this.#present ??= new Set();
      for (const leaf of inner.#present) this.#present.add(leaf);
    }
    for (const [leaf, places] of inner.#places ?? []) {
      const own = this.#placesOf(leaf);
      for (const place of places) own.add(place);
    }
    for (const [leaf, locations] of inner.#extra ?? []) this.addExtra(leaf, locations);
  }

  /** Whether a leaf has this location. Known of counted leaves only. */
  isAt(leaf: number, location: Keyed): boolean {
    return this.#places?.get(leaf)?.has(location.key()) === true;
  }

  /** Counts everything into an instance. */
  addTo(instance: Instance): void {
    const mayRepeat = this.#unitsAre === 'shared';
    for (const [{ closed }, times] of this.#units) {
      for (let i = 0; i < closed.length; i++) {
        const leaf = closed[i] as number;
        if (!mayRepeat || this.#counted[leaf] === 0) instance.add(leaf, Math.min(times, ADDRESSLESS - 1));
      }
    }
    for (const leaf of this.#present ?? NONE) instance.add(leaf, 1);
    for (const [leaf, places] of this.#places ?? []) instance.add(leaf, places.size);
    for (const [leaf, locations] of this.#extra ?? []) instance.add(leaf, locations);
  }

  #placesOf(leaf: number): Set<string> {
    this.#places ??= new Map();
    const known = this.#places.get(leaf);
    if (known !== undefined) return known;
    const places = new Set<string>();
    this.#places.set(leaf, places);
    return places;
  }
}
