// What a run of matching says about itself: what it cost, and what it had to leave out.

import { type Diagnostic, Diagnostics } from '../../diagnostics.ts';
import type { CallOrigin } from '../../features/callers.ts';
import { groupDigits } from '../../features/count-text.ts';
import type { MatchStats } from '../outcome.ts';
import type { MatchRun } from './match-run.ts';

/** Codes of what a run says about itself; docs/errors.md explains each. */
export const RUN_CODES = [
  'pattern-abandoned',
  'evidence-text-cut',
  'callers-unknown',
  'sequence-values-cut',
  'sequence-times-missing',
] as const;

/** Facts about the recorded calls; zero and false for programs. */
export interface RecordedCalls {
  readonly calls: number;
  readonly distinctCalls: number;
  /** Whether texts for evidence had to be cut. */
  readonly textWasCut: boolean;
  /** Calls by who made them, where that was looked at; `absent`: no return address is known. */
  readonly origins?: OriginCounts | undefined;
  /** Whether times of calls are asked for, and none is known. */
  readonly lacksTimes: boolean;
}

/** Calls by who made them; `absent`: no return address is known. */
export type OriginCounts = Record<CallOrigin | 'absent', number>;

/** Counters and diagnostics of a finished run. */
export function describeRun(
  { counters, strings, sequenceValuesCut }: MatchRun,
  { calls, distinctCalls, textWasCut, origins, lacksTimes }: RecordedCalls,
): { readonly stats: MatchStats; readonly notes: readonly Diagnostic[] } {
  const notes = new Diagnostics<(typeof RUN_CODES)[number]>();
  if (strings.counters.abandoned > 0) {
    const message = 'a regular expression took too many steps on a text and counts as not found there';
    notes.add('warning', 'pattern-abandoned', message);
  }
  if (textWasCut) {
    const message = 'the evidence shows only the beginning of long texts: the trace holds too many';
    notes.add('note', 'evidence-text-cut', message);
  }
  if (origins !== undefined)
    for (const message of unknownOrigins(origins)) notes.add('note', 'callers-unknown', message);
  if (sequenceValuesCut) {
    const message = 'sequences with variables were followed for the latest values only and may not have been found';
    notes.add('warning', 'sequence-values-cut', message);
  }
  if (lacksTimes) {
    const message = 'it is not known when calls were made, so sequences that are bounded in time are not found';
    notes.add('warning', 'sequence-times-missing', message);
  }
  const { evaluations, instances } = counters;
  const { scans, regexRuns } = strings.counters;
  return {
    stats: { calls, distinctCalls, evaluations, instances, stringScans: scans, regexRuns },
    notes: notes.list(),
  };
}

/** Of how many calls it is not known where they come from, and why. */
function unknownOrigins({ absent, unknown, sample, unbacked, library }: OriginCounts): string[] {
  const all = groupDigits(absent + unknown + sample + unbacked + library);
  const of = (count: number, why: string): string[] =>
    count === 0 ? [] : [`it is not known where ${groupDigits(count)} of ${all} calls come from: ${why}`];
  return [
    ...of(absent, 'the input has no return address of them'),
    ...of(unknown, 'the input does not say what is mapped at their return addresses'),
  ];
}
