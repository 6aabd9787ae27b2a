// Matching an input, whatever its flavour, with one of two matchers that must agree.

import type { Subject } from '../features/subject.ts';
import type { TraceSummary } from '../features/trace.ts';
import type { RuleSet } from '../rules/rule.ts';
import { withoutSequences } from '../rules/without-sequences.ts';
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

const unordered = new WeakMap<RuleSet, RuleSet>();

/** The rules as they are meant; those of the reference are made once for each rule set. */
function rulesFor(rules: RuleSet, semantics: Semantics): RuleSet {
  if (semantics.sequences) return rules;
  const known = unordered.get(rules) ?? withoutSequences(rules);
  unordered.set(rules, known);
  return known;
}

/** Matches rules against an input. Throws what reading the input throws, and what `check` does. */
export async function matchInput(input: Subject, options: MatchOptions): Promise<Outcome> {
  const { semantics, check, selectProcesses = (summary) => summary } = options;
  const rules = rulesFor(options.rules, semantics);
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
