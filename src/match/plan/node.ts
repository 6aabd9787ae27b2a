// Statements of rules over leaf numbers: what the matcher evaluates. All nodes have the same members in the same order whatever their
// kind, which keeps evaluation fast; their type still follows the statement's kind.

import type { Integer } from '../../features/feature.ts';
import { comparisonOf } from '../../features/feature-types.ts';
import type { Statement } from '../../rules/rule.ts';
import type { LeafNumbers } from './leaf-numbers.ts';

/** Blocks of subscopes are rules of their own by now. */
type PlannedStatement = Exclude<Statement, { readonly kind: 'subscope' }>;

interface NodeOf<S extends PlannedStatement> {
  readonly kind: S['kind'];
  readonly statement: S;
  /** -1 where the statement has none, or nothing can ever satisfy it. */
  readonly leaf: number;
  readonly children: readonly Node[];
  /** `some`: how many; `range`: lower bound. */
  readonly min: number;
  readonly max: number;
}

export type Node = {
  [K in PlannedStatement['kind']]: NodeOf<Extract<PlannedStatement, { readonly kind: K }>>;
}[PlannedStatement['kind']];

const NO_CHILDREN: readonly Node[] = [];

/** The node of a statement; its features get leaves of `leaves`. */
export function planStatement(statement: Statement, leaves: LeafNumbers): Node {
  switch (statement.kind) {
    case 'feature':
      return makeNode(statement, leaves.ofCondition(statement.feature), NO_CHILDREN, 0, 0);
    case 'and':
    case 'or':
      return makeNode(statement, -1, planAll(statement.children, leaves), 0, 0);
    case 'not':
      return makeNode(statement, -1, [planStatement(statement.child, leaves)], 0, 0);
    case 'some':
      return makeNode(statement, -1, planAll(statement.children, leaves), statement.count, 0);
    case 'range': {
      // Patterns are looked up exactly when they are counted, and no input emits a pattern: such a count is always 0.
      const isPattern = comparisonOf(statement.child) === 'pattern';
      const leaf = isPattern ? -1 : leaves.ofCount(statement.child);
      return makeNode(statement, leaf, NO_CHILDREN, toBound(statement.min), toBound(statement.max));
    }
    case 'subscope':
      throw new Error('blocks of subscopes are rules of their own before rules are planned');
  }
}

function planAll(statements: readonly Statement[], leaves: LeafNumbers): Node[] {
  return statements.map((statement) => planStatement(statement, leaves));
}

function toBound(value: Integer): number {
  return Number(value);
}

function makeNode(
  statement: PlannedStatement,
  leaf: number,
  children: readonly Node[],
  min: number,
  max: number,
): Node {
  return { kind: statement.kind, statement, leaf, children, min, max } as Node;
}

/** Adds every leaf of the tree that is not among `without`. */
export function collectLeaves(node: Node, without: ReadonlySet<number>, into: Set<number>): void {
  if (node.leaf >= 0 && !without.has(node.leaf)) into.add(node.leaf);
  for (const child of node.children) collectLeaves(child, without, into);
}

/** Whether the tree refers to other rules, counts aside. */
export function refersToRules({ statement, children }: Node): boolean {
  if (statement.kind === 'feature') return statement.feature.type === 'match';
  return children.some(refersToRules);
}
