// A program and its runs to one answer: each half is analysed as it is alone (analyze.ts), then what only both say is matched.

import { type AnalysedInput, type Analysis, type AnalyzeOptions, analyzeInput, analyzeSubject } from './analyze.ts';
import { type AnalysedPayload, analyzePayloads, type PayloadInput, type Payloads } from './analyze-payloads.ts';
import { IntegerMap, type IntegerSet } from './bytes/integer-map.ts';
import type { ByteSource } from './bytes/source.ts';
import { CapaxError, type ErrorCode } from './errors.ts';
import { NO_ADDRESS } from './features/address.ts';
import type { CodeView } from './features/code-view.ts';
import { countOf } from './features/count-text.ts';
import type { Program } from './features/program.ts';
import { isSameSample, type SampleHashes } from './features/sample.ts';
import type { Trace } from './features/trace.ts';
import type { Detected } from './inputs/detect.ts';
import { LIMITS } from './limits.ts';
import { FollowedCallers } from './match/both/follow-callers.ts';
import type { Side } from './match/both/match-both.ts';
import { matchBoth } from './match/both/match-both.ts';
import { type MatchAgain, payloadSide, programSide, type RunSide, runSides } from './match/both/sides.ts';
import { matchInput } from './match/match.ts';
import type { ProgramOutcome, TraceOutcome } from './match/outcome.ts';
import type { StaticAnalysis } from './result/document.ts';
import { buildTogether } from './result/together/build.ts';
import type { HalfDocument, HoldingProcess, Payload, TogetherDocument } from './result/together/document.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from './semantics.ts';

export interface TogetherOptions extends AnalyzeOptions {
  /** Put the inputs together even if no hash says that they belong together. */
  readonly pair?: boolean;
  /** How many payloads of all runs are analysed at most; default `LIMITS.payloads`. With `compat` none are: the reference knows no such thing. */
  readonly maxPayloads?: number;
}

export interface TogetherAnalysis {
  /** Undefined if no run is one of the program. */
  readonly document: TogetherDocument | undefined;
  /** Each input by itself; of a run that could not be analysed nothing. */
  readonly program: Analysis;
  readonly runs: readonly (Analysis | undefined)[];
  /** Numbers of the runs that are of something else than the program; they are no part of the document. */
  readonly strangers: readonly number[];
  /** Why runs could not be analysed, by their numbers; they are no part of the document either. */
  readonly failures: ReadonlyMap<number, CapaxError>;
}

/** An input as `analyze` takes it, with what a document says about it. */
export interface TogetherInput {
  readonly source: ByteSource | Detected;
  readonly path?: string;
  readonly argv?: readonly string[];
  /**
   * Of a run: files that were kept of the memory of its processes. If it belongs to the program, they are analysed as programs too, those of
   * the sample's processes first; what only they show is seen only after unpacking.
   */
  readonly payloads?: readonly PayloadInput[];
  /** A file beside it; see `AnalyzeOptions`. */
  readonly beside?: AnalyzeOptions['beside'];
}

/**
 * Analyses a program and recorded runs of it. A run belongs to the program if a hash of what it says was run is one of the program's, or if
 * `pair` says so. A run of the program in which nothing was recorded is a run, too: whatever the code can do was not seen. Throws
 * CapaxError as `analyze` does for the program, and where `program` is a run or a run is a program.
 */
export async function analyzeTogether(
  program: TogetherInput,
  runs: readonly TogetherInput[],
  options: TogetherOptions,
): Promise<TogetherAnalysis> {
  const first = await analyzeProgram(program, options);
  switch (first.outcome.flavour) {
    case 'static':
      return analyzeRuns(first as AnalysedProgram, runs, options);
    case 'dynamic':
      return analyzeRecording(first as RecordedRun, program, runs, options);
  }
}

/** Runs of a program that was analysed. */
async function analyzeRuns(
  code: AnalysedProgram,
  runs: readonly TogetherInput[],
  options: TogetherOptions,
): Promise<TogetherAnalysis> {
  const recorded: (RecordedRun | undefined)[] = [];
  const failures = new Map<number, CapaxError>();
  for (const [i, run] of runs.entries()) {
    recorded.push(
      await analyzeRun(run, options, code.input).catch((error: unknown) => {
        if (!(error instanceof CapaxError) || OF_THE_COMMAND.has(error.code)) throw error;
        failures.set(i, error);
        return undefined;
      }),
    );
  }
  const isOwn = ({ outcome }: RecordedRun): boolean =>
    options.pair === true || isSameSample(code.outcome.facts.hashes, outcome.facts.hashes);
  const strangers = recorded.flatMap((run, i) => (run === undefined || isOwn(run) ? [] : [i]));
  const own = recorded.filter((run) => run !== undefined && isOwn(run)) as RecordedRun[];
  const payloads = runs.flatMap((run, i) => (own.includes(recorded[i] as RecordedRun) ? (run.payloads ?? []) : []));
  const executed: AnalysedPayload[] = [];
  for (const [i, run] of recorded.entries()) {
    const found = run === undefined || !own.includes(run) ? undefined : await executedPayload(run, runs[i], options);
    if (found !== undefined) executed.push(found);
  }
  return {
    document: own.length === 0 ? undefined : await combine(code, own, { files: payloads, executed }, options),
    program: code.analysis,
    runs: recorded.map((run) => run?.analysis),
    ...{ strangers, failures },
  };
}

