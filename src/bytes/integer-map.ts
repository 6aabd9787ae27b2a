// Maps and sets of integers that an input chose: ids of processes, threads and calls, numbers among arguments, addresses. The engine's
// own `Map` finds numbers by a hash that everybody can compute, so that chosen ids make it take quadratic time; these are keyed.

import type { Integer } from './integer.ts';
import { secretFactor, secretNumber } from './secret.ts';

/** Up to this many keys are simply searched: most processes have a handful of threads. */
const FEW = 8;
const NO_SLOTS = new Int32Array();

const START = secretNumber(0);
const FIRST_FACTOR = secretFactor(1);
const SECOND_FACTOR = secretFactor(2);
const HIGH_FACTOR = secretFactor(3);

function hashInteger(key: Integer): number {
  let hash = START;
  if (typeof key === 'bigint') hash ^= foldDigits(key.toString(36));
  else if ((key | 0) === key) hash ^= key;
  else if (!Number.isInteger(key)) hash ^= foldDigits(String(key));
  else hash ^= key ^ Math.imul(Math.floor(key / 2 ** 32), HIGH_FACTOR);
  hash = Math.imul(hash, FIRST_FACTOR);
  hash = Math.imul(hash ^ (hash >>> 15), SECOND_FACTOR);
  return hash ^ (hash >>> 16);
}

/** Of integers beyond 2^53, and of the fractions that inputs give as numbers. */
function foldDigits(digits: string): number {
  let hash = 0;
  for (let i = 0; i < digits.length; i++) {
    hash = Math.imul(hash ^ digits.charCodeAt(i), HIGH_FACTOR);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** A map of integers, in order of insertion. What is added while it is walked is handed out too, as by `Map`. */
export class IntegerMap<V, K extends Integer = number> {
  readonly #keys: K[] = [];
  readonly #values: V[] = [];
  /** Number of the entry + 1, 0 for a free slot; a power of two of slots. */
  #slots: Int32Array = NO_SLOTS;
  /** Slots looked at so far that held other keys. */
  probes = 0;

  get size(): number {
    return this.#keys.length;
  }

  get(key: K): V | undefined {
    const index = this.#find(key);
    return index < 0 ? undefined : this.#values[index];
  }

  has(key: K): boolean {
    return this.#find(key) >= 0;
  }

  set(key: K, value: V): void {
    const index = this.#find(key);
    if (index >= 0) {
      this.#values[index] = value;
      return;
    }
    // As in a Map, the two zeros are one.
    const size = this.#keys.push(key === 0 ? (0 as K) : key);
    this.#values.push(value);
    if (size <= FEW) return;
    if (size * 2 > this.#slots.length) this.#rehash();
    else this.#place(key, size);
  }

  clear(): void {
    this.#keys.length = 0;
    this.#values.length = 0;
    this.#slots = NO_SLOTS;
  }

  *keys(): Generator<K, void, void> {
    for (let index = 0; index < this.#keys.length; index++) yield this.#keys[index] as K;
  }

  *values(): Generator<V, void, void> {
    for (let index = 0; index < this.#values.length; index++) yield this.#values[index] as V;
  }

  *[Symbol.iterator](): Generator<readonly [K, V], void, void> {
    for (let index = 0; index < this.#keys.length; index++) {
      yield [this.#keys[index] as K, this.#values[index] as V];
    }
  }

  #find(key: K): number {
    const keys = this.#keys;
    if (keys.length <= FEW) return keys.indexOf(key);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashInteger(key) & mask; ; slot = (slot + 1) & mask) {
      const index = (slots[slot] as number) - 1;
      if (index < 0 || keys[index] === key) return index;
      this.probes++;
    }
  }

  #place(key: K, entry: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashInteger(key) & mask;
    while (slots[slot] !== 0) {
      slot = (slot + 1) & mask;
      this.probes++;
    }
    slots[slot] = entry;
  }

  #rehash(): void {
    this.#slots = new Int32Array(Math.max(FEW * 4, this.#slots.length * 2));
    for (let index = 0; index < this.#keys.length; index++) this.#place(this.#keys[index] as K, index + 1);
  }
}

/** A set of integers; see `IntegerMap`. */
export class IntegerSet {
  readonly #map = new IntegerMap<true>();

  constructor(numbers: Iterable<number> = []) {
    for (const number of numbers) this.add(number);
  }

  get size(): number {
    return this.#map.size;
  }

  add(number: number): void {
    this.#map.set(number, true);
  }

  has(number: number): boolean {
    return this.#map.has(number);
  }

  [Symbol.iterator](): Generator<number, void, void> {
    return this.#map.keys();
  }
}
