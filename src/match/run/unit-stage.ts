// The smallest scope, call or instruction: rules are evaluated once for each distinct set of leaves, not once for each unit.

import type { MatchPlan, PlannedRule, PlannedRung } from '../plan/plan.ts';
import { collectImpliedRules } from './implied-rules.ts';
import { Instance } from './instance.ts';
import { type IntSets, intersects } from './int-sets.ts';
import type { MatchRun } from './match-run.ts';

export interface UnitResult {
  /** Rules that match, in topological order. */
  readonly rules: readonly PlannedRule[];
  /** The unit's leaves and those of its matches, sorted. */
  readonly closed: Int32Array;
  /** Those of `closed` that some window rule looks at. */
  readonly forWindow: Int32Array;
  /** Whether the unit is a location in the evidence of any of its matches. */
  readonly isEvidence: boolean;
  /** Rule (by order) -> names that its evidence refers to. */
  readonly implied: ReadonlyMap<number, ReadonlySet<string>>;
}

export class UnitStage {
  readonly #sets: IntSets;
  readonly #plan: MatchPlan;
  readonly #results: UnitResult[] = [];
  readonly #instance: Instance;
  /** 1 for leaves of window rules. */
  readonly #ofWindows: Uint8Array;

  /** `sets` numbers the sets of leaves that `evaluate` is asked about. */
  constructor(
    run: MatchRun,
    rung: PlannedRung,
    window: PlannedRung | undefined,
    sets: IntSets,
    globals: readonly number[],
  ) {
    this.#plan = run.plan;
    this.#sets = sets;
    this.#instance = new Instance(run, rung, globals);
    this.#ofWindows = new Uint8Array(run.plan.leafCount);
    for (const rule of window?.rules ?? []) for (const leaf of rule.leaves) this.#ofWindows[leaf] = 1;
  }

  /** What matches a unit with leaf set `leafSet`; each leaf has one location unless `locations` says otherwise, which is rare. */
  evaluate(leafSet: number, locations?: ReadonlyMap<number, number>): UnitResult {
    if (locations !== undefined) return this.#evaluate(this.#sets.get(leafSet), locations);
    const known = this.#results[leafSet];
    if (known !== undefined) return known;
    const result = this.#evaluate(this.#sets.get(leafSet));
    this.#results[leafSet] = result;
    return result;
  }

  #evaluate(leaves: Int32Array, locations?: ReadonlyMap<number, number>): UnitResult {
    const instance = this.#instance;
    for (const leaf of leaves) instance.add(leaf, locations?.get(leaf) ?? 1);
    const { rules, added } = instance.run(() => true);
    const closed = Int32Array.from([...leaves, ...added]).sort();
    const implied = new Map<number, ReadonlySet<string>>();
    for (const rule of rules) {
      if (!rule.refersToRules) continue;
      const names = new Set<string>();
      const walk = (from: PlannedRule): void =>
        collectImpliedRules(from.root, instance.counts, this.#plan.byName, (name) => names.add(name), walk);
      walk(rule);
      implied.set(rule.order, names);
    }
    instance.clear();
    const forWindow = closed.filter((leaf) => this.#ofWindows[leaf] === 1);
    return { rules, closed, forWindow, implied, isEvidence: rules.some((rule) => intersects(rule.leaves, closed)) };
  }
}
