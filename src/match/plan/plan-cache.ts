// Plans that were made before: a rule set is planned once for each flavour and meaning, however many inputs it is matched against.

import type { Flavour } from '../../features/scopes.ts';
import type { RuleSet } from '../../rules/rule.ts';
import type { Semantics } from '../../semantics.ts';
import { type MatchPlan, planRules } from './plan.ts';

const plans = new WeakMap<RuleSet, { flavour: Flavour; semantics: Semantics; plan: MatchPlan }[]>();

/** The plan of a rule set; kept as long as the rule set is. */
export function planFor(ruleSet: RuleSet, flavour: Flavour, semantics: Semantics): MatchPlan {
  const known = plans.get(ruleSet) ?? [];
  const found = known.find((entry) => entry.flavour === flavour && entry.semantics === semantics);
  if (found !== undefined) return found.plan;
  const plan = planRules(ruleSet, flavour, semantics);
  plans.set(ruleSet, [...known, { flavour, semantics, plan }]);
  return plan;
}
