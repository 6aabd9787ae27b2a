// Which rules and namespaces the evidence of a match refers to: what it implies. The default table leaves out what a shown capability
// already implies, so this is needed for every match, without building evidence trees.

import type { Node } from '../plan/node.ts';
import type { PlannedRule } from '../plan/plan.ts';
import { evaluate } from './evaluate.ts';

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
