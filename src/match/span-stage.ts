// Span of calls: a window over the last 20 calls of a thread, moved call by call. Counters are kept incrementally; rules are
// evaluated only when the set of leaves in the window changed. A rule is reported at the first window of an uninterrupted run
// of matching windows, and again when a rule that newly matches depends on it directly. Hot: `advance` runs once for each call.

import { SPAN_SIZE } from '../features/scopes.ts';
import type { CallResult } from './call-stage.ts';
import type { Bucket, CompiledRule, CompiledRules } from './compile.ts';
import { Candidates, type MatchCounters, runCandidates } from './evaluate.ts';
import { includesSorted } from './int-sets.ts';

/** A matching window. Counters and `added` describe it only while the callback runs. */
export interface WindowMatch {
  /** Ranks that match, suppressed ones too. */
  readonly matched: readonly number[];
  /** Leaves that span matches added, located at the window's last call. */
  readonly added: readonly number[];
  readonly counts: Int32Array;
}

export class SpanStage {
  readonly bucket: Bucket;
  readonly #counts: Int32Array;
  readonly #counted: Uint8Array;
  readonly #candidates: Candidates;
  readonly #scratch: Int32Array;
  /** How many present leaves make each rule a candidate. */
  readonly #reasons: Int32Array;
  readonly #dependencies: (ReadonlySet<number> | undefined)[] = [];
  readonly #dependencyRanks: (rank: number) => ReadonlySet<number>;
  readonly #counters: MatchCounters;
  /** Calls in a full window. */
  readonly size: number;
  #ring: CallResult[] = [];
  #next = 0;
  #fresh = true;
  #previous: readonly number[] = [];

  constructor(
    rules: CompiledRules,
    globals: readonly number[],
    dependencies: ReadonlyMap<string, readonly string[]>,
    counters: MatchCounters,
    size: number = SPAN_SIZE,
  ) {
    const bucket = rules.buckets.get('span of calls');
    if (bucket === undefined) throw new Error('rules are not compiled for traces');
    this.bucket = bucket;
    this.#counts = new Int32Array(rules.leafCount);
    this.#counted = rules.counted;
    this.#candidates = new Candidates(bucket);
    this.#scratch = new Int32Array(this.#candidates.bits.length);
    this.#reasons = new Int32Array(bucket.rules.length);
    for (const rank of bucket.always) this.#reasons[rank] = 1;
    this.#counters = counters;
    this.size = size;
    for (const leaf of globals) this.#enter(leaf);
    const ranks = new Map(bucket.rules.map(({ rule }, rank) => [rule.meta.name, rank]));
    this.#dependencyRanks = (rank) => {
      const { name } = this.rule(rank).rule.meta;
      return new Set((dependencies.get(name) ?? []).flatMap((dependency) => ranks.get(dependency) ?? []));
    };
  }

  rule(rank: number): CompiledRule {
    return this.bucket.rules[rank] as CompiledRule;
  }

  /** Starts a thread. */
  reset(): void {
    for (const call of this.#ring) this.#leaveAll(call);
    this.#ring = [];
    this.#next = 0;
    this.#fresh = true;
    this.#previous = [];
  }

  /**
   * Moves the window to the next call. `report` is called at most once, with the ranks to be reported (ascending), while the
   * counters still hold the window and its matches.
   */
  advance(call: CallResult, report: (ranks: readonly number[], window: WindowMatch) => void): void {
    if (!this.#move(call)) return;
    const added: number[] = [];
    const matched = this.#match(call, added);
    const previous = this.#previous;
    const isNew = matched.filter((rank) => !previous.includes(rank));
    if (isNew.length > 0) {
      const again = new Set<number>();
      for (const rank of isNew) for (const dependency of this.#dependenciesOf(rank)) again.add(dependency);
      const ranks = matched.filter((rank) => again.has(rank) || !previous.includes(rank));
      report(ranks, { matched, added, counts: this.#counts });
    }
    this.#undo(added);
    this.#previous = matched;
  }

  /** Loads a window from scratch and hands its matches to `use`, suppression aside. */
  inspect<T>(calls: readonly CallResult[], use: (window: WindowMatch) => T): T {
    this.reset();
    let last: CallResult | undefined;
    for (const call of calls) {
      this.#move(call);
      last = call;
    }
    const added: number[] = [];
    const matched = last === undefined ? [] : this.#match(last, added);
    const result = use({ matched, added, counts: this.#counts });
    this.#undo(added);
    return result;
  }

  #match(call: CallResult, added: number[]): number[] {
    const matched: number[] = [];
    this.#scratch.set(this.#candidates.bits);
    const isKnownHere = (leaf: number): boolean => includesSorted(call.closed, leaf);
    runCandidates(this.bucket, this.#scratch, this.#counts, isKnownHere, added, matched, this.#counters);
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

  /** Puts the call into the window; true if matches may differ from those of the window before. */
  #move(call: CallResult): boolean {
    let changed = this.#fresh;
    this.#fresh = false;
    if (this.#ring.length < this.size) {
      this.#ring.push(call);
      for (const leaf of call.forSpans) if (this.#enter(leaf)) changed = true;
      return changed;
    }
    const leaving = this.#ring[this.#next] as CallResult;
    this.#ring[this.#next] = call;
    this.#next = this.#next + 1 === this.size ? 0 : this.#next + 1;
    if (leaving === call || leaving.forSpans === call.forSpans) return changed;
    const entering = call.forSpans;
    for (let i = 0; i < entering.length; i++) if (this.#enter(entering[i] as number)) changed = true;
    if (this.#leaveAll(leaving)) changed = true;
    return changed;
  }

  #enter(leaf: number): boolean {
    const count = this.#counts[leaf] as number;
    this.#counts[leaf] = count + 1;
    if (count > 0) return this.#counted[leaf] !== 0;
    const ranks = this.bucket.index.get(leaf);
    if (ranks === undefined) return true;
    for (let i = 0; i < ranks.length; i++) {
      const rank = ranks[i] as number;
      const reasons = this.#reasons[rank] as number;
      this.#reasons[rank] = reasons + 1;
      if (reasons === 0) this.#candidates.add(rank);
    }
    return true;
  }

  #leaveAll(call: CallResult): boolean {
    const leaves = call.forSpans;
    let changed = false;
    for (let i = 0; i < leaves.length; i++) if (this.#leave(leaves[i] as number)) changed = true;
    return changed;
  }

  #leave(leaf: number): boolean {
    const count = (this.#counts[leaf] as number) - 1;
    this.#counts[leaf] = count;
    if (count > 0) return this.#counted[leaf] !== 0;
    const ranks = this.bucket.index.get(leaf);
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
