// One scope instance during matching: counters for its leaves and the rules worth evaluating. Reused from instance to instance.

import type { Bucket } from './compile.ts';
import { Candidates, type MatchCounters, runCandidates } from './evaluate.ts';

export class Instance {
  readonly bucket: Bucket;
  readonly counts: Int32Array;
  readonly #base: Candidates;
  readonly #candidates: Candidates;
  readonly #globals: readonly number[];
  readonly #touched: number[] = [];
  readonly #counters: MatchCounters;

  /** `globals` are leaves that are present in every instance; each has one location. */
  constructor(bucket: Bucket, leafCount: number, globals: readonly number[], counters: MatchCounters) {
    this.bucket = bucket;
    this.counts = new Int32Array(leafCount);
    this.#base = new Candidates(bucket);
    this.#candidates = new Candidates(bucket);
    this.#globals = globals;
    this.#counters = counters;
    for (const leaf of globals) {
      this.counts[leaf] = 1;
      this.#base.addFor(leaf);
    }
    this.#candidates.bits.set(this.#base.bits);
  }

  /** Adds `locations` locations to a leaf. */
  add(leaf: number, locations: number): void {
    if (this.counts[leaf] === 0) {
      this.#touched.push(leaf);
      this.#candidates.addFor(leaf);
    }
    this.counts[leaf] = (this.counts[leaf] as number) + locations;
  }

  /**
   * Ranks of the rules that match, ascending. The leaves that their matches add stay in the counters until `clear`; they are
   * returned too.
   */
  run(isKnownHere: (leaf: number) => boolean): { matched: number[]; added: number[] } {
    const matched: number[] = [];
    const added: number[] = [];
    runCandidates(this.bucket, this.#candidates.bits, this.counts, isKnownHere, added, matched, this.#counters);
    this.#touched.push(...added);
    return { matched, added };
  }

  clear(): void {
    for (const leaf of this.#touched) this.counts[leaf] = 0;
    this.#touched.length = 0;
    for (const leaf of this.#globals) this.counts[leaf] = 1;
    this.#candidates.bits.set(this.#base.bits);
  }
}
