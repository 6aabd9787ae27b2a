// A window over the last units of an instance (20 calls of a thread), moved unit by unit. Counters are kept incrementally; rules are
// evaluated only when the set of leaves in the window changed. A rule is reported at the first window of an uninterrupted run
// of matching windows, and again when a rule that newly matches depends on it directly. Hot: `advance` runs once for each unit.

import { SPAN_SIZE } from '../../features/scopes.ts';
import type { PlannedRule, PlannedRung } from '../plan/plan.ts';
import { Candidates, runCandidates } from './evaluate.ts';
import { includesSorted } from './int-sets.ts';
import type { MatchCounters, MatchRun } from './match-run.ts';
import type { UnitResult } from './unit-stage.ts';

/** A matching window. Counters and `added` describe it only while the callback runs. */
export interface WindowMatch {
  /** Rules that match, suppressed ones too. */
  readonly matched: readonly PlannedRule[];
  /** Leaves that window matches added, located at the window's last unit. */
  readonly added: readonly number[];
  readonly counts: Int32Array;
  /** The units in the window, in no particular order. */
  readonly units: readonly UnitResult[];
}

export class WindowStage {
  readonly rung: PlannedRung;
  /** Units in a full window. */
  readonly size: number = SPAN_SIZE;
  readonly #counts: Int32Array;
  readonly #counted: Uint8Array;
  readonly #candidates: Candidates;
  readonly #scratch: Int32Array;
  /** How many present leaves make each rule a candidate. */
  readonly #reasons: Int32Array;
  readonly #dependencies: (ReadonlySet<number> | undefined)[] = [];
  readonly #dependencyRanks: (rank: number) => ReadonlySet<number>;
  readonly #counters: MatchCounters;
  #ring: UnitResult[] = [];
  /** For how many units each one in the ring stands. */
  #times: number[] = [];
  #next = 0;
  #fresh = true;
  #previous: readonly number[] = [];