/** Errors that do not lie in the one run. */
const OF_THE_COMMAND: ReadonlySet<ErrorCode> = new Set(['option-invalid', 'limitation', 'budget-exceeded']);

type AnalysedProgram = AnalysedInput & { readonly input: Program; readonly outcome: ProgramOutcome };
type RecordedRun = AnalysedInput & { readonly input: Trace; readonly outcome: TraceOutcome };

/** Options of one half: those that choose among the parts of the other do not fit it. */
function optionsOf({ path, argv, beside }: TogetherInput, options: TogetherOptions): AnalyzeOptions {
  const { restrictToFunctions: _functions, restrictToProcesses: _processes, onlySampleTree: _tree, ...rest } = options;
  return { ...rest, ...(path === undefined ? {} : { path }), ...(argv === undefined ? {} : { argv }), beside };
}

/** The program, or the recording that is to be both. */
function analyzeProgram(given: TogetherInput, options: TogetherOptions): Promise<AnalysedInput> {
  const { restrictToFunctions } = options;
  return analyzeInput(given.source, {
    ...optionsOf(given, options),
    isHalf: true,
    ...(restrictToFunctions === undefined ? {} : { restrictToFunctions }),
  });
}

/** A recording of executed instructions is both: the program is the code that ran. */
async function analyzeRecording(
  run: RecordedRun,
  given: TogetherInput,
  others: readonly TogetherInput[],
  options: TogetherOptions,
): Promise<TogetherAnalysis> {
  if (others.length > 0) throw misplaced(given, 'this is no program');
  const path = recordedSample(run) ?? given.path;
  const code = await analyzeExecuted(run, { ...given, ...(path === undefined ? {} : { path }) }, options);
  const alone = { program: run.analysis, runs: [], strangers: [], failures: new Map<number, CapaxError>() };
  if (code === undefined) return { document: undefined, ...alone };
  const document = await combine(code, [run], { files: [], executed: [] }, options);
  return { document, ...alone, program: code.analysis, runs: [run.analysis] };
}

/** The program as the recorder names it. */
function recordedSample({ outcome }: RecordedRun): string | undefined {
  const modules = outcome.facts.processes.flatMap((process) => process.modules ?? []);
  const path = modules.find(({ isSample }) => isSample)?.path;
  return path === '' ? undefined : path;
}

/** The code that ran, matched as a program; undefined where nobody followed it. */
async function analyzeExecuted(
  { input }: RecordedRun,
  given: TogetherInput,
  options: TogetherOptions,
): Promise<AnalysedProgram | undefined> {
  const executed = input.executed?.();
  if (executed === undefined) return undefined;
  return (await analyzeSubject(executed, { ...optionsOf(given, options), isHalf: true })) as AnalysedProgram;
}

/** The code that ran as something that was kept of the run: what only it shows was not in the file, or could not be found there. */
async function executedPayload(
  run: RecordedRun,
  given: TogetherInput | undefined,
  options: TogetherOptions,
): Promise<AnalysedPayload | undefined> {
  const code = given && options.compat !== true ? await analyzeExecuted(run, given, options) : undefined;
  if (given === undefined || code === undefined) return undefined;
  const functions = code.input.code?.functions() ?? [];
  const instructions = functions.reduce((sum, one) => sum + one.instructions, 0);
  return {
    ...{ outcome: code.outcome, analysis: code.analysis, hashes: NO_HASHES, size: 0, from: 'executed code', held: [] },
    path: nameOf(given),
    words: `${countOf(instructions, 'instruction')} in ${countOf(functions.length, 'function')}`,
  };
}

const NO_HASHES: SampleHashes = { md5: '', sha1: '', sha256: '' };

async function analyzeRun(given: TogetherInput, options: TogetherOptions, ranProgram: Program): Promise<RecordedRun> {
  const { restrictToProcesses, onlySampleTree } = options;
  const analysed = await analyzeInput(given.source, {
    ...optionsOf(given, options),
    ...(restrictToProcesses === undefined ? {} : { restrictToProcesses }),
    ...(onlySampleTree === undefined ? {} : { onlySampleTree }),
    ...{ isHalf: true, acceptsNothing: true, ranProgram },
  });
  switch (analysed.outcome.flavour) {
    case 'static':
      throw misplaced(given, 'this is no recorded run');
    case 'dynamic':
      return analysed as RecordedRun;
  }
}

