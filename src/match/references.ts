// Which rules and namespaces the evidence of a match refers to. The default table leaves out what a shown capability already
// implies, so this is needed for every match, without building evidence trees.

import type { CompiledRule, Node } from './compile.ts';
import { evaluate } from './evaluate.ts';
import type { Evidence } from './evidence.ts';
import type { RuleHits } from './outcome.ts';

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

/**
 * The same off an evidence tree, for matches that are few enough to build theirs; where a reference stands for a subscope
 * block, goes on in the evidence of that block (`hitsOf` its rule).
 */
export function collectEvidenceReferences(
  evidence: Evidence,
  byName: ReadonlyMap<string, CompiledRule>,
  hitsOf: (name: string) => RuleHits | undefined,
  references: Set<string>,
): void {
  const { statement } = evidence;
  if (!evidence.success || statement.kind === 'range') return;
  if (statement.kind !== 'feature') {
    for (const child of evidence.children) collectEvidenceReferences(child, byName, hitsOf, references);
    return;
  }
  if (statement.feature.type !== 'match') return;
  const target = statement.feature.value;
  if (byName.get(target)?.rule.derived === undefined) {
    references.add(target);
    return;
  }
  const hits = hitsOf(target);
  for (const site of evidence.sites) {
    const inner = hits?.evidenceAt(site);
    if (inner !== undefined) collectEvidenceReferences(inner, byName, hitsOf, references);
  }
}