  constructor(run: MatchRun, rung: PlannedRung, globals: readonly number[]) {
    const { plan } = run;
    this.rung = rung;
    this.#counts = new Int32Array(plan.leafCount);
    this.#counted = plan.counted;
    this.#candidates = new Candidates(rung);
    this.#scratch = new Int32Array(this.#candidates.bits.length);
    this.#reasons = new Int32Array(rung.rules.length);
    for (const rank of rung.always) this.#reasons[rank] = 1;
    this.#counters = run.counters;
    for (const leaf of globals) this.#enter(leaf, 1);
    const ranks = new Map(rung.rules.map(({ rule }, rank) => [rule.meta.name, rank]));
    this.#dependencyRanks = (rank) => {
      const { name } = this.#rule(rank).rule.meta;
      return new Set((plan.dependencies.get(name) ?? []).flatMap((dependency) => ranks.get(dependency) ?? []));
    };
  }

  #rule(rank: number): PlannedRule {
    return this.rung.rules[rank] as PlannedRule;
  }

  /** Starts with another instance. */
  reset(): void {
    for (const [at, unit] of this.#ring.entries()) this.#leaveAll(unit, this.#times[at] as number);
    this.#ring = [];
    this.#times = [];
    this.#next = 0;
    this.#fresh = true;
    this.#previous = [];
  }

  /**
   * Moves the window to the next unit, which stands for `times` units in a row: it takes one place, and its leaves have as many
   * locations. `report` is called at most once, with the rules to be reported (in topological order), while
   * the counters still hold the window and its matches.
   */
  advance(unit: UnitResult, times: number, report: (rules: readonly PlannedRule[], window: WindowMatch) => void): void {
    if (!this.#move(unit, times)) return;
    const added: number[] = [];
    const matched = this.#match(unit, added);
    const previous = this.#previous;
    const isNew = matched.filter((rank) => !previous.includes(rank));
    if (isNew.length > 0) {
      const again = new Set<number>();
      for (const rank of isNew) for (const dependency of this.#dependenciesOf(rank)) again.add(dependency);
      const ranks = matched.filter((rank) => again.has(rank) || !previous.includes(rank));
      report(this.#rules(ranks), this.#describe(matched, added));
    }
    this.#undo(added);
    this.#previous = matched;
  }

  /** Loads a window from scratch and hands its matches to `use`, suppression aside. */
  inspect<T>(units: Iterable<readonly [unit: UnitResult, times: number]>, use: (window: WindowMatch) => T): T {
    this.reset();
    let last: UnitResult | undefined;
    for (const [unit, times] of units) {
      this.#move(unit, times);
      last = unit;
    }
    const added: number[] = [];
    const matched = last === undefined ? [] : this.#match(last, added);
    const result = use(this.#describe(matched, added));
    this.#undo(added);
    return result;
  }

  #rules(ranks: readonly number[]): PlannedRule[] {
    return ranks.map((rank) => this.#rule(rank));
  }

  #describe(matched: readonly number[], added: readonly number[]): WindowMatch {
    return { matched: this.#rules(matched), added, counts: this.#counts, units: this.#ring };
  }

  #match(unit: UnitResult, added: number[]): number[] {
    const matched: number[] = [];
    this.#scratch.set(this.#candidates.bits);
    const isKnownHere = (leaf: number): boolean => includesSorted(unit.closed, leaf);
    runCandidates(this.rung, this.#scratch, this.#counts, isKnownHere, added, matched, this.#counters);
    return matched;
  }

  #undo(added: readonly number[]): void {
    for (const leaf of added) this.#counts[leaf] = (this.#counts[leaf] as number) - 1;
  }

  #dependenciesOf(rank: number): ReadonlySet<number> {
    const known = this.#dependencies[rank];
    if (known !== undefined) return known;
    const found = this.#dependencyRanks(rank);
    this.#dependencies[rank] = found;
    return found;
  }

  /** Puts the unit into the window; true if matches may differ from those of the window before. */
  #move(unit: UnitResult, times: number): boolean {
    let changed = this.#fresh;
    this.#fresh = false;
    if (this.#ring.length < this.size) {
      this.#ring.push(unit);
      this.#times.push(times);
      for (const leaf of unit.forWindow) if (this.#enter(leaf, times)) changed = true;
      return changed;
    }
    const leaving = this.#ring[this.#next] as UnitResult;
    const leavingTimes = this.#times[this.#next] as number;
    this.#ring[this.#next] = unit;
    this.#times[this.#next] = times;
    this.#next = this.#next + 1 === this.size ? 0 : this.#next + 1;
    if (leaving.forWindow === unit.forWindow && leavingTimes === times) return changed;
    const entering = unit.forWindow;
    for (let i = 0; i < entering.length; i++) if (this.#enter(entering[i] as number, times)) changed = true;
    if (this.#leaveAll(leaving, leavingTimes)) changed = true;
    return changed;
  }

  #enter(leaf: number, times: number): boolean {
    const count = this.#counts[leaf] as number;
    this.#counts[leaf] = count + times;
    if (count > 0) return this.#counted[leaf] !== 0;
    const ranks = this.rung.index.get(leaf);
    if (ranks === undefined) return true;
    for (let i = 0; i < ranks.length; i++) {
      const rank = ranks[i] as number;
      const reasons = this.#reasons[rank] as number;
      this.#reasons[rank] = reasons + 1;
      if (reasons === 0) this.#candidates.add(rank);
    }
    return true;
  }

  #leaveAll(unit: UnitResult, times: number): boolean {
    const leaves = unit.forWindow;
    let changed = false;
    for (let i = 0; i < leaves.length; i++) if (this.#leave(leaves[i] as number, times)) changed = true;
    return changed;
  }

  #leave(leaf: number, times: number): boolean {
    const count = (this.#counts[leaf] as number) - times;
    this.#counts[leaf] = count;
    if (count > 0) return this.#counted[leaf] !== 0;
    const ranks = this.rung.index.get(leaf);
    if (ranks === undefined) return true;
    for (let i = 0; i < ranks.length; i++) {
      const rank = ranks[i] as number;
      const reasons = (this.#reasons[rank] as number) - 1;
      this.#reasons[rank] = reasons;
      if (reasons === 0) this.#candidates.remove(rank);
    }
    return true;
  }
}
