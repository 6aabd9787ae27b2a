// Cases of rules that need an order of calls or both sides: a run told call by call, with arguments by name, results and callers, and with
// it the program that it is of (docs/built-in-rules.md). A real reader reads it, so that behaviours, handles and callers are what they are
// in real reports: of CAPE for Windows, of strace for Linux.

import { memorySource } from '../../src/bytes/source.ts';
import type { Program } from '../../src/features/program.ts';
import type { Trace } from '../../src/features/trace.ts';
import { deriveBehaviors } from '../../src/inputs/derive-behaviors.ts';
import { straceInput } from '../../src/inputs/strace/index.ts';
import { FollowedCallers } from '../../src/match/both/follow-callers.ts';
import { matchBoth } from '../../src/match/both/match-both.ts';
import { programSide, runSides } from '../../src/match/both/sides.ts';
import { matchInput } from '../../src/match/match.ts';
import type { ProgramOutcome, TraceOutcome } from '../../src/match/outcome.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import type { Semantics } from '../../src/semantics.ts';
import { capeCall, capeProcess, capeReport, openCape, toSource } from './cape-report.ts';
import { CODE_ADDRESS, openCaseProgram, type ProgramCase } from './case-program.ts';
import { openTrace } from './open-trace.ts';

type Value = string | bigint;

export interface ToldCall {
  readonly api: string;
  readonly args?: Readonly<Record<string, Value>>;
  readonly returns?: Value;
  /** Whether it did what it was asked; default true. */
  readonly status?: boolean;
  /** Where it comes back to: so many bytes behind the beginning of the program's code, or another kind of memory. */
  readonly from?: bigint | 'unbacked' | 'library';
  /** Default 1. */
  readonly thread?: bigint;
  /** How often the call is made, one time after the other. */
  readonly times?: bigint;
}

export interface ToldCase {
  readonly program?: ProgramCase;
  /** Calls of one process. */
  readonly run?: readonly ToldCall[];
  /** Lines of a log. */
  readonly strace?: string;
}

const IMAGE_SIZE = 0x400000;
const LIBRARY = 0x77000000;
const UNBACKED = 0x5000000;

const hex = (value: number | bigint): string => `0x${value.toString(16).padStart(8, '0')}`;
const spell = (value: Value): string => (typeof value === 'bigint' ? hex(value) : value);

/** Whether a case is a run that is told call by call. */
export function isToldCase(ruleCase: object): ruleCase is ToldCase {
  return 'run' in ruleCase || 'strace' in ruleCase;
}

function callerOf(from: ToldCall['from']): string {
  if (typeof from === 'bigint') return hex(CODE_ADDRESS + Number(from));
  return hex(from === undefined ? 0 : (from === 'library' ? LIBRARY : UNBACKED) + 0x1234);
}

function reportOf(calls: readonly ToldCall[]): unknown {
  const written = calls.flatMap(
    ({ api, args = {}, returns = 0n, status = true, from, thread = 1n, times = 1n }): unknown[] => {
      const values = Object.entries(args).map(([name, value]) => [name, spell(value)]);
      const more = { status, return: spell(returns), caller: callerOf(from), parentcaller: hex(0) };
      return Array(Number(times)).fill(capeCall(Number(thread), api, Object.fromEntries(values), more));
    },
  );
  const base = CODE_ADDRESS - 0x1000;
  const modules = [
    { name: 'sample.exe', path: 'C:\\sample.exe', base: hex(base), size: hex(IMAGE_SIZE) },
    { name: 'kernel32.dll', path: 'C:\\Windows\\System32\\kernel32.dll', base: hex(LIBRARY), size: hex(0x100000) },
  ];
  const environ = { MainExeBase: hex(base), MainExeSize: hex(IMAGE_SIZE) };
  const processes = [capeProcess(100, written, { module_path: 'C:\\sample.exe', environ, modules })];
  const target = { category: 'file', file: { name: 'sample.exe', type: 'PE32 executable (GUI) Intel 80386' } };
  return capeReport(processes, { target, behavior: { processes }, strings: [] });
}

function openRun({ run = [], strace }: ToldCase, semantics: Semantics): Promise<Trace> {
  if (strace === undefined) return openCape(toSource(reportOf(run)), semantics);
  return openTrace(straceInput, memorySource('case', new TextEncoder().encode(strace)), semantics);
}

/** Names of the rules that match a case: on one of its sides, or on both together. */
export async function matchToldCase(told: ToldCase, rules: RuleSet, semantics: Semantics): Promise<string[]> {
  const match = async (trace: Trace): Promise<TraceOutcome> =>
    (await matchInput(trace, { rules, semantics, wantsCallers: told.program !== undefined })) as TraceOutcome;
  const trace = deriveBehaviors(await openRun(told, semantics));
  const outcome = await match(trace);
  if (told.program === undefined) return [...outcome.matches.keys()];
  const program = (await openCaseProgram(told.program, semantics)) as Program;
  const code = (await matchInput(program, { rules, semantics })) as ProgramOutcome;
  const view = program.code;
  const followed = view === undefined ? undefined : new FollowedCallers(outcome, view);
  const sides = [programSide(code), ...(await runSides({ trace, outcome, followed }, view, rules, match))];
  return [...outcome.matches.keys(), ...code.matches.keys(), ...matchBoth(rules, sides).keys()];
}
