// Statements of rules over leaf numbers: what the matcher evaluates. All nodes have the same members in the same order whatever their
// kind, which keeps evaluation fast; their type still follows the statement's kind.

import type { Integer } from '../../features/feature.ts';
import { comparisonOf } from '../../features/feature-types.ts';
import type { SequenceStatement, Statement } from '../../rules/rule.ts';
import type { LeafNumbers } from './leaf-numbers.ts';

/** Blocks of subscopes are rules of their own by now. */
type PlannedStatement = Exclude<Statement, { readonly kind: 'subscope' | 'block' }>;

interface NodeOf<S extends PlannedStatement> {
  readonly kind: S['kind'];
  readonly statement: S;
  /** -1 where the statement has none, or nothing can ever satisfy it. */
  readonly leaf: number;
  readonly children: readonly Node[];
  /** `some`: how many; `range`: lower bound. */
  readonly min: number;
  readonly max: number;
  /** Of a `sequence`. Its children are not children here: what they are worth depends on the order of calls. */
  readonly sequence: PlannedSequence | undefined;
}

export type Node = {
  [K in PlannedStatement['kind']]: NodeOf<Extract<PlannedStatement, { readonly kind: K }>>;
}[PlannedStatement['kind']];

/** One call that a sequence asks for. */
export interface PlannedStep {
  /** Which child it is of. */
  readonly child: number;
  /** Satisfied by the calls that match the child. */
  readonly leaf: number;
  readonly values: readonly PlannedValue[];
  /** What calls must not be that stand between it and the next. */
  readonly without: readonly Pick<PlannedStep, 'leaf' | 'values'>[];
}

/** A value that a call must have in common with others. */
export interface PlannedValue {
  /** Number of the variable. */
  readonly variable: number;
  /** Satisfied by what has the value. */
  readonly leaf: number;
}

export interface PlannedSequence {
  readonly statement: SequenceStatement;
  /** Satisfied where the sequence is found. */
  readonly leaf: number;
  /** In order; a child that stands for several calls is here as often. */
  readonly steps: readonly PlannedStep[];
  /** Names of the variables by number. */
  readonly variables: readonly string[];
}

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
    case 'sequence': {
      const sequence = planSequence(statement, leaves);
      return makeNode(statement, sequence.leaf, NO_CHILDREN, 0, 0, sequence);
    }
    case 'subscope':
    case 'block':
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
  sequence?: PlannedSequence,
): Node {
  return { kind: statement.kind, statement, leaf, children, min, max, sequence } as Node;
}

function planSequence(statement: SequenceStatement, leaves: LeafNumbers): PlannedSequence {
  const steps: (PlannedStep & { without: PlannedStep['without'][number][] })[] = [];
  const variables: string[] = [];
  const numberOf = (name: string): number => {
    if (!variables.includes(name)) variables.push(name);
    return variables.indexOf(name);
  };
  for (const [child, { count, values: own = [] }] of statement.steps.entries()) {
    const leaf = planStatement(statement.children[child] as Statement, leaves).leaf;
    const values = own.map(({ variable, feature }) => ({
      variable: numberOf(variable),
      leaf: leaves.ofCondition(feature),
    }));
    if (count === 0) steps.at(-1)?.without.push({ leaf, values });
    for (let i = 0; i < count; i++) steps.push({ child, leaf, values, without: [] });
  }
  return { statement, leaf: leaves.ofSequence(), steps, variables };
}

/** The sequences in a tree. */
export function sequencesIn({ sequence, children }: Node): readonly PlannedSequence[] {
  return sequence === undefined ? children.flatMap(sequencesIn) : [sequence];
}

/** Adds every leaf of the tree that is not among `without`, and that features satisfy: of sequences none. */
export function collectLeaves(node: Node, without: ReadonlySet<number>, into: Set<number>): void {
  if (node.leaf >= 0 && node.sequence === undefined && !without.has(node.leaf)) into.add(node.leaf);
  for (const child of node.children) collectLeaves(child, without, into);
}

/** Whether the tree refers to other rules, counts aside. */
export function refersToRules({ statement, children }: Node): boolean {
  if (statement.kind === 'sequence') return true;
  if (statement.kind === 'feature') return statement.feature.type === 'match';
  return children.some(refersToRules);
}
