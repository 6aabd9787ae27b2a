// Rules that fit together, with the tables that everything after loading looks things up in.

import { CapaxError } from '../errors.ts';
import type { RuleDiagnostic } from './codes.ts';
import { indexNamespaces } from './dependencies.ts';
import { RegexTable } from './regex-table.ts';
import type { Rule, RuleSet } from './rule.ts';
import { quote } from './rule-error.ts';

/**
 * A rule set of rules in evaluation order. `dependencies` holds names of these rules only; `regexes` may know the rules' regular
 * expressions already.
 */
export function createRuleSet(
  rules: readonly Rule[],
  dependencies: ReadonlyMap<string, readonly string[]>,
  regexes: RegexTable = new RegexTable(),
): RuleSet {
  return {
    rules,
    byName: new Map(rules.map((rule) => [rule.meta.name, rule])),
    namespaces: indexNamespaces(rules),
    dependencies,
    regexes,
  };
}

/** Whether a text of the rule's meta data or its path holds the tag; case matters. */
export function carriesTag(rule: Rule, tag: string): boolean {
  return rule.tags.some((text) => text.includes(tag));
}

/**
 * The rules with `tag` in a text of their meta data or in their path (case matters), and everything that these depend on. Throws
 * `rules-empty` if there are none, with the `problems` of rules that were set aside, one of which may have been meant.
 */
export function filterByTag(ruleSet: RuleSet, tag: string, problems: readonly RuleDiagnostic[] = []): RuleSet {
  const kept = new Set<string>();
  const waiting = ruleSet.rules.filter((rule) => carriesTag(rule, tag)).map((rule) => rule.meta.name);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (kept.has(name)) continue;
    kept.add(name);
    for (const needed of ruleSet.dependencies.get(name) ?? []) waiting.push(needed);
  }
  if (kept.size === 0) {
    const hint =
      'A tag is compared with all texts in meta (name, namespace, authors, references, ...) and with the path.';
    throw new CapaxError('rules-empty', `No rule carries the tag ${quote(tag)}.`, { hint, problems });
  }
  return createRuleSet(
    ruleSet.rules.filter((rule) => kept.has(rule.meta.name)),
    new Map([...ruleSet.dependencies].filter(([name]) => kept.has(name))),
    ruleSet.regexes,
  );
}

/** Throws `rules-empty` if there is no rule, with `problems`: what is wrong with those that there might be. */
export function requireRules(ruleSet: RuleSet, problems: readonly RuleDiagnostic[]): void {
  if (ruleSet.rules.length > 0) return;
  const first = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  throw new CapaxError('rules-empty', 'There is no usable rule.', {
    hint:
      first === undefined
        ? 'Name a folder of .yml rule files.'
        : `Mend the first problem: ${first.where ?? ''}: ${first.message}.`,
    ...(first?.where === undefined ? {} : { where: first.where }),
    ...(first?.place === undefined ? {} : { place: first.place }),
    problems,
  });
}
