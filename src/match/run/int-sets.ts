// Hash-consing of small sorted integer lists: equal lists get the same number, so work on them can be done once.

import { grown } from '../../bytes/growable.ts';
import { secretFactor } from '../../bytes/secret.ts';

const EMPTY_SLOT = -1;
const HASH_FACTOR = secretFactor(5);
const MIX_FACTOR = 0x85ebca6b | 0;

export class IntSets {
  #pool = new Int32Array(1 << 14);
  #used = 0;
  /** Start of list i in the pool; the next entry is its end. */
  #starts = new Int32Array(1 << 12);
  #hashes = new Int32Array(1 << 12);
  #count = 0;
  #slots = new Int32Array(1 << 13).fill(EMPTY_SLOT);
  /** Slots looked at so far that held other lists. */
  probes = 0;

  get size(): number {
    return this.#count;
  }

  /** Number of the list `values[0 .. length)`, which must be sorted and without repeats. */
  intern(values: Int32Array, length: number): number {
    const hash = hashOf(values, length);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (;;) {
      const known = this.#slots[slot] as number;
      if (known === EMPTY_SLOT) break;
      if (this.#hashes[known] === hash && this.#equals(known, values, length)) return known;
      slot = (slot + 1) & mask;
      this.probes++;
    }
    const id = this.#append(values, length, hash);
    this.#slots[slot] = id;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  /** The list with number `id`; a view, not a copy. */
  get(id: number): Int32Array {
    return this.#pool.subarray(this.#starts[id] as number, this.#starts[id + 1] as number);
  }

  #equals(id: number, values: Int32Array, length: number): boolean {
    const start = this.#starts[id] as number;
    if ((this.#starts[id + 1] as number) - start !== length) return false;
    for (let i = 0; i < length; i++) if (this.#pool[start + i] !== values[i]) return false;
    return true;
  }

  #append(values: Int32Array, length: number, hash: number): number {
    if (this.#used + length > this.#pool.length) this.#pool = grown(this.#pool, this.#used + length);
    if (this.#count + 2 > this.#starts.length) {
      this.#starts = grown(this.#starts, this.#count + 2);
      this.#hashes = grown(this.#hashes, this.#count + 2);
    }
    const id = this.#count++;
    for (let i = 0; i < length; i++) this.#pool[this.#used + i] = values[i] as number;
    this.#hashes[id] = hash;
    this.#starts[id] = this.#used;
    this.#used += length;
    this.#starts[id + 1] = this.#used;
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY_SLOT);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      const hash = this.#hashes[id] as number;
      let slot = (hash ^ (hash >>> 16)) & mask;
      while (slots[slot] !== EMPTY_SLOT) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/**
 * The last product mixes bits that the secret factor alone leaves in line: with about one factor in a hundred, lists of multiples of
 * 16 fell into few places of the table without it.
 */
function hashOf(values: Int32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ (values[i] as number), HASH_FACTOR);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, MIX_FACTOR) ^ (hash >>> 13);
}

/** Whether a sorted list holds `value`. */
export function includesSorted(list: Int32Array, value: number): boolean {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = list[middle] as number;
    if (found === value) return true;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** Whether two sorted lists share a value. */
export function intersects(a: Int32Array, b: Int32Array): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] as number;
    const y = b[j] as number;
    if (x === y) return true;
    if (x < y) i++;
    else j++;
  }
  return false;
}

/** Up to this length insertion sort beats the built-in sort; units have a handful of values. */
const SHORT_LIST = 40;

/** Sorts `list[0 .. length)` in place and removes repeats; returns the new length. */
export function sortUnique(list: Int32Array, length: number): number {
  if (length > SHORT_LIST) {
    list.subarray(0, length).sort();
  } else {
    for (let i = 1; i < length; i++) {
      const value = list[i] as number;
      let at = i;
      while (at > 0 && (list[at - 1] as number) > value) {
        list[at] = list[at - 1] as number;
        at--;
      }
      list[at] = value;
    }
  }
  let used = 0;
  for (let i = 0; i < length; i++) if (i === 0 || list[i] !== list[i - 1]) list[used++] = list[i] as number;
  return used;
}
