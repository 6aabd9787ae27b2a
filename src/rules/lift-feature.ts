// In a block of a rule about a whole sample a feature may stand that is seen in small scopes only: it then means anywhere in the program,
// or anywhere in the run.

import { FEATURE_TYPES } from '../features/feature-types.ts';
import { FLAVOURS, SCOPES, type Scope, type Scopes } from '../features/scopes.ts';
import { isAllowedAt } from './feature-scopes.ts';
import type { FeatureStatement, Statement } from './rule.ts';

/**
 * A statement at the block's scope that holds wherever the feature is seen; undefined where the feature means that by itself (what is the
 * same everywhere, other rules) or cannot be seen in the flavour at all.
 */
export function liftFeature(statement: FeatureStatement, scopes: Scopes): Statement | undefined {
  const { feature } = statement;
  if (feature.type === 'match' || FEATURE_TYPES[feature.type].isGlobal === true) return undefined;
  const flavour = FLAVOURS.find((side) => scopes[side] !== undefined);
  if (flavour === undefined) return undefined;
  const own: Scope | undefined = scopes[flavour];
  const smaller = SCOPES[flavour].find((scope) => scope !== own && isAllowedAt(feature, { [flavour]: scope }));
  if (smaller === undefined) return undefined;
  const inside: Statement = { kind: 'subscope', scope: smaller, child: statement };
  return isAllowedAt(feature, scopes) ? { kind: 'or', children: [statement, inside] } : inside;
}
