// What the evidence of a match implies, read off the tree: for matches that are few enough to build theirs.

import type { Evidence, Site } from './evidence.ts';

/** What `collectImplied` needs to know about rules. */
export interface ImpliedRules {
  /** Whether the rule stands for a block of a subscope. */
  isDerived(name: string): boolean;
  /** Evidence of the rule at a location. */
  evidenceAt(name: string, site: Site): Evidence | undefined;
}

/**
 * Adds the values of successful `match` nodes to `implied`, not looking into what they refer to. Where a reference stands for a block
 * of a subscope, goes on in the evidence of that block.
 */
export function collectImplied(evidence: Evidence, rules: ImpliedRules, implied: Set<string>): void {
  const { statement } = evidence;
  if (!evidence.success || statement.kind === 'range') return;
  if (statement.kind !== 'feature') {
    for (const child of evidence.children) collectImplied(child, rules, implied);
    return;
  }
  if (statement.feature.type !== 'match') return;
  const target = statement.feature.value;
  if (!rules.isDerived(target)) {
    implied.add(target);
    return;
  }
  for (const site of evidence.sites) {
    const inner = rules.evidenceAt(target, site);
    if (inner !== undefined) collectImplied(inner, rules, implied);
  }
}
