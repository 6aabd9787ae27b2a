// Which rules and namespaces the evidence of a match refers to. The default table leaves out what a shown capability already
// implies, so this is needed for every match, without building evidence trees.

import type { CompiledRule, Node } from './compile.ts';
import { evaluate } from './evaluate.ts';

/**
 * Walks the successful part of a tree and reports the value of each successful `match` node, not looking into what it refers
 * to. `visitDerived` is asked to go on where the reference stands for a subscope block.
 */
export function collectReferences(
  node: Node,
  counts: Int32Array,
  derived: ReadonlyMap<string, CompiledRule>,
  visit: (target: string) => void,
  visitDerived: (rule: CompiledRule, leaf: number) => void,
): void {
  if (node.op === 'range' || !evaluate(node, counts)) return;
  const { statement } = node;
  if (statement.kind === 'feature') {
    if (statement.feature.type !== 'match') return;
    const rule = derived.get(statement.feature.value);
    if (rule === undefined) visit(statement.feature.value);
    else visitDerived(rule, node.leaf);
    return;
  }
  for (const child of node.children) collectReferences(child, counts, derived, visit, visitDerived);
}
