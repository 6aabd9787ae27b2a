// Matching an input, whatever its flavour, with one of two matchers that must agree.

import type { Flavour } from '../features/scopes.ts';
import type { Subject } from '../features/subject.ts';
import type { TraceSummary } from '../features/trace.ts';
import { withAliases, withoutDetails } from '../rules/adapt-rules.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { Semantics } from '../semantics.ts';
import type { MatcherName } from './matchers.ts';
import type { Outcome } from './outcome.ts';
import { planFor } from './plan/plan-cache.ts';

export interface MatchOptions {
  readonly rules: RuleSet;
  readonly semantics: Semantics;
  readonly matcher?: MatcherName;
  /** Told when a trace has been read; decides which of its processes are looked at. */
  readonly selectProcesses?: (summary: TraceSummary) => TraceSummary;
  /** Asked wherever the planned matcher may build much; throws to end matching. */
  readonly check?: (() => void) | undefined;
}

const adapted = new WeakMap<RuleSet, Map<string, RuleSet>>();

/** The rules as they are meant; made once for each rule set. */
function rulesFor(rules: RuleSet, flavour: Flavour, semantics: Semantics): RuleSet {
  const key = `${flavour} ${semantics['named-values']} ${semantics['api-aliases']}`;
  const known = adapted.get(rules)?.get(key);
  if (known !== undefined) return known;
  const plain = semantics['named-values'] ? rules : withoutDetails(rules);
  const meant = adapt[flavour](plain, semantics);
  adapted.set(rules, (adapted.get(rules) ?? new Map<string, RuleSet>()).set(key, meant));
  return meant;
}

/** Names of functions are those of one program, and several only where a run was recorded. */
const adapt: Readonly<Record<Flavour, (rules: RuleSet, semantics: Semantics) => RuleSet>> = {
  static: (rules) => rules,
  dynamic: (rules, semantics) => (semantics['api-aliases'] ? withAliases(rules) : rules),
};

/** Matches rules against an input. Throws what reading the input throws, and what `check` does. */
export async function matchInput(input: Subject, options: MatchOptions): Promise<Outcome> {
  const { semantics, check, selectProcesses = (summary) => summary } = options;
  const rules = rulesFor(options.rules, input.flavour, semantics);
  const matcher: MatcherName = options.matcher ?? 'planned';
  switch (matcher) {
    case 'planned': {
      const plan = planFor(rules, input.flavour, semantics);
      switch (input.flavour) {
        case 'static':
          return (await import('./program/match-program.ts')).matchProgram(input, plan, check);
        case 'dynamic':
          return (await import('./trace/match-trace.ts')).matchTrace(input, plan, selectProcesses, check);
      }
      break;
    }
    case 'definition': {
      const { defineProgram, defineTrace } = await import('./definition/define-outcome.ts');
      switch (input.flavour) {
        case 'static':
          return defineProgram(input, rules, semantics);
        case 'dynamic':
          return defineTrace(input, rules, semantics, selectProcesses);
      }
    }
  }
}
