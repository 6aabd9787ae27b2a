// The values that some rule is interested in, each once, packed into byte buffers: a trace may have a million of them, and as
// objects they would cost ten times their text. Needed again only for evidence.

import { grown } from '../../bytes/growable.ts';
import { type Feature, type FeatureType, toInteger } from '../../features/feature.ts';
import {
  FEATURE_TYPE_NAMES,
  FEATURE_TYPES,
  featureKey,
  featureValue,
  makeFeature,
} from '../../features/feature-types.ts';
import { LIMITS } from '../../limits.ts';
import { hashFeature } from '../run/distinct-counter.ts';
import { IntSets } from '../run/int-sets.ts';

/** Bytes of one buffer of text; longer texts have buffers of their own. */
const BLOCK = 1 << 20;
/** Text of one value that is kept once the budget for evidence is spent, in UTF-16 units. */
const SHORT_TEXT = 200;
const EMPTY_SLOT = -1;

/** Columns of a value. */
const BLOCK_NUMBER = 0;
const OFFSET = 1;
const LENGTH = 2;
const KIND = 3;
const LEAVES = 4;
const LOW = 5;
const HIGH = 6;
const WIDTH = 7;

/** Types of values that are packed as text: those whose type and the text of their value say everything. The others are rare and kept as they are. */
const PACKED: readonly FeatureType[] = FEATURE_TYPE_NAMES.filter(
  (type) => FEATURE_TYPES[type].qualifier === undefined && !['none', 'any'].includes(FEATURE_TYPES[type].value),
);
const AS_IT_IS = -1;

export class ValueTable {
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  readonly #blocks: Uint8Array[] = [];
  /** The block that is being filled, and how many of its bytes are used. */
  #filling = -1;
  #used = BLOCK;
  #columns = new Int32Array(WIDTH << 10);
  #slots = new Int32Array(1 << 11).fill(EMPTY_SLOT);
  readonly #others: Feature[] = [];
  readonly #leafLists = new IntSets();
  #leafScratch = new Int32Array(64);
  #scratch = new Uint8Array(1 << 12);
  #textBytes = 0;
  size: number = 0;
  /** Slots looked at so far that held other values. */
  probes: number = 0;
  /** Whether texts had to be cut because the trace holds more of them than the limit. */
  textWasCut: boolean = false;

