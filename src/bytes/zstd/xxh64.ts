// XXH64 (xxHash specification 0.1.1) with seed 0, of which frames of Zstandard keep the lower half. 64-bit numbers are pairs of 32-bit ones,
// for BigInt takes a hundred times as long.

/** The factors, each as its upper and its lower half. */
const P1 = [0x9e3779b1, 0x85ebca87] as const;
const P2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const P3 = [0x165667b1, 0x9e3779f9] as const;
const P4 = [0x85ebca77, 0xc2b2ae63] as const;
const P5 = [0x27d4eb2f, 0x165667c5] as const;

type Pair = readonly [high: number, low: number];

const STRIPE = 32;
const LANES = 4;
const TWO_32 = 4_294_967_296;

/**
 * Upper half of the product of two 32-bit numbers, of which `low` is the lower half: the product as a double is wrong by less than 2^12, and
 * without its lower half it is a multiple of 2^32.
 */
function upper(a: number, b: number, low: number): number {
  return ((a * b - low) / TWO_32 + 0.5) >>> 0;
}

function multiply([high, low]: Pair, [factorHigh, factorLow]: Pair): Pair {
  const product = Math.imul(low, factorLow) >>> 0;
  const carried = upper(low, factorLow, product) + Math.imul(high, factorLow) + Math.imul(low, factorHigh);
  return [carried >>> 0, product];
}

function add([high, low]: Pair, [otherHigh, otherLow]: Pair): Pair {
  const sum = low + otherLow;
  return [(high + otherHigh + (sum >= TWO_32 ? 1 : 0)) >>> 0, sum >>> 0];
}

function xor([high, low]: Pair, [otherHigh, otherLow]: Pair): Pair {
  return [(high ^ otherHigh) >>> 0, (low ^ otherLow) >>> 0];
}

function rotate([high, low]: Pair, count: number): Pair {
  if (count >= 32) return rotate([low, high], count - 32);
  if (count === 0) return [high, low];
  const left = 32 - count;
  return [((high << count) | (low >>> left)) >>> 0, ((low << count) | (high >>> left)) >>> 0];
}

function shiftRight([high, low]: Pair, count: number): Pair {
  return count >= 32 ? [0, high >>> (count - 32)] : [high >>> count, ((low >>> count) | (high << (32 - count))) >>> 0];
}

function round(lane: Pair, input: Pair): Pair {
  return multiply(rotate(add(lane, multiply(input, P2)), 31), P1);
}

/** Takes bytes piece by piece. */
export class Xxh64 {
  /** Upper and lower half of each lane. */
  readonly #lanes = new Uint32Array(2 * LANES);
  /** What does not fill a stripe yet. */
  readonly #rest = new Uint8Array(STRIPE);
  #restLength = 0;
  #length = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    const sum = add(P1, P2);
    const negative = add([~P1[0] >>> 0, ~P1[1] >>> 0], [0, 1]);
    this.#lanes.set([...sum, ...P2, 0, 0, ...negative]);
    this.#restLength = 0;
    this.#length = 0;
  }

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(STRIPE - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < STRIPE) return;
      mix(this.#lanes, this.#rest, 0, STRIPE);
    }
    const end = at + (bytes.length - at - ((bytes.length - at) % STRIPE));
    mix(this.#lanes, bytes, at, end);
    this.#rest.set(bytes.subarray(end));
    this.#restLength = bytes.length - end;
  }

  /** The lower half of the hash of all bytes so far. */
  digestLow(): number {
    let hash: Pair = P5;
    if (this.#length >= STRIPE) {
      const lanes = [0, 1, 2, 3].map((lane): Pair => this.#lane(lane));
      hash = lanes.map((lane, i) => rotate(lane, [1, 7, 12, 18][i] as number)).reduce(add);
      for (const lane of lanes) hash = add(multiply(xor(hash, round([0, 0], lane)), P1), P4);
    }
    hash = add(hash, [Math.floor(this.#length / TWO_32), this.#length >>> 0]);
    const view = new DataView(this.#rest.buffer);
    let at = 0;
    for (; at + 8 <= this.#restLength; at += 8) {
      const word: Pair = [view.getUint32(at + 4, true), view.getUint32(at, true)];
      hash = add(multiply(rotate(xor(hash, round([0, 0], word)), 27), P1), P4);
    }
    if (at + 4 <= this.#restLength) {
      hash = add(multiply(rotate(xor(hash, multiply([0, view.getUint32(at, true)], P1)), 23), P2), P3);
      at += 4;
    }
    for (; at < this.#restLength; at++) {
      hash = multiply(rotate(xor(hash, multiply([0, this.#rest[at] as number], P5)), 11), P1);
    }
    hash = multiply(xor(hash, shiftRight(hash, 33)), P2);
    hash = multiply(xor(hash, shiftRight(hash, 29)), P3);
    return xor(hash, shiftRight(hash, 32))[1];
  }

  #lane(lane: number): Pair {
    return [this.#lanes[2 * lane] as number, this.#lanes[2 * lane + 1] as number];
  }
}

/** `round` for each lane of each whole stripe, written out: all bytes come by here. */
function mix(lanes: Uint32Array, bytes: Uint8Array, from: number, to: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let lane = 0; lane < LANES; lane++) {
    let high = lanes[2 * lane] as number;
    let low = lanes[2 * lane + 1] as number;
    for (let at = from + lane * 8; at < to; at += STRIPE) {
      const inputLow = view.getUint32(at, true);
      const product = Math.imul(inputLow, P2[1]) >>> 0;
      const sum = low + product;
      const addedHigh =
        high +
        upper(inputLow, P2[1], product) +
        Math.imul(view.getUint32(at + 4, true), P2[1]) +
        Math.imul(inputLow, P2[0]) +
        (sum >= TWO_32 ? 1 : 0);
      const turnedHigh = ((addedHigh << 31) | ((sum >>> 0) >>> 1)) >>> 0;
      const turnedLow = (((sum >>> 0) << 31) | ((addedHigh >>> 0) >>> 1)) >>> 0;
      low = Math.imul(turnedLow, P1[1]) >>> 0;
      high = (upper(turnedLow, P1[1], low) + Math.imul(turnedHigh, P1[1]) + Math.imul(turnedLow, P1[0])) >>> 0;
    }
    lanes[2 * lane] = high;
    lanes[2 * lane + 1] = low;
  }
}
