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
    const statement = expand(rule.statement, rule.statement);
    return statement === rule.statement ? rule : withStatement(rule, statement);
  });
  return createRuleSet(rules, ruleSet.dependencies, ruleSet.regexes);
}

/** The rules without those whose statement is of a sort that the reference does not know, and without those that need them. */
export function withoutRules(ruleSet: RuleSet, isUnknown: (statement: Statement) => boolean): RuleSet {
  return without(ruleSet, ({ statement }) => isUnknown(statement));
}

/** The rules without those of both and their blocks: of an input alone nothing is matched with these. */
export function withoutBoth(ruleSet: RuleSet): RuleSet {
  return without(ruleSet, ({ meta }) => meta.scopes.both !== undefined);
}

function without(ruleSet: RuleSet, isUnwanted: (rule: Rule) => boolean): RuleSet {
  const gone = new Set<string>();
  const add = (name: string): void => {
    if (gone.has(name)) return;
    gone.add(name);
    for (const user of users.get(name) ?? []) add(user);
    for (const block of blocks.get(name) ?? []) add(block);
  };
  const users = usersOf(ruleSet);
  const blocks = blocksOf(ruleSet);
  for (const rule of ruleSet.rules) if (isUnwanted(rule)) add(rule.meta.name);
  if (gone.size === 0) return ruleSet;
  const dependencies = [...ruleSet.dependencies].filter(([name]) => !gone.has(name));
  // A rule that refers to a namespace needs any of its rules, and loses nothing that it could have matched without them.
  return createRuleSet(
    ruleSet.rules.filter(({ meta }) => !gone.has(meta.name)),
    new Map(dependencies.map(([name, needed]) => [name, needed.filter((other) => !gone.has(other))])),
    ruleSet.regexes,
  );
}

/** Whether a statement asks for arguments by name, results, or behaviours. */
export function asksForDetails(statement: Statement): boolean {
  for (const { type } of featuresIn(statement)) if (FEATURE_TYPES[type].isDetail === true) return true;
  return false;
}

/** Whether a statement asks for an order of calls. */
export function asksForOrder(statement: Statement): boolean {
  return statement.kind === 'sequence' || childrenOf(statement).some(asksForOrder);
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

/** Rule name -> names of the rules that stand for its blocks. */
function blocksOf({ rules }: RuleSet): ReadonlyMap<string, readonly string[]> {
  const blocks = new Map<string, string[]>();
  for (const { meta, derived } of rules) {
    if (derived !== undefined) blocks.set(derived.parent, [...(blocks.get(derived.parent) ?? []), meta.name]);
  }
  return blocks;
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
    for (const [index, child] of childrenOf(statement).entries()) {
      const isAbsent =
        statement.kind === 'not' || (statement.kind === 'sequence' && statement.steps[index]?.count === 0);
      walk(child, isBelow || isAbsent);
    }
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

/** `whole`: if it names numbers, functions whose numbers mean something else under their other names stay as they are. */
function expand(statement: Statement, whole: Statement): Statement {
  if (statement.kind === 'not') return statement;
  if (statement.kind === 'feature') {
    const { feature } = statement;
    if (feature.type !== 'api' || !hasAliases(feature.value)) return statement;
    if (hasOwnNumbers(feature.value) && namesNumbers(whole)) return statement;
    return { ...statement, feature: { ...feature, test: 'alias' } };
  }
  const children = childrenOf(statement);
  if (children.length === 0) return statement;
  const expanded = children.map((child) => expand(child, whole));
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
