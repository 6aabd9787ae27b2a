// Valid rules -> a rule set. Names become unique, subscope blocks rules of their own, references are resolved, rules and children
// put in order. A rule that does not fit is set aside with everything that needs it; the others go on.

import type { TextPlace } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { RuleCode, RuleDiagnostic } from './codes.ts';
import { indexNamespaces, matchTargets, resolveTarget } from './dependencies.ts';
import { extractSubscopes } from './extract-subscopes.ts';
import { locateName, locateReference } from './locate.ts';
import { orderChildren } from './order-children.ts';
import { orderRules } from './order-rules.ts';
import type { Rule, RuleSet } from './rule.ts';
import { placeText, quote, setAside } from './rule-error.ts';
import { createRuleSet } from './rule-set.ts';

export interface BuildRuleSetOptions {
  /** Throw at the first rule that does not fit, as the reference does. */
  readonly strict?: boolean | undefined;
}

export interface BuiltRuleSet {
  readonly ruleSet: RuleSet;
  /** One entry for each rule that was set aside: `rule-duplicate`, `rule-dependency-missing`, `rule-circular`. */
  readonly problems: readonly RuleDiagnostic[];
}

/** Rules of a circle that a message names at most. */
const MAX_CIRCLE = 12;

interface Problem {
  readonly code: RuleCode;
  /** Continues the sentence `rule "name" ...`. */
  readonly problem: string;
  readonly place: TextPlace | undefined;
  readonly hint?: string | undefined;
}

type Report = (rule: Rule, problem: Problem) => void;

/**
 * Builds a rule set from rules with distinct or equal names; of equal ones the first is kept. The result does not depend on the
 * order of `rules` otherwise. Throws `rules-invalid` in strict mode only.
 */
export function buildRuleSet(rules: Iterable<Rule>, options: BuildRuleSetOptions = {}): BuiltRuleSet {
  const problems: RuleDiagnostic[] = [];
  const report: Report = (rule, { code, problem, place, hint }) => {
    const error = new CapaxError('rules-invalid', `rule ${quote(rule.meta.name)} ${problem}`, {
      where: place === undefined ? rule.path : placeText(place),
      ...(place === undefined ? {} : { place }),
      ...(hint === undefined ? {} : { hint }),
    });
    if (options.strict === true) throw error;
    problems.push(setAside(error, code));
  };
  const kept = keepFirstOfEachName(rules, report);
  const known = new Set([...kept.keys(), ...indexNamespaces(kept.values()).keys()]);
  for (;;) {
    dropIncomplete(kept, known, report);
    const { ruleSet, circular } = assemble([...kept.values()]);
    if (circular.size === 0) return { ruleSet, problems };
    for (const [name, circle] of circular) {
      const rule = kept.get(name) as Rule;
      report(rule, { code: 'rule-circular', problem: `depends on itself: ${circle}`, place: locateName(rule) });
      kept.delete(name);
    }
  }
}

function keepFirstOfEachName(rules: Iterable<Rule>, report: Report): Map<string, Rule> {
  const kept = new Map<string, Rule>();
  for (const rule of rules) {
    const first = kept.get(rule.meta.name);
    if (first === undefined) {
      kept.set(rule.meta.name, rule);
      continue;
    }
    const hint = 'Give each rule a name of its own; the first one is used.';
    const problem = `has the name of the rule in ${first.path}`;
    report(rule, { code: 'rule-duplicate', problem, place: locateName(rule), hint });
  }
  return kept;
}

/** Drops rules that refer to something that does not exist (any more), until none is left. `known`: what existed at first. */
function dropIncomplete(kept: Map<string, Rule>, known: ReadonlySet<string>, report: Report): void {
  const targets = new Map([...kept].map(([name, rule]) => [name, matchTargets(rule.statement)]));
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    const namespaces = indexNamespaces(kept.values());
    for (const [name, rule] of kept) {
      const missing = [...(targets.get(name) ?? [])].find((target) => !namespaces.has(target) && !kept.has(target));
      if (missing === undefined) continue;
      const wasThere = known.has(missing);
      const reason = wasThere ? 'which was set aside' : 'but there is no such rule or namespace';
      report(rule, {
        code: 'rule-dependency-missing',
        problem: `matches ${quote(missing)}, ${reason}`,
        place: locateReference(rule, missing),
        hint: wasThere ? undefined : didYouMean(missing, known),
      });
      kept.delete(name);
    }
  }
}

/** The rule set, or the rules that depend on themselves with a description of the circle. */
function assemble(rules: readonly Rule[]): { ruleSet: RuleSet; circular: Map<string, string> } {
  const names = new Set(rules.map((rule) => rule.meta.name));
  const parts = rules
    .flatMap((rule) => extractSubscopes(rule, names))
    .map((rule) => ({ ...rule, statement: orderChildren(rule.statement) }));
  const namespaces = indexNamespaces(rules);
  const dependencies = new Map(
    parts.map((rule) => [
      rule.meta.name,
      new Set([...matchTargets(rule.statement)].flatMap((target) => resolveTarget(target, namespaces))),
    ]),
  );
  const { ordered, circular } = orderRules(parts, dependencies);
  const lists = new Map([...dependencies].map(([name, needed]) => [name, [...needed]]));
  return { ruleSet: createRuleSet(ordered, lists), circular: describeCircles(circular, lists, parts) };
}

/** Name of each rule on a circle -> the circle in words. Derived rules stand for the rule that they were cut out of. */
function describeCircles(
  circular: readonly Rule[],
  dependencies: ReadonlyMap<string, readonly string[]>,
  parts: readonly Rule[],
): Map<string, string> {
  const circles = new Map<string, string>();
  if (circular.length === 0) return circles;
  const parents = new Map(parts.map((rule) => [rule.meta.name, rule.derived?.parent]));
  const rootOf = (name: string): string => {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    return root;
  };
  const members = new Set(circular.map((rule) => rule.meta.name));
  for (const start of members) {
    const path = [start];
    const seen = new Set(path);
    while (path.length <= MAX_CIRCLE) {
      const next = (dependencies.get(path.at(-1) as string) ?? []).find((name) => members.has(name));
      if (next === undefined) break;
      path.push(next);
      if (seen.has(next)) break;
      seen.add(next);
    }
    const roots = path.map(rootOf).filter((name, index, all) => name !== all[index - 1]);
    if (roots.length === 1) roots.push(roots[0] as string);
    if (!circles.has(rootOf(start))) circles.set(rootOf(start), roots.map(quote).join(' -> '));
  }
  return circles;
}