function nameOf({ path, source }: TogetherInput): string {
  return path ?? ('name' in source ? source.name : source.source.name);
}

function misplaced(given: TogetherInput, message: string): CapaxError {
  const where = nameOf(given);
  return new CapaxError('option-invalid', message, { where, hint: 'One program and its runs are analysed together.' });
}

/** The payloads of the runs, analysed as the program is. */
function payloadsOf(
  code: AnalysedProgram,
  runs: readonly RecordedRun[],
  payloads: readonly PayloadInput[],
  options: TogetherOptions,
): Promise<Payloads> {
  const { maxPayloads = LIMITS.payloads, compat } = options;
  const {
    restrictToFunctions: _functions,
    restrictToProcesses: _processes,
    onlySampleTree: _tree,
    // What limits a payload does not limit what is said of the sample.
    onLimitation: _limitation,
    format: _format,
    ...rest
  } = options;
  const files = compat === true || maxPayloads === 0 ? [] : payloads;
  const summaries = runs.map(({ outcome }) => outcome.facts);
  return analyzePayloads(files, code.outcome.facts.hashes, summaries, rest, maxPayloads);
}

function describePayload(
  { hashes, path, size, from, held, words, analysis }: AnalysedPayload,
  own: IntegerSet,
): Payload {
  const processes = new IntegerMap<HoldingProcess>();
  for (const { process } of held) {
    if (process === undefined) continue;
    const { pid, name } = process;
    processes.set(pid, { pid, name, isOfSample: own.has(pid) });
  }
  return {
    ...hashes,
    ...{ path, size, source: from, words: words ?? held.find((one) => one.words !== '')?.words ?? '' },
    processes: [...processes.values()],
    document: analysis.document as HalfDocument<StaticAnalysis>,
  };
}

/** The code of the program, and that of memory without a file that was recorded when it ran: calls are followed to both. */
function withExecuted(view: CodeView | undefined, runs: readonly RecordedRun[]): CodeView | undefined {
  const executed = runs.flatMap(({ input }) => input.executed?.()?.code ?? []);
  const [first] = executed;
  if (view === undefined || first === undefined || view.addressOfProcess !== undefined) return view;
  const inExecuted = <T>(ask: (one: CodeView) => T | undefined): T | undefined => {
    for (const one of executed) {
      const found = ask(one);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    ...view,
    addressOfProcess: (address) => first.addressOfProcess?.(address) ?? NO_ADDRESS,
    functionCallingFrom: (address) =>
      view.functionCallingFrom(address) ?? inExecuted((one) => one.functionCallingFrom(address)),
  };
}

async function combine(
  code: AnalysedProgram,
  runs: readonly RecordedRun[],
  kept: { readonly files: readonly PayloadInput[]; readonly executed: readonly AnalysedPayload[] },
  options: TogetherOptions,
): Promise<TogetherDocument> {
  const program = code.outcome;
  const view = withExecuted(code.input.code, runs);
  const recorded = runs.map(({ input, outcome }): RunSide => {
    const followed = view === undefined ? undefined : new FollowedCallers(outcome, view);
    return { trace: input, outcome, followed };
  });
  const semantics = options.compat === true ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS;
  const match: MatchAgain = async (trace) =>
    (await matchInput(trace, { rules: options.rules, semantics, check: options.check })) as TraceOutcome;
  const found = await payloadsOf(code, runs, kept.files, options);
  const payloads = { ...found, analysed: [...kept.executed, ...found.analysed] };
  const sides: Side[] = [programSide(program)];
  const payloadOf = new Map<Side, number>();
  for (const [number, { outcome, from }] of payloads.analysed.entries()) {
    const side = from === 'executed code' ? programSide(outcome) : payloadSide(outcome);
    payloadOf.set(side, number);
    sides.push(side);
  }
  if (options.compat !== true) {
    for (const run of recorded) {
      for (const side of await runSides(run, view, options.rules, match)) sides.push(side);
    }
  }
  return buildTogether({
    ruleSet: options.rules,
    code,
    runs: runs.map((run, i) => ({ ...run, ...(recorded[i] as RunSide) })),
    payloads: payloads.analysed.map((payload) => describePayload(payload, payloads.own)),
    payloadsLeftOut: payloads.left,
    payloadOf,
    isForced:
      options.pair === true && !runs.every(({ outcome }) => isSameSample(program.facts.hashes, outcome.facts.hashes)),
    sides,
    both: options.compat === true ? new Map() : matchBoth(options.rules, sides),
    view,
  });
}
