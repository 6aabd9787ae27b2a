// The arguments of one call by their canonical names, as its features give them. One argument may be a text and an integer: a pointer
// and the text behind it, or digits that a recorder wrote as text.

import type { Integer } from '../../../features/feature.ts';

const LOW = 0xffff_ffffn;
/** The argument that is a list of texts, how many of them are kept, and units of all. */
const LIST = 'Arguments';
const MAX_LIST = 64;
const MAX_LIST_UNITS = 8192;

export class CallArguments {
  readonly #texts = new Map<string, string>();
  readonly #integers = new Map<string, Integer>();
  /** The program's own name and its arguments, where a call that starts it says them one by one. */
  list: string[] = [];
  #listUnits = 0;
  result: Integer | undefined;
  hasFailed = false;

  clear(): void {
    this.#texts.clear();
    this.#integers.clear();
    if (this.list.length > 0) this.list = [];
    this.#listUnits = 0;
    this.result = undefined;
    this.hasFailed = false;
  }

  /** Of several with one name the first that is not empty counts. */
  add(name: string, value: string | Integer): void {
    if (typeof value === 'string') {
      if (name === LIST) this.#addToList(value);
      if (value !== '' && !this.#texts.has(name)) this.#texts.set(name, value);
    } else if (!this.#integers.has(name)) this.#integers.set(name, value);
  }

  /** What a call has is read from its end; of a list that is too long the beginning is kept. */
  #addToList(value: string): void {
    this.list.unshift(value);
    this.#listUnits += value.length;
    while (this.list.length > MAX_LIST || this.#listUnits > MAX_LIST_UNITS)
      this.#listUnits -= this.list.pop()?.length ?? 0;
  }

  /** Whether it was recorded. */
  has(name: string): boolean {
    return this.#integers.has(name) || this.#texts.has(name);
  }

  /** The first of these that is a text; undefined where none is. */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.#texts.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The low half of an integer: handles, ids, flags and access rights have no more. */
  low(name: string): number | undefined {
    return lowOf(this.#integers.get(name));
  }
}

/** The low 32 bits of an integer; undefined for none. */
export function lowOf(value: Integer | undefined): number | undefined {
  return value === undefined || (typeof value === 'number' && !Number.isInteger(value))
    ? undefined
    : Number(BigInt(value) & LOW);
}
