// The sides of a sample: its program, and each of its runs; a run also by the functions that made its calls, where rules ask for that.

import type { Address } from '../../features/address.ts';
import type { CodeView } from '../../features/code-view.ts';
import type { Trace } from '../../features/trace.ts';
import type { RuleSet } from '../../rules/rule.ts';
import type { ProgramOutcome, TraceOutcome } from '../outcome.ts';
import { type RegroupedRun, regroup, withInner } from './calls-by-function.ts';
import { type Callers, type CallsOfFunction, callsByFunction } from './follow-callers.ts';
import type { Side } from './match-both.ts';

/** One run with what is known of its callers. */
export interface RunSide {
  readonly trace: Trace;
  readonly outcome: TraceOutcome;
  readonly followed: Callers | undefined;
}

/** Matches a run that was told anew, with the same rules. */
export type MatchAgain = (trace: Trace) => Promise<TraceOutcome>;

export function programSide(outcome: ProgramOutcome): Side {
  const functions = outcome.featureCounts.parts.map(({ address }) => address);
  return { outcome, blindness: undefined, gathers: 'whole', functions, functionOf: (address) => address };
}

/** The side of a payload: matches as the program does, but is none of its functions, which calls are followed to. */
export function payloadSide(outcome: ProgramOutcome): Side {
  return { outcome, blindness: undefined, gathers: 'whole', functions: [], functionOf: () => undefined };
}

/** The sides of a run. */
export async function runSides(
  run: RunSide,
  code: CodeView | undefined,
  ruleSet: RuleSet,
  match: MatchAgain,
): Promise<Side[]> {
  const { outcome, followed } = run;
  const whole: Side = {
    outcome,
    blindness: blindnessOf(outcome),
    gathers: 'whole',
    functions: [],
    functionOf: () => undefined,
  };
  const needs = blocksOf(ruleSet);
  if (followed === undefined || code === undefined || !(needs.own || needs.inner)) return [whole];
  const functions = callsByFunction(followed, outcome.calls?.size ?? 0);
  const blindness = functions.size === 0 ? 'no call could be followed to a function' : undefined;
  const sides = [whole];
  const add = async (gathers: Side['gathers'], groups: readonly CallsOfFunction[]): Promise<void> => {
    const regrouped = regroup(run.trace, outcome, groups);
    sides.push({ ...sideOf(regrouped, await match(regrouped.trace), outcome), blindness, gathers });
  };
  if (needs.own) await add('function', [...functions.values()]);
  if (needs.inner) await add('inner', withInner(functions, code));
  return sides;
}

function sideOf(
  regrouped: RegroupedRun,
  outcome: TraceOutcome,
  recorded: TraceOutcome,
): Omit<Side, 'blindness' | 'gathers'> {
  return {
    outcome,
    functions: regrouped.functions,
    functionOf: (address) => regrouped.functionOf(threadOf(address)),
    addressOf: ({ key, address }) => {
      const position = typeof key === 'number' ? regrouped.recordedPosition(key) : undefined;
      if (position !== undefined) return recorded.calls?.addressOf(position) ?? address;
      return regrouped.functionOf(threadOf(address)) ?? address;
    },
  };
}

function threadOf(address: Address): number {
  return address.type === 'thread' || address.type === 'call' ? address.value[2] : -1;
}

/** Whether some rule asks for the calls of a function, and for those of what it called. */
function blocksOf({ rules }: RuleSet): { own: boolean; inner: boolean } {
  const asked = rules.filter(({ meta, derived }) => derived?.block !== undefined && meta.scopes.dynamic === 'thread');
  const isAny = rules.some(({ meta }) => meta.scopes.both === 'function');
  return { own: isAny, inner: asked.some(({ derived }) => derived?.block?.inner === true) };
}

/** Why what a run does not show may yet have been done in it. */
function blindnessOf({ health: { processes, calls } }: TraceOutcome): string | undefined {
  if (processes === 0) return 'no process was recorded';
  return calls === 0 ? 'no call was recorded' : undefined;
}
