// Which details of calls some rule asks for, so that inputs hand over no others.

import { canonicalArgumentName } from '../features/argument-names.ts';
import type { WantedDetails } from '../features/details.ts';
import type { Rule, Statement } from './rule.ts';
import { childrenOf, featuresIn } from './walk.ts';

/** The details that the rules name; undefined if they name none. */
export function wantedDetails(rules: Iterable<Rule>): WantedDetails | undefined {
  const names = new Set<string>();
  const types = new Set<string>();
  let times = false;
  for (const { statement } of rules) {
    times ||= asksForTimes(statement);
    for (const feature of featuresIn(statement)) {
      types.add(feature.type);
      if (feature.type === 'argument') names.add(canonicalArgumentName(feature.name));
    }
  }
  const wanted: WantedDetails = {
    hasArgument: (name) => names.has(name),
    arguments: names.size > 0,
    returns: types.has('return'),
    status: types.has('status'),
    behaviors: types.has('behavior'),
    times,
  };
  return wanted.arguments || wanted.returns || wanted.status || wanted.behaviors || wanted.times ? wanted : undefined;
}

/** Whether calls are bounded in time. */
function asksForTimes(statement: Statement): boolean {
  if (statement.kind === 'sequence') return statement.within?.unit === 'ms';
  return childrenOf(statement).some(asksForTimes);
}
