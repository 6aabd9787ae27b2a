// Which details of calls some rule asks for, so that inputs hand over no others.

import { apisOfAct } from '../features/api-aliases.ts';
import { canonicalArgumentName } from '../features/argument-names.ts';
import type { BehaviorKind } from '../features/behaviors.ts';
import { NOTHING_WANTED, type WantedDetails, type WantedOfCalls } from '../features/details.ts';
import type { Feature } from '../features/feature.ts';
import { FEATURE_TYPES, featureTest } from '../features/feature-types.ts';
import type { Rule, Statement } from './rule.ts';
import { childrenOf, featureOf } from './walk.ts';

/** Details by type: the names of arguments and kinds of behaviours; empty for what has no name. */
type Asked = Map<Feature['type'], Set<string>>;

/** The details that the rules name; undefined if they name none. */
export function wantedDetails(rules: Iterable<Rule>): WantedDetails | undefined {
  const all: Asked = new Map();
  const everywhere: Asked = new Map();
  const byName = new Map<string, Asked>();
  let times = false;
  for (const { statement, meta } of rules) {
    times ||= asksForTimes(statement);
    const details = detailsIn(statement);
    if (details.length === 0) continue;
    const apis = meta.scopes.dynamic === 'call' ? neededNames(statement) : undefined;
    const targets = apis === undefined ? [everywhere] : Array.from(apis, (api) => askedOf(byName, api));
    for (const feature of details) for (const target of [all, ...targets]) add(target, feature);
  }
  const behaviors = all.get('behavior') ?? new Set();
  if (all.size === 0 && !times) return undefined;
  return {
    ...wantedIn([all]),
    ofFunction: (names) => {
      const own = names.flatMap((name) => byName.get(name) ?? []);
      return wantedIn([everywhere, ...own]);
    },
    hasBehavior: (kind: BehaviorKind) => behaviors.has(kind),
    behaviors: behaviors.size > 0,
    times,
  };
}

/** Hot: looks at every feature of every rule, of which few are details. */
function detailsIn(statement: Statement, found: Feature[] = []): readonly Feature[] {
  const feature = featureOf(statement);
  if (feature !== undefined && FEATURE_TYPES[feature.type].isDetail === true) found.push(feature);
  for (const child of childrenOf(statement)) detailsIn(child, found);
  return found;
}

function askedOf(byName: Map<string, Asked>, api: string): Asked {
  const known = byName.get(api) ?? new Map();
  byName.set(api, known);
  return known;
}

function add(asked: Asked, feature: Feature): void {
  const names = asked.get(feature.type) ?? new Set();
  asked.set(feature.type, names);
  if (feature.type === 'argument') names.add(canonicalArgumentName(feature.name));
  if (feature.type === 'behavior') names.add(feature.name);
}

function wantedIn(asked: readonly Asked[]): WantedOfCalls {
  const has = (type: Feature['type']): boolean => asked.some((one) => one.has(type));
  const wanted: WantedOfCalls = {
    hasArgument: (name) => asked.some((one) => one.get('argument')?.has(name) === true),
    arguments: has('argument'),
    returns: has('return'),
    status: has('status'),
    observed: has('observed number'),
  };
  const { arguments: args, returns, status, observed } = wanted;
  return args || returns || status || observed ? wanted : NOTHING_WANTED;
}

/** Names of functions of which a call must have one to match a statement of scope `call`; undefined where it need not have any. */
function neededNames(statement: Statement): ReadonlySet<string> | undefined {
  switch (statement.kind) {
    case 'feature':
      return namesOf(statement.feature);
    case 'range':
      return statement.min > 0 ? namesOf(statement.child) : undefined;
    case 'and':
      return fewest(statement.children.map(neededNames));
    case 'or':
      return union(statement.children.map(neededNames));
    case 'some':
      return statement.count > 0 ? union(statement.children.map(neededNames)) : undefined;
    case 'not':
    case 'subscope':
    case 'block':
    case 'sequence':
      return undefined;
  }
}

function namesOf(feature: Feature): ReadonlySet<string> | undefined {
  if (feature.type !== 'api') return undefined;
  return new Set(featureTest(feature) === 'alias' ? apisOfAct(feature.value) : [feature.value]);
}

function fewest(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  let found: ReadonlySet<string> | undefined;
  for (const set of sets) if (set !== undefined && (found === undefined || set.size < found.size)) found = set;
  return found;
}

function union(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const name of set) all.add(name);
  }
  return all;
}

/** Whether calls are bounded in time. */
function asksForTimes(statement: Statement): boolean {
  if (statement.kind === 'sequence') return statement.within?.unit === 'ms';
  return childrenOf(statement).some(asksForTimes);
}
