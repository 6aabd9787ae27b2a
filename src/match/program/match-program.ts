// Static matching, from a program to its outcome.

import type { Program } from '../../features/program.ts';
import type { MatchWatch, ProgramOutcome } from '../outcome.ts';
import type { MatchPlan } from '../plan/plan.ts';
import { matchLadder } from '../run/ladder-matcher.ts';
import { MatchRun } from '../run/match-run.ts';
import { ruleHits } from '../run/rule-hits.ts';
import { describeRun } from '../run/run-notes.ts';
import { ProgramInstances } from './program-instances.ts';

/** Matches a whole program, function by function. */
export function matchProgram(program: Program, plan: MatchPlan, { check, onFileMatched }: MatchWatch): ProgramOutcome {
  const run = new MatchRun(plan, check);
  const instances = new ProgramInstances(run, program);
  const matching = matchLadder(run, instances, (rules) => onFileMatched?.(rules.map(({ rule }) => rule)));
  const { featureCounts, layout, libraryFunctions } = instances;
  return {
    flavour: 'static',
    facts: program,
    health: program.health(),
    matches: ruleHits(run, instances, matching),
    featureCounts: { file: matching.fileFeatureCount, parts: featureCounts },
    layout,
    libraryFunctions,
    ...describeRun(run, { calls: 0, distinctCalls: 0, textWasCut: false }),
  };
}
