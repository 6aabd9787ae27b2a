// Rules as the reference knows them: it has no `sequence`.

import type { RuleSet, Statement } from './rule.ts';
import { createRuleSet } from './rule-set.ts';
import { childrenOf, featuresIn } from './walk.ts';

/** The rules without those that ask for an order of calls, and without those that refer to these by name. */
export function withoutSequences(ruleSet: RuleSet): RuleSet {
  const gone = new Set<string>();
  for (const { meta, statement } of ruleSet.rules) if (holdsSequence(statement)) gone.add(meta.name);
  if (gone.size === 0) return ruleSet;
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const { meta, statement, derived } of ruleSet.rules) {
      const needs = [...featuresIn(statement)].some((feature) => feature.type === 'match' && gone.has(feature.value));
      if (needs || (derived !== undefined && gone.has(derived.parent))) gone.add(meta.name);
    }
  }
  const isKept = (name: string): boolean => !gone.has(name);
  return createRuleSet(
    ruleSet.rules.filter(({ meta }) => isKept(meta.name)),
    new Map(
      [...ruleSet.dependencies].filter(([name]) => isKept(name)).map(([name, needed]) => [name, needed.filter(isKept)]),
    ),
    ruleSet.regexes,
  );
}

function holdsSequence(statement: Statement): boolean {
  return statement.kind === 'sequence' || childrenOf(statement).some(holdsSequence);
}
