// Order of a statement's children: cheap conditions first. The matcher gains from it, and the order is visible in documents, so it
// is exactly the reference's: a stable sort by cost.

import type { Feature } from '../features/feature.ts';
import type { Statement } from './rule.ts';

interface Ordered {
  readonly statement: Statement;
  readonly cost: number;
}

/** The same statement with the children of `and`, `or` and `N or more` ordered by cost, at every level. */
export function orderChildren(statement: Statement): Statement {
  return order(statement).statement;
}

function order(statement: Statement): Ordered {
  switch (statement.kind) {
    case 'and':
    case 'or':
    case 'some': {
      const children = statement.children.map(order).sort((a, b) => a.cost - b.cost);
      const cost = children.reduce((sum, child) => sum + child.cost, 1);
      return { statement: { ...statement, children: children.map((child) => child.statement) }, cost };
    }
    case 'not':
    case 'subscope': {
      const child = order(statement.child);
      return { statement: { ...statement, child: child.statement }, cost: 1 + child.cost };
    }
    case 'range':
      return { statement, cost: 1 + costOf(statement.child) };
    case 'feature':
      return { statement, cost: costOf(statement.feature) };
  }
}

/** What it costs to look for a feature: the few global ones are known, scanning values comes last. */
function costOf(feature: Feature): number {
  switch (feature.type) {
    case 'os':
    case 'arch':
    case 'format':
      return 0;
    case 'substring':
    case 'regex':
    case 'bytes':
      return 2;
    default:
      return 1;
  }
}
