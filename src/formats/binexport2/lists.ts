// Lists of lists of numbers, as compact as they can be: a file may have many millions.

import { Column } from '../../bytes/growable.ts';

const NOTHING: readonly number[] = [];
const ints = (length: number): Int32Array => new Int32Array(length);
const floats = (length: number): Float64Array => new Float64Array(length);

export const intColumn = (): Column<Int32Array> => new Column(ints);
export const floatColumn = (): Column<Float64Array> => new Column(floats);

/** For each entry a list of numbers, most of them short. */
export class ListColumn {
  readonly #items: Column<Float64Array | Int32Array>;
  /** Where each list ends. */
  readonly #ends = intColumn();

  constructor(create: () => Column<Float64Array | Int32Array> = intColumn) {
    this.#items = create();
  }

  /** Entries that were closed. */
  get length(): number {
    return this.#ends.length;
  }

  /** Adds to the list of the entry that is being read. */
  add(value: number): void {
    this.#items.push(value);
  }

  /** The list of the entry is complete. */
  close(): void {
    this.#ends.push(this.#items.length);
  }

  count(entry: number): number {
    return this.#ends.get(entry) - this.#start(entry);
  }

  at(entry: number, index: number): number {
    return this.#items.get(this.#start(entry) + index);
  }

  /** The list of an entry, or its first `most` items. */
  of(entry: number, most: number = Number.POSITIVE_INFINITY): readonly number[] {
    if (entry < 0 || entry >= this.length) return NOTHING;
    const start = this.#start(entry);
    const end = Math.min(this.#ends.get(entry), start + most);
    if (start === end) return NOTHING;
    const items: number[] = [];
    for (let i = start; i < end; i++) items.push(this.#items.get(i));
    return items;
  }

  /** How many items the lists of some entries have, from one entry until before another. */
  countIn(from: number, to: number): number {
    return this.#start(to) - this.#start(from);
  }

  /** Items of all lists. */
  get size(): number {
    return this.#items.length;
  }

  #start(entry: number): number {
    return entry === 0 ? 0 : this.#ends.get(entry - 1);
  }
}
