// Rules as the meaning of a run has them: with the other names of the functions that they ask for, or without what only capax knows.

import { hasAliases, hasOwnNumbers } from '../features/api-aliases.ts';
import { FEATURE_TYPES } from '../features/feature-types.ts';
import type { Rule, RuleSet, Statement } from './rule.ts';
import { createRuleSet } from './rule-set.ts';
import { childrenOf, featuresIn, withChildren } from './walk.ts';

/**
 * The rules, in which an `api` also holds for the other names of its act. Not where it could undo a match: below `not`, in counts, and in
 * rules that others ask for there; nor in a rule that names numbers, where these mean something else under the other names. So whatever matched without aliases matches with them.
 */
export function withAliases(ruleSet: RuleSet): RuleSet {
  const kept = rulesBelowNegations(ruleSet);
  const rules = ruleSet.rules.map((rule) => {
    if (kept.has(rule.meta.name)) return rule;
    const statement = expand(rule.statement, namesNumbers(rule.statement));
    return statement === rule.statement ? rule : withStatement(rule, statement);
  });
  return createRuleSet(rules, ruleSet.dependencies, ruleSet.regexes);
}

/** The rules without those that ask for what the reference does not know, and without those that need them. */
export function withoutDetails(ruleSet: RuleSet): RuleSet {
  const gone = new Set<string>();
  const add = (name: string): void => {
    if (gone.has(name)) return;
    gone.add(name);
    for (const user of users.get(name) ?? []) add(user);
  };
  const users = usersOf(ruleSet);
  for (const { meta, statement } of ruleSet.rules) if (asksForDetails(statement)) add(meta.name);
  if (gone.size === 0) return ruleSet;
  const dependencies = [...ruleSet.dependencies].filter(([name]) => !gone.has(name));
  // A rule that refers to a namespace needs any of its rules, and loses nothing that it could have matched without them.
  return createRuleSet(
    ruleSet.rules.filter(({ meta }) => !gone.has(meta.name)),
    new Map(dependencies.map(([name, needed]) => [name, needed.filter((other) => !gone.has(other))])),
    ruleSet.regexes,
  );
}

function asksForDetails(statement: Statement): boolean {
  for (const { type } of featuresIn(statement)) if (FEATURE_TYPES[type].isDetail === true) return true;
  return false;
}

/** Rule name -> names of the rules that refer to it by its name, or are blocks' owners. */
function usersOf({ rules, byName }: RuleSet): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { meta, statement } of rules) {
    for (const feature of featuresIn(statement)) {
      if (feature.type !== 'match' || !byName.has(feature.value)) continue;
      users.set(feature.value, [...(users.get(feature.value) ?? []), meta.name]);
    }
  }
  return users;
}

/** Rules whose matches can undo another one's, and what those depend on. */
function rulesBelowNegations({ rules, namespaces, dependencies }: RuleSet): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const needed of dependencies.get(name) ?? []) add(needed);
  };
  const walk = (statement: Statement, isBelow: boolean): void => {
    const counts = statement.kind === 'range';
    if (counts || (statement.kind === 'feature' && isBelow)) {
      const feature = counts ? statement.child : statement.feature;
      if (feature.type === 'match') for (const name of namespaces.get(feature.value) ?? [feature.value]) add(name);
    }
    for (const child of childrenOf(statement)) walk(child, isBelow || statement.kind === 'not');
  };
  for (const { statement } of rules) walk(statement, false);
  return found;
}

/** Whether a rule asks for numbers that calls have. */
function namesNumbers(statement: Statement): boolean {
  for (const { type } of featuresIn(statement)) {
    if (type === 'number' || type === 'argument' || type === 'return') return true;
  }
  return false;
}

/** `hasNumbers`: functions whose numbers mean something else under their other names stay as they are. */
function expand(statement: Statement, hasNumbers: boolean): Statement {
  if (statement.kind === 'not') return statement;
  if (statement.kind === 'feature') {
    const { feature } = statement;
    if (feature.type !== 'api' || !hasAliases(feature.value)) return statement;
    if (hasNumbers && hasOwnNumbers(feature.value)) return statement;
    return { ...statement, feature: { ...feature, test: 'alias' } };
  }
  const children = childrenOf(statement);
  const expanded = children.map((child) => expand(child, hasNumbers));
  return expanded.every((child, i) => child === children[i]) ? statement : withChildren(statement, expanded);
}

/** The rule with another statement; its text is still read when it is asked for. */
function withStatement(rule: Rule, statement: Statement): Rule {
  return {
    meta: rule.meta,
    statement,
    path: rule.path,
    ...(rule.derived === undefined ? {} : { derived: rule.derived }),
    get source() {
      return rule.source;
    },
    get tags() {
      return rule.tags;
    },
  };
}
