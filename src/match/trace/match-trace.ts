// Dynamic matching, from a recorded run to its outcome: calls are recorded as they stream by, and matched when it is known how they
// belong together.

import { namesByPid, type Trace, type TraceSummary } from '../../features/trace.ts';
import type { MatchWatch, TraceOutcome } from '../outcome.ts';
import type { MatchPlan } from '../plan/plan.ts';
import { matchLadder } from '../run/ladder-matcher.ts';
import { MatchRun } from '../run/match-run.ts';
import { ruleHits } from '../run/rule-hits.ts';
import { describeRun } from '../run/run-notes.ts';
import { TraceInstances } from './trace-instances.ts';
import { layOutCalls } from './trace-layout.ts';
import { TraceRecorder } from './trace-recorder.ts';

/**
 * Reads a trace and matches it. `prepare` is given what the trace says at its end and decides what is looked at. What watches
 * is asked and told once the trace is read.
 */
export async function matchTrace(
  trace: Trace,
  plan: MatchPlan,
  prepare: (summary: TraceSummary) => TraceSummary,
  { check, onFileMatched }: MatchWatch,
): Promise<TraceOutcome> {
  const run = new MatchRun(plan, check);
  const recorder = new TraceRecorder(run);
  const summary = prepare(await trace.read(recorder));
  const instances = new TraceInstances(run, recorder, summary);
  const matching = matchLadder(run, instances, (rules) => onFileMatched?.(rules.map(({ rule }) => rule)));
  const { table, featureCounts, isEvidence } = instances;
  return {
    flavour: 'dynamic',
    facts: summary,
    health: summary.health,
    matches: ruleHits(run, instances, matching),
    featureCounts: {
      file: matching.fileFeatureCount,
      parts: featureCounts.map((count, process) => ({ address: table.processAddress(process), count })),
    },
    layout: layOutCalls(table, isEvidence, run),
    processNames: namesByPid(summary.processes),
    ...describeRun(run, {
      calls: recorder.calls,
      distinctCalls: recorder.leafSets.size,
      textWasCut: recorder.values.textWasCut,
    }),
  };
}
