// What names and values stand for: an entry is a list of feature numbers of any length. Hot: copied for every argument of every call.

import { grown } from '../../../bytes/growable.ts';
import type { Feature } from '../../../features/feature.ts';
import type { FeatureRegistrar } from '../../../features/registrar.ts';

/** Entries and feature numbers after which it is time to start anew: the sink keeps something for each. */
const MAX_ENTRIES = 1 << 20;
const MAX_NUMBERS = 1 << 22;

export class FeatureLists {
  readonly #registrar: FeatureRegistrar;
  #numbers = new Int32Array(1 << 11);
  /** Where entry n begins; the next one is its end. */
  #starts = new Int32Array(1 << 10);
  #size = 0;
  /** Features of the longest entry so far. */
  longest = 0;

  /** Features of each entry, where details are made of them, or the number under which they are read again. */
  readonly #features: (readonly Feature[] | number)[] | undefined;
  /** What reads features again: most entries are never asked for theirs, and would hold all different texts of a trace in memory. */
  #reading: ((number: number) => readonly Feature[]) | undefined;

  /** `keepsFeatures`: whether `featuresOf` will be asked. */
  constructor(registrar: FeatureRegistrar, keepsFeatures: boolean = false) {
    this.#registrar = registrar;
    this.#features = keepsFeatures ? [] : undefined;
  }

  /** Whether it is time to `clear`. */
  get isFull(): boolean {
    return this.#size >= MAX_ENTRIES || (this.#starts[this.#size] as number) >= MAX_NUMBERS;
  }

  /** Forgets all entries, and has the registrar forget all features. */
  clear(): void {
    this.#size = 0;
    if (this.#features !== undefined) this.#features.length = 0;
    this.#registrar.forgetFeatures();
  }

  /** Has the features of entries that were added with a number read again by it. One may say so. */
  readAgain(read: (number: number) => readonly Feature[]): void {
    this.#reading = read;
  }

  /** Entry of features, in emission order. `number`: what reads them again is given it. */
  add(features: readonly Feature[], number?: number): number {
    const start = this.#starts[this.#size] as number;
    const end = start + features.length;
    if (end > this.#numbers.length) this.#numbers = grown(this.#numbers, end);
    if (this.#size + 2 > this.#starts.length) this.#starts = grown(this.#starts, this.#size + 2);
    if (features.length > this.longest) this.longest = features.length;
    for (let i = 0; i < features.length; i++) {
      this.#numbers[start + i] = this.#registrar.feature(features[i] as Feature);
    }
    this.#starts[this.#size + 1] = end;
    this.#features?.push(number ?? features);
    return this.#size++;
  }

  /** The features of an entry, if `keepsFeatures`. */
  featuresOf(entry: number): readonly Feature[] {
    const kept = this.#features?.[entry] ?? [];
    return typeof kept === 'number' ? (this.#reading?.(kept) ?? []) : kept;
  }

  /** How many features an entry has. */
  lengthOf(entry: number): number {
    return (this.#starts[entry + 1] as number) - (this.#starts[entry] as number);
  }

  /** Writes the feature numbers of an entry to `into` from `at` on, which must have room; returns where they end. */
  copy(entry: number, into: Int32Array, at: number): number {
    const numbers = this.#numbers;
    const end = this.#starts[entry + 1] as number;
    let to = at;
    for (let from = this.#starts[entry] as number; from < end; from++) into[to++] = numbers[from] as number;
    return to;
  }
}
