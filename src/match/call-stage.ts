// Call scope: rules are evaluated once for each distinct set of leaves, not once for each call.

import type { CompiledRule, CompiledRules } from './compile.ts';
import type { MatchCounters } from './evaluate.ts';
import { Instance } from './instance.ts';
import { type IntSets, intersects } from './int-sets.ts';
import { collectReferences } from './references.ts';

export interface CallResult {
  /** Rules that match, in topological order. */
  readonly rules: readonly CompiledRule[];
  /** The call's leaves and those of its matches, sorted. */
  readonly closed: Int32Array;
  /** Those of `closed` that some span rule looks at. */
  readonly forSpans: Int32Array;
  /** Whether the call is a location in the evidence of any of its matches. */
  readonly isEvidence: boolean;
  /** Rule (by order) -> names that its evidence refers to. */
  readonly references: ReadonlyMap<number, ReadonlySet<string>>;
}

export class CallStage {
  readonly #sets: IntSets;
  readonly #results: CallResult[] = [];
  readonly #instance: Instance;
  readonly #derived: ReadonlyMap<string, CompiledRule>;
  /** 1 for leaves of span rules. */
  readonly #ofSpans: Uint8Array;

  constructor(
    rules: CompiledRules,
    sets: IntSets,
    globals: readonly number[],
    derived: ReadonlyMap<string, CompiledRule>,
    counters: MatchCounters,
  ) {
    const bucket = rules.buckets.get('call');
    if (bucket === undefined) throw new Error('rules are not compiled for traces');
    this.#instance = new Instance(bucket, rules.leafCount, globals, counters);
    this.#sets = sets;
    this.#derived = derived;
    this.#ofSpans = new Uint8Array(rules.leafCount);
    for (const rule of rules.buckets.get('span of calls')?.rules ?? [])
      for (const leaf of rule.leaves) this.#ofSpans[leaf] = 1;
  }

  /** What matches a call with leaf set `leafSet`. */
  evaluate(leafSet: number): CallResult {
    const known = this.#results[leafSet];
    if (known !== undefined) return known;
    const result = this.#evaluate(this.#sets.get(leafSet));
    this.#results[leafSet] = result;
    return result;
  }

  #evaluate(leaves: Int32Array): CallResult {
    const instance = this.#instance;
    for (const leaf of leaves) instance.add(leaf, 1);
    const { matched, added } = instance.run(() => true);
    const closed = Int32Array.from([...leaves, ...added]).sort();
    const rules = matched.map((rank) => instance.bucket.rules[rank] as CompiledRule);
    const references = new Map<number, ReadonlySet<string>>();
    for (const rule of rules) {
      if (!rule.refersToRules) continue;
      const names = new Set<string>();
      const walk = (from: CompiledRule): void =>
        collectReferences(from.root, instance.counts, this.#derived, (name) => names.add(name), walk);
      walk(rule);
      references.set(rule.order, names);
    }
    instance.clear();
    const forSpans = closed.filter((leaf) => this.#ofSpans[leaf] === 1);
    return { rules, closed, forSpans, references, isEvidence: rules.some((rule) => intersects(rule.leaves, closed)) };
  }
}
