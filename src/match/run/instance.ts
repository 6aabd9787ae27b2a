// One scope instance during matching: counters for its leaves and the rules worth evaluating. Reused from instance to instance.

import type { PlannedRule, PlannedRung } from '../plan/plan.ts';
import { ADDRESSLESS, Candidates, runCandidates } from './evaluate.ts';
import type { MatchCounters, MatchRun } from './match-run.ts';

export class Instance {
  readonly rung: PlannedRung;
  readonly counts: Int32Array;
  readonly #base: Candidates;
  readonly #candidates: Candidates;
  readonly #globals: readonly number[];
  readonly #touched: number[] = [];
  readonly #counters: MatchCounters;

  /** `globals` are leaves that are present in every instance; each has one location. */
  constructor(run: MatchRun, rung: PlannedRung, globals: readonly number[]) {
    this.rung = rung;
    this.counts = new Int32Array(run.plan.leafCount);
    this.#base = new Candidates(rung);
    this.#candidates = new Candidates(rung);
    this.#globals = globals;
    this.#counters = run.counters;
    for (const leaf of globals) {
      this.counts[leaf] = 1;
      this.#base.addFor(leaf);
    }
    this.#candidates.bits.set(this.#base.bits);
  }

  /** Adds `locations` locations to a leaf. */
  add(leaf: number, locations: number): void {
    const before = this.counts[leaf] as number;
    if (before === 0) {
      this.#touched.push(leaf);
      this.#candidates.addFor(leaf);
    }
    // A recorder may say that one call stands for a million, so the counter ends where another meaning begins.
    const isCount = before < ADDRESSLESS && locations < ADDRESSLESS;
    this.counts[leaf] = isCount ? Math.min(before + locations, ADDRESSLESS - 1) : before + locations;
  }

  /**
   * The rules that match, in topological order. The leaves that their matches add stay in the counters until `clear`; they are
   * returned too.
   */
  run(isKnownHere: (leaf: number) => boolean): { rules: PlannedRule[]; added: number[] } {
    const matched: number[] = [];
    const added: number[] = [];
    runCandidates(this.rung, this.#candidates.bits, this.counts, isKnownHere, added, matched, this.#counters);
    for (const leaf of added) this.#touched.push(leaf);
    const { rules } = this.rung;
    return { rules: matched.map((rank) => rules[rank] as PlannedRule), added };
  }

  clear(): void {
    for (const leaf of this.#touched) this.counts[leaf] = 0;
    this.#touched.length = 0;
    for (const leaf of this.#globals) this.counts[leaf] = 1;
    this.#candidates.bits.set(this.#base.bits);
  }
}
