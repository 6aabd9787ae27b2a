// Which rules and namespaces the evidence of a match refers to: what it implies. The default table leaves out what a shown capability
// already implies, so this is needed for every match, without building evidence trees.

import type { RuleHits } from '../outcome.ts';
import type { Node } from '../plan/node.ts';
import type { PlannedRule } from '../plan/plan.ts';
import { evaluate } from '../run/evaluate.ts';
import type { Evidence } from './evidence.ts';

/**
 * Walks the successful part of a tree and reports the value of each successful `match` node, not looking into what it refers
 * to. `visitDerived` is asked to go on where the reference stands for a subscope block.
 */
export function collectImpliedRules(
  node: Node,
  counts: Int32Array,
  byName: ReadonlyMap<string, PlannedRule>,
  visit: (target: string) => void,
  visitDerived: (rule: PlannedRule, leaf: number) => void,
): void {
  if (node.kind === 'range' || !evaluate(node, counts)) return;
  const { statement } = node;
  if (statement.kind === 'feature') {
    if (statement.feature.type !== 'match') return;
    const rule = byName.get(statement.feature.value);
    if (rule?.rule.derived === undefined) visit(statement.feature.value);
    else visitDerived(rule, node.leaf);
    return;
  }
  for (const child of node.children) collectImpliedRules(child, counts, byName, visit, visitDerived);
}

/**
 * The same off an evidence tree, for matches that are few enough to build theirs; where a reference stands for a subscope
 * block, goes on in the evidence of that block (`hitsOf` its rule).
 */
export function collectEvidenceImplied(
  evidence: Evidence,
  isDerived: (name: string) => boolean,
  hitsOf: (name: string) => RuleHits | undefined,
  implied: Set<string>,
): void {
  const { statement } = evidence;
  if (!evidence.success || statement.kind === 'range') return;
  if (statement.kind !== 'feature') {
    for (const child of evidence.children) collectEvidenceImplied(child, isDerived, hitsOf, implied);
    return;
  }
  if (statement.feature.type !== 'match') return;
  const target = statement.feature.value;
  if (!isDerived(target)) {
    implied.add(target);
    return;
  }
  const hits = hitsOf(target);
  for (const site of evidence.sites) {
    const inner = hits?.evidenceAt(site);
    if (inner !== undefined) collectEvidenceImplied(inner, isDerived, hitsOf, implied);
  }
}
