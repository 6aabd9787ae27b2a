// Matching an input, whatever its flavour, with one of two matchers that must agree.

import type { Flavour } from '../features/scopes.ts';
import type { Subject } from '../features/subject.ts';
import type { TraceSummary } from '../features/trace.ts';
import { asksForDetails, asksForOrder, withAliases, withoutBoth, withoutRules } from '../rules/adapt-rules.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { Semantics } from '../semantics.ts';
import type { MatcherName } from './matchers.ts';
import type { MatchWatch, Outcome } from './outcome.ts';
import { planFor } from './plan/plan-cache.ts';

export interface MatchOptions extends MatchWatch {
  readonly rules: RuleSet;
  readonly semantics: Semantics;
  readonly matcher?: MatcherName;
  /** Told when a trace has been read; decides which of its processes are looked at. */
  readonly selectProcesses?: (summary: TraceSummary) => TraceSummary;
  /** Keep where the calls of a trace come from although no rule asks. */
  readonly wantsCallers?: boolean;
  /** No other side will be looked at, so what rules of both ask of this one is not. */
  readonly isAlone?: boolean;
}

const adapted = new WeakMap<RuleSet, Map<string, RuleSet>>();

/** The rules as they are meant; made once for each rule set. */
function rulesFor(rules: RuleSet, flavour: Flavour, semantics: Semantics, isAlone: boolean): RuleSet {
  const { 'named-values': isNamed, 'api-aliases': isWidened, sequences } = semantics;
  const key = [flavour, isNamed, isWidened, sequences, isAlone].join(' ');
  const known = adapted.get(rules)?.get(key);
  if (known !== undefined) return known;
  const own = isAlone ? withoutBoth(rules) : rules;
  const unnamed = isNamed ? own : withoutRules(own, asksForDetails);
  const plain = sequences ? unnamed : withoutRules(unnamed, asksForOrder);
  const meant = adapt[flavour](plain, semantics);
  adapted.set(rules, (adapted.get(rules) ?? new Map<string, RuleSet>()).set(key, meant));
  return meant;
}

/** Names of functions are those of one program, and several only where a run was recorded. */
const adapt: Readonly<Record<Flavour, (rules: RuleSet, semantics: Semantics) => RuleSet>> = {
  static: (rules) => rules,
  dynamic: (rules, semantics) => (semantics['api-aliases'] ? withAliases(rules) : rules),
};

/** Matches rules against an input. Throws what reading the input throws, and what a watch does. */
export async function matchInput(input: Subject, options: MatchOptions): Promise<Outcome> {
  const { semantics, isAlone = false, selectProcesses = (summary) => summary } = options;
  const rules = rulesFor(options.rules, input.flavour, semantics, isAlone);
  const matcher: MatcherName = options.matcher ?? 'planned';
  switch (matcher) {
    case 'planned': {
      const plan = planFor(rules, input.flavour, semantics);
      switch (input.flavour) {
        case 'static':
          return (await import('./program/match-program.ts')).matchProgram(input, plan, options);
        case 'dynamic':
          return (await import('./trace/match-trace.ts')).matchTrace(input, plan, selectProcesses, options);
      }
      break;
    }
    case 'definition': {
      const { defineProgram, defineTrace } = await import('./definition/define-outcome.ts');
      switch (input.flavour) {
        case 'static':
          return defineProgram(input, rules, semantics, options);
        case 'dynamic':
          return defineTrace(input, rules, semantics, selectProcesses, options);
      }
    }
  }
}
