// Order of a statement's children: cheap conditions first. The matcher gains from it, and the order is visible in documents, so it
// is exactly the reference's: a stable sort by cost.

import { FEATURE_TYPES } from '../features/feature-types.ts';
import type { Statement } from './rule.ts';
import { childrenOf, featureOf, withChildren } from './walk.ts';

interface Ordered {
  readonly statement: Statement;
  readonly cost: number;
}

/** Kinds of statements that mean the same in whatever order their children stand. */
const MAY_BE_ORDERED: Readonly<Record<Statement['kind'], boolean>> = {
  and: true,
  or: true,
  some: true,
  not: false,
  subscope: false,
  block: false,
  sequence: false,
  range: false,
  feature: false,
};

/** The same statement with the children of `and`, `or` and `N or more` ordered by cost, at every level. */
export function orderChildren(statement: Statement): Statement {
  return order(statement).statement;
}

function order(statement: Statement): Ordered {
  const children = childrenOf(statement).map(order);
  if (MAY_BE_ORDERED[statement.kind]) children.sort((a, b) => a.cost - b.cost);
  const feature = featureOf(statement);
  const own = (statement.kind === 'feature' ? 0 : 1) + (feature === undefined ? 0 : FEATURE_TYPES[feature.type].cost);
  return {
    statement: withChildren(
      statement,
      children.map((child) => child.statement),
    ),
    cost: children.reduce((sum, child) => sum + child.cost, own),
  };
}
