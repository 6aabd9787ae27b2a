// Counts distinct features without keeping them: a set of keyed 64-bit hashes, 16 bytes a feature. Result documents state how many
// different features each process had, and a report may have millions that no rule names.

import { secretFactor, secretNumber } from '../../bytes/secret.ts';
import type { Feature, TextFeature } from '../../features/feature.ts';
import { FEATURE_TYPE_NAMES, FEATURE_TYPES, featureKey } from '../../features/feature-types.ts';

const LOW_START = secretNumber(0);
const LOW_FACTOR = secretFactor(6);
const HIGH_START = secretNumber(1);
const HIGH_FACTOR = secretFactor(7);

/**
 * Two independent 32-bit hashes of a feature (multiplicative, over UTF-16 units, finalised), which differ from run to run. Equal
 * features have equal hashes.
 */
export function hashFeature(feature: Feature): readonly [number, number] {
  // Text features are the mass, with numbers: their type is a starting value, so that no key has to be built.
  if (feature.type === 'number' && Number.isSafeInteger(feature.value)) return hashInteger(feature.value as number);
  const seed = TYPE_SEEDS.get(feature.type);
  return seed === undefined ? hashUnits(featureKey(feature), 0) : hashUnits((feature as TextFeature).value, seed);
}

const TYPE_SEEDS: ReadonlyMap<string, number> = new Map(
  FEATURE_TYPE_NAMES.filter(
    (type) => FEATURE_TYPES[type].value === 'text' && FEATURE_TYPES[type].qualifier === undefined,
  ).map((type, i) => [type, i + 1]),
);

function hashUnits(text: string, seed: number): readonly [number, number] {
  const lowFactor = LOW_FACTOR;
  const highFactor = HIGH_FACTOR;
  let low = Math.imul(LOW_START ^ seed, lowFactor);
  let high = Math.imul(HIGH_START + seed, highFactor);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, lowFactor) ^ (low >>> 15);
    high = Math.imul(high + unit, highFactor) ^ (high >>> 13);
  }
  low ^= low >>> 15;
  low = Math.imul(low, 0x2c1b3c6d) ^ (low >>> 12);
  high = Math.imul(high ^ (high >>> 16), 0xc2b2ae35);
  return [low | 0, (high ^ (high >>> 14)) | 0];
}

/** The pair determines a safe integer: each half is mixed reversibly, then with the other. Integers beyond are bigint and have a key. */
function hashInteger(value: number): readonly [number, number] {
  let high = Math.imul(Math.floor(value / 2 ** 32) + HIGH_START, HIGH_FACTOR);
  high ^= high >>> 15;
  let low = Math.imul((value | 0) ^ LOW_START ^ high, LOW_FACTOR);
  low = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
  low ^= low >>> 13;
  high = Math.imul(high ^ (high >>> 13) ^ low, 0xc2b2ae35);
  return [low, high ^ (high >>> 16)];
}

/** Integers in the slots of a new counter: there may be as many counters as processes. */
const FIRST_SLOTS = 1 << 5;

/** A set of hashes; grows by doubling. */
export class DistinctCounter {
  #slots = new Int32Array(FIRST_SLOTS);
  #count = 0;
  /** Pairs that `add` was given since the last packing. */
  #added = 0;
  /** Pairs moved so far, by growing, packing and unpacking, and slots looked at that held others. */
  steps = 0;
  #hasZero = false;
  /** The pairs without the room between them, while nothing is added. */
  #packed: Int32Array | undefined;

  get size(): number {
    return this.#count + (this.#hasZero ? 1 : 0);
  }

  add(low: number, high: number): void {
    if (low === 0 && high === 0) {
      this.#hasZero = true;
      return;
    }
    if (this.#packed !== undefined) this.#unpack(this.#packed);
    this.#added++;
    if (!this.#insert(low, high)) return;
    this.#count++;
    // Two slots a pair; at most two thirds are used.
    if (this.#count * 3 > this.#slots.length) this.#resize(this.#slots, this.#slots.length * 2);
  }

  /**
   * Gives up the room for growing until something is added again. Nothing is done where less was added since the last time than there
   * is to move: processes may take turns, and their counters would be packed and unpacked at each.
   */
  pack(): void {
    if (this.#packed !== undefined || this.#added < this.#count) return;
    this.#added = 0;
    this.steps += this.#count;
    const packed = new Int32Array(this.#count * 2);
    let at = 0;
    for (let i = 0; i < this.#slots.length; i += 2) {
      if (this.#slots[i] === 0 && this.#slots[i + 1] === 0) continue;
      packed[at++] = this.#slots[i] as number;
      packed[at++] = this.#slots[i + 1] as number;
    }
    this.#packed = packed;
    this.#slots = new Int32Array();
  }

  #unpack(packed: Int32Array): void {
    this.#packed = undefined;
    let size = FIRST_SLOTS;
    while (size < this.#count * 3) size *= 2;
    this.#resize(packed, size);
  }

  #resize(pairs: Int32Array, size: number): void {
    this.#slots = new Int32Array(size);
    this.steps += this.#count;
    for (let i = 0; i < pairs.length; i += 2) {
      if (pairs[i] !== 0 || pairs[i + 1] !== 0) this.#insert(pairs[i] as number, pairs[i + 1] as number);
    }
  }

  /** Adds a pair; false if it is there already. */
  #insert(low: number, high: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (Math.imul(low ^ (high >>> 7), 0x9e3779b1) >>> 1) & mask & ~1;
    for (;;) {
      const a = slots[at] as number;
      const b = slots[at + 1] as number;
      if (a === 0 && b === 0) {
        slots[at] = low;
        slots[at + 1] = high;
        return true;
      }
      if (a === low && b === high) return false;
      at = (at + 2) & mask;
      this.steps++;
    }
  }
}
