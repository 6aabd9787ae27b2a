// THE PIPELINE: detect -> open -> match -> document. Start reading here.

import { type Gunzip, gunzipSource } from './bytes/gunzip.ts';
import type { ByteSource } from './bytes/source.ts';
import type { Inflate } from './bytes/zlib.ts';
import { type Diagnostic, Diagnostics } from './diagnostics.ts';
import { CapaxError } from './errors.ts';
import type { Integer } from './features/feature.ts';
import type { Health } from './features/health.ts';
import type { Program, ProgramFunction } from './features/program.ts';
import type { Flavour } from './features/scopes.ts';
import type { Trace, TraceProcess, TraceSummary } from './features/trace.ts';
import { openDetected } from './inputs/open.ts';
import { type CompiledRules, compileRules } from './match/compile.ts';
import { matchProgram } from './match/match-program.ts';
import { matchTrace } from './match/match-trace.ts';
import { programOutcome } from './match/program-matches.ts';
import { traceOutcome } from './match/trace-matches.ts';
import { TraceRecorder } from './match/trace-recorder.ts';
import { buildProgramDocument, buildTraceDocument, type RunFacts } from './result/build.ts';
import type { ResultDocument } from './result/document.ts';
import type { Rule, RuleSet } from './rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from './semantics.ts';
import { CAPAX_VERSION } from './version.ts';

