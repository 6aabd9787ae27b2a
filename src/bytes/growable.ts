// Growing lists of integers, as compact as they can be: there may be millions of entries.

/** A copy of `array` with room for at least `needed` elements. */
export function grown(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(needed, Math.ceil(array.length * 1.5)));
  copy.set(array);
  return copy;
}

/** A growing list of 32-bit integers. */
export class IntList {
  #items = new Int32Array(8);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#items.length) this.#items = grown(this.#items, this.#length * 2);
    this.#items[this.#length++] = value;
  }

  /** The items; a view, valid until the next push. */
  items(): Int32Array {
    return this.#items.subarray(0, this.#length);
  }
}

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;

/** A growing list of numbers in chunks, so that growing never copies. */
export class Column<T extends Int32Array | Float64Array> {
  readonly #chunks: T[] = [];
  readonly #create: (length: number) => T;
  /** Entries that were pushed. */
  length = 0;

  constructor(create: (length: number) => T) {
    this.#create = create;
  }

  push(value: number): void {
    this.set(this.length++, value);
  }

  /** Sets an entry; the first of a chunk only once the chunks before it have begun. */
  set(row: number, value: number): void {
    const chunk = row >> CHUNK_BITS;
    if (chunk === this.#chunks.length) this.#chunks.push(this.#create(CHUNK));
    (this.#chunks[chunk] as T)[row & (CHUNK - 1)] = value;
  }

  get(row: number): number {
    return (this.#chunks[row >> CHUNK_BITS] as T)[row & (CHUNK - 1)] as number;
  }
}

/** Position of the last item <= `value` in an ascending list, or -1. */
export function findLastAtMost(list: Int32Array | Float64Array, value: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) <= value) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
