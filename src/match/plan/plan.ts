// Rules of one flavour, planned for fast matching. Every feature that a rule names gets a small integer, its leaf number; what
// no rule names has none and is dropped at once. A rule becomes a tree over leaf numbers, and each scope gets an index from leaf
// numbers to the rules that need one of them. A plan is immutable: it is made once and shared by all runs.

import type { WantedDetails } from '../../features/details.ts';
import { FLAVOURS, type Flavour, LADDERS, type Rung, type Scope } from '../../features/scopes.ts';
import { matchKeys } from '../../rules/dependencies.ts';
import type { Rule, RuleSet } from '../../rules/rule.ts';
import { wantedDetails } from '../../rules/wanted-details.ts';
import type { Semantics } from '../../semantics.ts';
import type { LeafIndex } from './leaf-index.ts';
import { LeafNumbers } from './leaf-numbers.ts';
import { collectLeaves, type Node, planStatement, refersToRules } from './node.ts';
import { requirementOf } from './requirement.ts';

export interface PlannedRule {
  readonly rule: Rule;
  /** Position in the rule set: dependencies come first. */
  readonly order: number;
  readonly root: Node;
  /** Leaves of the tree, sorted, without those of global features. */
  readonly leaves: Int32Array;
  /** Leaves of `match` features that other rules name and that this rule's match satisfies: its name, its namespaces. */
  readonly matchLeaves: readonly number[];
  /** Whether the tree refers to other rules. */
  readonly refersToRules: boolean;
  /** Name and namespaces: the `match` features that a match of this rule adds. */
  readonly matchKeys: readonly string[];
}

/** A rung of the flavour's ladder with its rules in topological order; a rule's position here is its rank. */
export interface PlannedRung extends Rung {
  readonly rules: readonly PlannedRule[];
  /** Leaf -> ranks of rules that need at least one of a set of leaves that holds this one. */
  readonly index: ReadonlyMap<number, readonly number[]>;
  /** Ranks of rules that can match without any particular feature. */
  readonly always: readonly number[];
  /** Whether matches are seen by the instances around this one, and not at file scope only. */
  readonly rises: boolean;
}

export interface MatchPlan {
  readonly flavour: Flavour;
  readonly semantics: Semantics;
  readonly rungs: readonly PlannedRung[];
  readonly rules: readonly PlannedRule[];
  readonly byName: ReadonlyMap<string, PlannedRule>;
  /** Rule name -> names of the rules that it matches directly. */
  readonly dependencies: RuleSet['dependencies'];
  readonly leafCount: number;
  readonly leaves: LeafIndex;
  /** 1 for leaves whose number of locations some rule counts. */
  readonly counted: Uint8Array;
  /** What inputs hand over because some rule asks for it. */
  readonly details: WantedDetails | undefined;
  /** Leaves whose evidence is the first matching feature's locations only (bytes, os). */
  readonly firstOnly: ReadonlySet<number>;
}

/** What patterns are worth as an index. The reference rates them lowest; only where the os is unknown does its choice decide a result. */
const PATTERN_SCORE = 6;
const REFERENCE_PATTERN_SCORE = 0;

/** Plans the rules of `flavour`. Cost: one pass over all statements, plus the automaton over string patterns. */
export function planRules(ruleSet: RuleSet, flavour: Flavour, semantics: Semantics): MatchPlan {
  const ladder: readonly Rung[] = LADDERS[flavour];
  const numbers = new LeafNumbers(ruleSet.regexes);
  const taking = ruleSet.rules.filter((rule) => ladder.some(({ scope }) => isAt(rule, scope, flavour, semantics)));
  const roots = taking.map((rule) => planStatement(rule.statement, numbers));
  const rules = taking.map((rule, order) => planRule(rule, order, roots[order] as Node, numbers));
  const rungs = ladder.map((rung) => {
    const members = rules.filter(({ rule }) => isAt(rule, rung.scope, flavour, semantics));
    return planRung(rung, members, semantics, numbers);
  });
  const { index, counted } = numbers.finish();
  return {
    flavour,
    semantics,
    rungs,
    rules,
    byName: new Map(rules.map((planned) => [planned.rule.meta.name, planned])),
    dependencies: ruleSet.dependencies,
    leafCount: numbers.count,
    leaves: index,
    counted,
    details: semantics['named-values'] ? wantedDetails(taking) : undefined,
    firstOnly: numbers.firstOnly,
  };
}

/** Whether a rule works at a scope. Without the flavour filter it does if any of its sides names the word. */
function isAt(rule: Rule, scope: Scope, flavour: Flavour, semantics: Semantics): boolean {
  const { scopes } = rule.meta;
  if (semantics['flavour-filter']) return scopes[flavour] === scope;
  return FLAVOURS.some((side) => scopes[side] === scope);
}

function planRule(rule: Rule, order: number, root: Node, numbers: LeafNumbers): PlannedRule {
  const leaves = new Set<number>();
  collectLeaves(root, numbers.globals, leaves);
  const keys = matchKeys(rule.meta);
  return {
    rule,
    order,
    root,
    leaves: Int32Array.from(leaves).sort(),
    matchLeaves: keys.flatMap((key) => numbers.ofMatchKey(key) ?? []),
    refersToRules: refersToRules(root),
    matchKeys: keys,
  };
}

function planRung(rung: Rung, rules: readonly PlannedRule[], semantics: Semantics, numbers: LeafNumbers): PlannedRung {
  const index = new Map<number, number[]>();
  const always: number[] = [];
  const patternScore = semantics['os-any-index'] ? PATTERN_SCORE : REFERENCE_PATTERN_SCORE;
  for (const [rank, { root }] of rules.entries()) {
    const needed = requirementOf(root, patternScore);
    if (needed === undefined) {
      always.push(rank);
      continue;
    }
    for (const leaf of new Set(needed.leaves)) {
      const key = semantics['os-any-index'] ? leaf : numbers.withoutWildcard(leaf);
      const ranks = index.get(key);
      if (ranks === undefined) index.set(key, [rank]);
      else if (ranks[ranks.length - 1] !== rank) ranks.push(rank);
    }
  }
  const rises = rung.risesWith === undefined || semantics[rung.risesWith];
  return { ...rung, rules, index, always, rises };
}