  /** Number of the value; `leaves` is what it satisfies, used at the first meeting only. */
  intern(feature: Feature, leaves: readonly number[]): number {
    const [low, high] = hashFeature(feature);
    const kind = PACKED.indexOf(feature.type);
    const length = kind === AS_IT_IS ? 0 : this.#encode(String(featureValue(feature)));
    const mask = this.#slots.length - 1;
    let slot = (low ^ (low >>> 15)) & mask;
    for (;;) {
      const known = this.#slots[slot] as number;
      if (known === EMPTY_SLOT) break;
      if (this.#isSame(known, kind, length, low, high, feature)) return known;
      slot = (slot + 1) & mask;
      this.probes++;
    }
    const number = this.#append(feature, kind, length, leaves, low, high);
    this.#slots[slot] = number;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  /** What the value satisfies: leaf numbers, sorted. */
  leavesOf(number: number): Int32Array {
    return this.#leafLists.get(this.#columns[number * WIDTH + LEAVES] as number);
  }

  /** The two hashes of the value, as `hashFeature` gives them. */
  hashLow(number: number): number {
    return this.#columns[number * WIDTH + LOW] as number;
  }

  hashHigh(number: number): number {
    return this.#columns[number * WIDTH + HIGH] as number;
  }

  /** The value itself; a long text may have been cut. */
  featureOf(number: number): Feature {
    const at = number * WIDTH;
    const type = PACKED[this.#columns[at + KIND] as number];
    if (type === undefined) return this.#others[this.#columns[at + OFFSET] as number] as Feature;
    const bytes = this.#bytes(at);
    const text = this.#decoder.decode(bytes);
    const isText = FEATURE_TYPES[type].value === 'text' || FEATURE_TYPES[type].value === 'bytes';
    if (isText) return makeFeature(type, text);
    return makeFeature(type, /^-?\d+$/.test(text) ? toInteger(BigInt(text)) : Number(text));
  }

  #bytes(at: number): Uint8Array {
    const start = this.#columns[at + OFFSET] as number;
    const block = this.#blocks[this.#columns[at + BLOCK_NUMBER] as number] as Uint8Array;
    return block.subarray(start, start + Math.abs(this.#columns[at + LENGTH] as number));
  }

  #encode(text: string): number {
    if (text.length * 3 > this.#scratch.length) this.#scratch = new Uint8Array(text.length * 3);
    return this.#encoder.encodeInto(text, this.#scratch).written;
  }

  #isSame(number: number, kind: number, length: number, low: number, high: number, feature: Feature): boolean {
    const at = number * WIDTH;
    const columns = this.#columns;
    if (columns[at + LOW] !== low || columns[at + HIGH] !== high || columns[at + KIND] !== kind) return false;
    if (kind === AS_IT_IS)
      return featureKey(this.#others[columns[at + OFFSET] as number] as Feature) === featureKey(feature);
    const known = columns[at + LENGTH] as number;
    // Of a text that was cut, marked by a negative length, the 64 bits of hash have to do.
    if (known < 0) return length > SHORT_TEXT;
    if (known !== length) return false;
    const bytes = this.#bytes(at);
    for (let i = 0; i < length; i++) if (bytes[i] !== this.#scratch[i]) return false;
    return true;
  }

  #append(
    feature: Feature,
    kind: number,
    length: number,
    leaves: readonly number[],
    low: number,
    high: number,
  ): number {
    const number = this.size++;
    const at = number * WIDTH;
    if (at + WIDTH > this.#columns.length) this.#columns = grown(this.#columns, at + WIDTH);
    const columns = this.#columns;
    columns[at + KIND] = kind;
    columns[at + LEAVES] = this.#internLeaves(leaves);
    columns[at + LOW] = low;
    columns[at + HIGH] = high;
    if (kind === AS_IT_IS) {
      columns[at + OFFSET] = this.#others.push(feature) - 1;
      return number;
    }
    let kept = length;
    const isCut = length > SHORT_TEXT && this.#textBytes + length > LIMITS.evidenceText;
    if (isCut) {
      this.textWasCut = true;
      kept = this.#encode(`${String(featureValue(feature)).slice(0, SHORT_TEXT)}…`);
    }
    this.#textBytes += kept;
    this.#store(at, kept);
    columns[at + LENGTH] = isCut ? -kept : kept;
    return number;
  }

  /** Copies the scratch text into a block. */
  #store(at: number, length: number): void {
    const columns = this.#columns;
    if (length > BLOCK >> 2) {
      columns[at + BLOCK_NUMBER] = this.#blocks.push(this.#scratch.slice(0, length)) - 1;
      columns[at + OFFSET] = 0;
      return;
    }
    if (this.#filling < 0 || this.#used + length > BLOCK) {
      this.#filling = this.#blocks.push(new Uint8Array(BLOCK)) - 1;
      this.#used = 0;
    }
    (this.#blocks[this.#filling] as Uint8Array).set(this.#scratch.subarray(0, length), this.#used);
    columns[at + BLOCK_NUMBER] = this.#filling;
    columns[at + OFFSET] = this.#used;
    this.#used += length;
  }

  #internLeaves(leaves: readonly number[]): number {
    if (leaves.length > this.#leafScratch.length) this.#leafScratch = new Int32Array(leaves.length * 2);
    this.#leafScratch.set(leaves);
    return this.#leafLists.intern(this.#leafScratch, leaves.length);
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY_SLOT);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      const low = this.#columns[number * WIDTH + LOW] as number;
      let slot = (low ^ (low >>> 15)) & mask;
      while (slots[slot] !== EMPTY_SLOT) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}
