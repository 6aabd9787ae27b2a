// Matching an input, whatever its flavour, with one of two matchers that must agree.

import type { Subject } from '../features/subject.ts';
import type { TraceSummary } from '../features/trace.ts';
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
}

/** Matches rules against an input. Throws what reading the input throws, and what a watch does. */
export async function matchInput(input: Subject, options: MatchOptions): Promise<Outcome> {
  const { rules, semantics, selectProcesses = (summary) => summary } = options;
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
