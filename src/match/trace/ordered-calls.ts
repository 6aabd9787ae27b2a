// Calls in an order in which sequences are looked for: those of a thread, or of all threads of a process. Hot where rules ask for an order.

import { comparableValue } from '../evidence/evidence.ts';
import type { PlannedSequence } from '../plan/node.ts';
import type { MarkableUnits } from '../run/instances.ts';
import { includesSorted } from '../run/int-sets.ts';
import type { FoundUnits } from '../run/sequence-search.ts';
import type { UnitResult } from '../run/unit-stage.ts';
import type { CallTable } from './call-table.ts';

/** Positions of calls in order: a range of them, or a list. */
export type Positions = Uint32Array | { readonly start: number; readonly end: number };

/** What ordered calls belong to. */
interface Owner {
  readonly table: CallTable;
  /** What calls with a set of leaves are. */
  resultOf(leafSet: number): UnitResult;
  mark(position: number): void;
  keep(positions: Positions, found: ReadonlyMap<PlannedSequence, FoundUnits>): void;
}

export class OrderedCalls implements MarkableUnits {
  readonly length: number;
  readonly #table: CallTable;
  readonly #owner: Owner;
  readonly #positions: Positions;
  readonly #start: number;
  readonly #list: Uint32Array | undefined;

  constructor(owner: Owner, positions: Positions) {
    this.#table = owner.table;
    this.#owner = owner;
    this.#positions = positions;
    if ('start' in positions) {
      this.length = positions.end - positions.start;
      this.#start = positions.start;
    } else {
      this.length = positions.length;
      this.#start = 0;
      this.#list = positions;
    }
  }

  /** Where the call is in the table. */
  positionOf(index: number): number {
    return this.#list === undefined ? this.#start + index : (this.#list[index] as number);
  }

  setAt(index: number): number {
    return this.#table.leafSetOf(this.positionOf(index));
  }

  resultOf(leafSet: number): UnitResult {
    return this.#owner.resultOf(leafSet);
  }

  timesAt(index: number): number {
    return this.#table.timesOf(this.positionOf(index));
  }

  timeAt(index: number): number {
    return this.#table.momentOf(this.positionOf(index));
  }

  /** The values in a call of what satisfies a leaf, as sequences compare them. */
  valuesAt(index: number, leaf: number): readonly string[] {
    const { values, valueSets } = this.#table.recorder;
    const found: string[] = [];
    for (const number of valueSets.get(this.#table.valueSetOf(this.positionOf(index)))) {
      if (includesSorted(values.leavesOf(number), leaf)) found.push(comparableValue(values.featureOf(number)));
    }
    return found;
  }

  markAt(index: number): void {
    this.#owner.mark(this.positionOf(index));
  }

  keep(found: ReadonlyMap<PlannedSequence, FoundUnits>): void {
    this.#owner.keep(this.#positions, found);
  }
}