export interface AnalyzeOptions {
  readonly rules: RuleSet;
  /** Where the rules came from; stated in the document. */
  readonly rulePaths?: readonly string[];
  /** Reproduce the reference exactly, defects that decide results included. */
  readonly compat?: boolean;
  /** Force an input by its name instead of detecting it. */
  readonly format?: string;
  /** Password of an encrypted archive; the usual one is tried by itself. */
  readonly password?: string;
  /** Look only at processes with these ids. Traces only. */
  readonly restrictToProcesses?: readonly number[];
  /** Look only at the functions at these addresses. Programs only. */
  readonly restrictToFunctions?: readonly Integer[];
  /** Look only at the sample's process and its descendants. Traces only. */
  readonly onlySampleTree?: boolean;
  /** Command line to state in the document. */
  readonly argv?: readonly string[];
  /** Path to state in the document; default the source's name. */
  readonly path?: string;
  /** Local time to state in the document, ISO 8601 without zone, microseconds. */
  readonly timestamp?: string;
  /** Unpacks gzip; default the web-standard stream. Node passes a faster one. */
  readonly gunzip?: Gunzip;
  /** Unpacks zlib streams (freeze files); likewise. */
  readonly inflate?: Inflate;
  /**
   * Asked at every chunk that is read; a reason ends reading there, and what was read until then is matched. The reason becomes a
   * diagnostic of the document.
   */
  readonly budget?: () => string | undefined;
  /** Told now and then how far reading has come. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly phase: 'reading' | 'matching';
  readonly bytes: number;
  readonly totalBytes: number | undefined;
}

/** Deterministic counters of one analysis. */
export interface AnalysisStats {
  readonly bytes: number;
  readonly calls: number;
  readonly distinctCalls: number;
  readonly evaluations: number;
  readonly instances: number;
  readonly stringScans: number;
  readonly regexRuns: number;
  readonly matches: number;
}

export interface Analysis {
  readonly document: ResultDocument;
  /** Rules of `internal/limitation/...` that match the file on its own: results are then to be taken with care. */
  readonly limitations: readonly Rule[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: AnalysisStats;
}

/**
 * Analyses one input. Throws CapaxError when nothing usable is left; everything smaller is in the health of the document.
 * A saved result document is not analysed: use `readDocument`.
 */
export async function analyze(source: ByteSource, options: AnalyzeOptions): Promise<Analysis> {
  const semantics = options.compat === true ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS;
  const diagnostics = new Diagnostics();
  const counted = countBytes(source, options, diagnostics);
  try {
    const opened = await openDetected(counted.source, {
      semantics,
      diagnostics,
      gunzip: options.gunzip ?? gunzipSource,
      ...(options.inflate === undefined ? {} : { inflate: options.inflate }),
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(options.password === undefined ? {} : { password: options.password }),
    });
    return await (opened.flavour === 'dynamic'
      ? analyzeTrace(opened, options, semantics, counted)
      : analyzeProgram(opened, options, semantics, counted));
  } catch (error) {
    throw counted.explain(error);
  }
}

async function analyzeTrace(
  trace: Trace,
  options: AnalyzeOptions,
  semantics: Semantics,
  counted: CountedBytes,
): Promise<Analysis> {
  if (options.restrictToFunctions !== undefined) {
    throw new CapaxError('option-invalid', 'a trace has no functions to choose from', {
      hint: 'Leave --restrict-to-functions out for dynamic inputs.',
    });
  }
  const rules = compileRules(options.rules, 'dynamic', semantics);
  const recorder = new TraceRecorder(rules);
  const whole = await trace.read(recorder);
  counted.readingIsDone();
  const summary = { ...whole, processes: selectProcesses(whole, options) };
  options.onProgress?.({ phase: 'matching', bytes: counted.bytes(), totalBytes: counted.source.size });
  const matching = matchTrace(options.rules, rules, recorder, summary, semantics);
  const health = withMatchingNotes(summary.health, rules, recorder.values.textWasCut);
  const outcome = traceOutcome(matching);
  const document = buildTraceDocument(
    trace,
    summary,
    outcome,
    options.rules,
    runFacts(options, counted.source, health),
  );
  return {
    document,
    limitations: findLimitations(outcome.matchedByFileAlone, 'dynamic'),
    diagnostics: health.diagnostics,
    stats: {
      bytes: counted.bytes(),
      calls: recorder.calls,
      distinctCalls: recorder.leafSets.size,
      ...matching.counters,
      ...stringStats(rules),
      matches: countMatches(document),
    },
  };
}

async function analyzeProgram(
  program: Program,
  options: AnalyzeOptions,
  semantics: Semantics,
  counted: CountedBytes,
): Promise<Analysis> {
  if (options.restrictToProcesses !== undefined || options.onlySampleTree === true) {
    throw new CapaxError('option-invalid', 'a program has no processes to choose from', {
      hint: 'Leave --restrict-to-processes and --only-sample-tree out for static inputs.',
    });
  }
  const rules = compileRules(options.rules, 'static', semantics);
  const selected = selectFunctions(program, options.restrictToFunctions);
  const matching = matchProgram(selected, rules, semantics);
  const health = withMatchingNotes(program.health(), rules, false);
  const outcome = programOutcome(matching);
  const document = buildProgramDocument(selected, outcome, options.rules, runFacts(options, counted.source, health));
  return {
    document,
    limitations: findLimitations(outcome.matchedByFileAlone, 'static'),
    diagnostics: health.diagnostics,
    stats: {
      bytes: counted.bytes(),
      calls: 0,
      distinctCalls: 0,
      ...matching.counters,
      ...stringStats(rules),
      matches: countMatches(document),
    },
  };
}

function runFacts(options: AnalyzeOptions, source: ByteSource, health: Health): RunFacts {
  return {
    timestamp: options.timestamp ?? '1970-01-01T00:00:00.000000',
    argv: options.argv ?? [],
    path: options.path ?? source.name,
    rulePaths: options.rulePaths ?? [],
    extension: { capax: CAPAX_VERSION, compat: options.compat === true, health },
  };
}

/** The input's health with what went wrong while matching. */
function withMatchingNotes(health: Health, rules: CompiledRules, textWasCut: boolean): Health {
  const notes = new Diagnostics();
  if (rules.strings.counters.abandoned > 0) {
    const message = 'a regular expression took too many steps on a text and counts as not found there';
    notes.add('warning', 'pattern-abandoned', message);
  }
  if (textWasCut) {
    notes.add(
      'note',
      'evidence-text-cut',
      'the evidence shows only the beginning of long texts: the trace holds too many',
    );
  }
  return { ...health, diagnostics: [...health.diagnostics, ...notes.list()] };
}

/** Processes to look at. File features are unaffected, as in the reference. */
function selectProcesses(summary: TraceSummary, options: AnalyzeOptions): readonly TraceProcess[] {
  const { restrictToProcesses: ids, onlySampleTree } = options;
  return summary.processes.filter(
    (process) =>
      (ids === undefined || ids.includes(process.address.value[1])) &&
      (onlySampleTree !== true || process.fromSample !== false),
  );
}

/** The program with only the functions to look at; file features are unaffected. */
function selectFunctions(program: Program, addresses: readonly Integer[] | undefined): Program {
  if (addresses === undefined) return program;
  const wanted = new Set(addresses);
  const isWanted = ({ address }: ProgramFunction): boolean =>
    address.type !== 'no address' && typeof address.value !== 'object' && wanted.has(address.value);
  const { flavour, format, extractor, hashes, baseAddress, globals, file } = program;
  return {
    ...{ flavour, format, extractor, hashes, baseAddress, globals, file },
    functions: (registrar) => [...program.functions(registrar)].filter(isWanted),
    health: () => program.health(),
  };
}

function findLimitations(matched: readonly Rule[], flavour: Flavour): Rule[] {
  return matched.filter((rule) => rule.meta.namespace === `internal/limitation/${flavour}`);
}

function stringStats(rules: CompiledRules): { stringScans: number; regexRuns: number } {
  return { stringScans: rules.strings.counters.scans, regexRuns: rules.strings.counters.regexRuns };
}

function countMatches(document: ResultDocument): number {
  return document.rules.reduce((sum, { count }) => sum + count, 0);
}

interface CountedBytes {
  readonly source: ByteSource;
  bytes(): number;
  /** Ends the part of the work that the budget may cut short. */
  readingIsDone(): void;
  /** What to throw for an error: an input that was cut short by the budget is not a broken one. */
  explain(error: unknown): unknown;
}

/** Counts what is read, reports progress, and ends reading when the budget is spent. */
function countBytes(source: ByteSource, options: AnalyzeOptions, diagnostics: Diagnostics): CountedBytes {
  let total = 0;
  let isReading = true;
  let stopped: string | undefined;
  const counted: ByteSource = {
    name: source.name,
    seekable: source.seekable,
    ...(source.size === undefined ? {} : { size: source.size }),
    async *open(from?: number) {
      let at = from ?? 0;
      for await (const chunk of source.open(from)) {
        total += chunk.length;
        at += chunk.length;
        if (isReading) {
          const reason = options.budget?.();
          if (reason !== undefined) {
            stopped = reason;
            diagnostics.add('error', 'budget-exceeded', `reading was stopped: ${reason}`, `byte ${at}`);
            return;
          }
          options.onProgress?.({ phase: 'reading', bytes: at, totalBytes: source.size });
        }
        yield chunk;
      }
    },
  };
  return {
    source: counted,
    bytes: () => total,
    readingIsDone: () => {
      isReading = false;
    },
    explain: (error) => {
      if (stopped === undefined || !(error instanceof CapaxError)) return error;
      return new CapaxError('budget-exceeded', `reading was stopped before anything could be analysed: ${stopped}`, {
        where: source.name,
        hint: 'Allow it more time or memory (--timeout, --max-memory).',
        cause: error,
      });
    },
  };
}
