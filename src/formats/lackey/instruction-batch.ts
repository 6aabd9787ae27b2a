// Instructions that were executed, in the order in which each was met first, handed on in batches.

import { IntegerSet } from '../../bytes/integer-map.ts';

/** So many of `addresses` and `sizes`. Valid until the next batch. */
export interface InstructionBatch {
  readonly addresses: Float64Array;
  /** In bytes. */
  readonly sizes: Uint8Array;
  readonly count: number;
}

const BATCH = 16_384;

/** Instructions that were met lately, by the lowest bits of their addresses: nearly all of a run is loops. */
const RECENT = 1 << 16;

/** A key is the address and the size: code that changes itself has several instructions at one address. */
const SIZE_BITS = 5;
const SIZES = 1 << SIZE_BITS;
/** Upper halves of addresses from here on leave no room for the size. */
export const HIGH_END: number = 1 << 16;
const TWO_32 = 4_294_967_296;

export class FirstInstructions {
  /** Different ones. */
  distinct = 0;
  /** Those that came once there were too many of them, counted each time. */
  leftOut = 0;
  /** Of each the lower half of the address, and the upper half with the size, which is never 0. */
  readonly #recentLow = new Int32Array(RECENT);
  readonly #recentHigh = new Int32Array(RECENT);
  readonly #seen = new IntegerSet();
  readonly #addresses = new Float64Array(BATCH);
  readonly #sizes = new Uint8Array(BATCH);
  readonly #most: number;
  readonly #hand: (batch: InstructionBatch) => void;
  #count = 0;

  /** At most `most` different ones are kept apart and handed on. */
  constructor(most: number, hand: (batch: InstructionBatch) => void) {
    this.#most = most;
    this.#hand = hand;
  }

  /** The halves of an address, the upper one below HIGH_END; `size` is 1 to 31. Hot. */
  add(high: number, low: number, size: number): void {
    const slot = low & (RECENT - 1);
    const rest = (high << SIZE_BITS) | size;
    if (this.#recentLow[slot] === (low | 0) && this.#recentHigh[slot] === rest) return;
    if (!this.#isKept(high * TWO_32 + (low >>> 0), size)) return;
    this.#recentLow[slot] = low;
    this.#recentHigh[slot] = rest;
  }

  /** Whether the instruction is one of those that were handed on, now or before. */
  #isKept(address: number, size: number): boolean {
    const key = address * SIZES + size;
    if (this.#seen.has(key)) return true;
    if (this.distinct === this.#most) {
      this.leftOut++;
      return false;
    }
    this.#seen.add(key);
    this.distinct++;
    this.#addresses[this.#count] = address;
    this.#sizes[this.#count++] = size;
    if (this.#count === BATCH) this.flush();
    return true;
  }

  /** Hands on what has not been. */
  flush(): void {
    if (this.#count === 0) return;
    this.#hand({ addresses: this.#addresses, sizes: this.#sizes, count: this.#count });
    this.#count = 0;
  }
}
