// One run of matching: a plan, and everything that the run counts and remembers. Nothing of a run outlives it.

import type { Feature } from '../../features/feature.ts';
import type { LeafIndex } from '../plan/leaf-index.ts';
import type { MatchPlan } from '../plan/plan.ts';
import type { StringPatterns } from '../plan/string-patterns.ts';
import { StringScan } from './string-scan.ts';

/** Deterministic cost counters, shown by `--stats` and asserted in tests. */
export interface MatchCounters {
  /** Rules evaluated against an instance. */
  evaluations: number;
  /** Scope instances that were evaluated (after memoising). */
  instances: number;
}

export class MatchRun {
  readonly plan: MatchPlan;
  readonly counters: MatchCounters = { evaluations: 0, instances: 0 };
  readonly strings: StringScan;
  /** Asked wherever much may be built; throws to end the run. */
  readonly check: (() => void) | undefined;
  readonly #leaves: LeafIndex;
  readonly #scan: (text: string, patterns: StringPatterns) => readonly number[];
  /** Scans of the values of one name, which count into `strings`. */
  readonly #scans = new Map<StringPatterns, StringScan>();

  constructor(plan: MatchPlan, check?: () => void) {
    this.plan = plan;
    this.check = check;
    this.#leaves = plan.leaves;
    const strings = new StringScan(plan.leaves.strings);
    this.strings = strings;
    this.#scan = (text, patterns) => (patterns === plan.leaves.strings ? strings : this.#scanOf(patterns)).scan(text);
  }

  /** Sorted numbers of the leaves that the presence of `feature` satisfies. */
  leavesOf(feature: Feature): readonly number[] {
    return this.#leaves.leavesOf(feature, this.#scan);
  }

  #scanOf(patterns: StringPatterns): StringScan {
    const known = this.#scans.get(patterns);
    if (known !== undefined) return known;
    const made = new StringScan(patterns, { counters: this.strings.counters });
    this.#scans.set(patterns, made);
    return made;
  }

  /** Leaves that are satisfied everywhere in the sample, each once. */
  leavesOfAll(features: readonly Feature[]): readonly number[] {
    return [...new Set(features.flatMap((feature) => this.leavesOf(feature)))];
  }
}
