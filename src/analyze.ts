// THE PIPELINE: detect -> open -> match -> document. Start reading here.

import type { ByteSource } from './bytes/source.ts';
import { type Unpack, unpackSource } from './bytes/unpack.ts';
import { sourceWithin, WatchedSource, withinBudget } from './bytes/watched-source.ts';
import type { Inflate } from './bytes/zlib.ts';
import type { SignatureFile } from './code/flirt/signature-file.ts';
import { type Diagnostic, Diagnostics, TRUNCATED } from './diagnostics.ts';
import { CapaxError } from './errors.ts';
import type { Program } from './features/program.ts';
import type { Flavour } from './features/scopes.ts';
import type { Subject } from './features/subject.ts';
import type { OrdinalNames } from './formats/pe/ordinal-names.ts';
import { type Detected, detectInput } from './inputs/detect.ts';
import type { FunctionProgress, Input } from './inputs/input.ts';
import { openInput } from './inputs/open.ts';
import { matchInput } from './match/match.ts';
import type { MatcherName } from './match/matchers.ts';
import type { MatchStats, Outcome } from './match/outcome.ts';
import { type Selection, selectFunctions, selectProcesses } from './match/selection.ts';
import { buildDocument } from './result/build.ts';
import type { ResultDocument } from './result/document.ts';
import { boundEvidence, UNBOUNDED_EVIDENCE } from './result/followed-references.ts';
import type { Rule, RuleSet } from './rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from './semantics.ts';
import { CAPAX_VERSION } from './version.ts';

export interface AnalyzeOptions extends Selection {
  readonly rules: RuleSet;
  /** Where the rules came from; stated in the document. */
  readonly rulePaths?: readonly string[];
  /** Reproduce the reference exactly, defects that decide results included. */
  readonly compat?: boolean;
  /** Force an input by its name instead of detecting it. */
  readonly format?: string;
  /** Inputs of your own (`capax/inputs`); they are asked before those of capax. */
  readonly inputs?: readonly Input[];
  /** Of a universal program file the program for this machine (`arm64`, `x86_64`); default the first one that is taken apart. */
  readonly arch?: string | undefined;
  /** Password of an encrypted archive; the usual one is tried by itself. */
  readonly password?: string;
  /** Which matcher; default `planned`. `definition` is slow and must say the same: for bug reports and small inputs. */
  readonly matcher?: MatcherName;
  /** Command line to state in the document. */
  readonly argv?: readonly string[];
  /** Path to state in the document; default the source's name. */
  readonly path?: string;
  /** Local time to state in the document, ISO 8601 without zone, microseconds. */
  readonly timestamp?: string;
  /** The bytes of a program by its SHA-256, for inputs that are about one and do not hold it (BinExport2); undefined where there is none. */
  readonly findSample?: ((sha256: string) => Promise<Uint8Array | undefined>) | undefined;
  /** Unpacks packed inputs; default with web-standard streams. Node passes a faster one. */
  readonly unpack?: Unpack;
  /** Unpacks zlib streams (freeze files); likewise. */
  readonly inflate?: Inflate;
  /**
   * Asked at every chunk that is read or unpacked, where much is built of it, and while functions of a program are found; a reason ends that there, and what was read and found until then is matched. The reason becomes a
   * diagnostic of the document.
   */
  readonly budget?: () => string | undefined;
  /** Asked before each function of a program is matched; a reason ends matching, and what was matched until then is the result. */
  readonly matchingBudget?: (() => string | undefined) | undefined;
  /**
   * Asked often while what was read is matched, which cannot end with a part: what it throws ends the analysis. A CapaxError
   * `budget-exceeded` is what to throw for want of memory.
   */
  readonly check?: () => void;
  /** A file beside the input by its name, for runs of several files; undefined where there is none. */
  readonly beside?: ((name: string) => Promise<ByteSource | undefined>) | undefined;
  /** Of a recording of executed instructions, how many are followed at most; default all. */
  readonly maxInstructions?: number | undefined;
  /** Names of exports that programs import by number; Node passes those that ship with capax. */
  readonly ordinalNames?: OrdinalNames;
  /** Signatures of library functions of programs, e.g. of `readSignatures`; those functions are named and not matched. */
  readonly signatures?: readonly SignatureFile[];
  /**
   * Told that results will say little, as soon as the file itself shows it: before its code is looked at, or when a run has been read.
   * What it throws ends the analysis.
   */
  readonly onLimitation?: (limitation: Limitation) => void;
  /** Told now and then how far reading has come. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far an analysis has come. */
export type Progress = ReadingProgress | FunctionProgress;

export interface ReadingProgress {
  readonly phase: 'reading' | 'matching';
  readonly bytes: number;
  readonly totalBytes: number | undefined;
}

/** Deterministic counters of one analysis. */
export interface AnalysisStats extends MatchStats {
  readonly bytes: number;
  readonly matches: number;
}

export interface Analysis {
  readonly document: ResultDocument;
  /** Why results are to be taken with care. */
  readonly limitations: readonly Limitation[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: AnalysisStats;
}

/** A rule of `internal/limitation/...` that matches on what is known of the file at once. */
export interface Limitation {
  readonly rule: Rule;
  /** The rules that it builds on and that match too: what exactly was found. */
  readonly because: readonly Rule[];
}

/** Codes of what the analysis itself reports, whatever the input; docs/errors.md explains each. */
export const ANALYSIS_CODES = ['budget-exceeded', 'process-unknown'] as const;

type AnalysisCode = (typeof ANALYSIS_CODES)[number];

/**
 * Analyses one input; `given` may also be what `detectInput` found out about one. Throws CapaxError when nothing usable is left; everything smaller is in the health of the document.
 * A saved result document is not analysed: use `readDocument`.
 */
export async function analyze(given: ByteSource | Detected, options: AnalyzeOptions): Promise<Analysis> {
  return (await analyzeInput(given, options)).analysis;
}

/** An analysis with what it was made of, for whoever goes on with it. */
export interface AnalysedInput {
  readonly input: Subject;
  readonly outcome: Outcome;
  readonly analysis: Analysis;
}

/**
 * As `analyze`. `acceptsNothing`: a run in which nothing was recorded is an outcome too. `ranProgram`: the program that the input is a run of, from
 * which is taken what a recording lacks.
 */
export async function analyzeInput(
  given: ByteSource | Detected,
  options: HalfOptions & { readonly acceptsNothing?: boolean; readonly ranProgram?: Program | undefined },
): Promise<AnalysedInput> {
  const semantics = options.compat === true ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS;
  const diagnostics = new Diagnostics();
  const { unpack = unpackSource } = options;
  const detected = 'input' in given ? given : await detectInput(given, { ...options, unpack });
  const watched = watch(detected.source, options, diagnostics);
  try {
    const { budget } = watched;
    const input = await openInput(
      { ...detected, source: watched },
      {
        ...options,
        ...{ diagnostics, semantics, budget, codeBudget: options.budget, onFunctions: options.onProgress },
        ...unpackersWithin(watched, unpack, options.inflate),
      },
    );
    return await analyzeSubject(input, options, {
      told: detected.diagnostics?.list() ?? [],
      watched,
    });
  } catch (error) {
    throw explain(error, watched);
  }
}

/** An analysis of one half: the other side will be looked at too, so what rules of both ask is kept, and where calls come from. */
export type HalfOptions = AnalyzeOptions & { readonly isHalf?: boolean };

/** Matches what was opened. `told`: what was said before; `watched`: what it is read from, if reading is counted. */
export async function analyzeSubject(
  input: Subject,
  options: HalfOptions,
  { told = [], watched }: { readonly told?: readonly Diagnostic[]; readonly watched?: WatchedSource } = {},
): Promise<AnalysedInput> {
  const semantics = options.compat === true ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS;
  const selection = new Diagnostics<'process-unknown'>();
  const limitations: Limitation[] = [];
  const outcome = await matchInput(selectFunctions(input, options), {
    ...{ rules: options.rules, semantics },
    ...(options.matcher === undefined ? {} : { matcher: options.matcher }),
    check: options.check,
    ...(options.isHalf === true ? { wantsCallers: true } : { isAlone: true }),
    onFileMatched: (rules) => {
      for (const found of findLimitations(input.flavour, rules, options.rules)) limitations.push(found);
      if (limitations[0] !== undefined) options.onLimitation?.(limitations[0]);
    },
    selectProcesses: (summary) => {
      if (watched !== undefined) {
        watched.isReading = false;
        options.onProgress?.({ phase: 'matching', bytes: watched.bytes, totalBytes: watched.size });
      }
      return selectProcesses(summary, options, (message) => selection.add('warning', 'process-unknown', message));
    },
  });
  const { notFollowed, notes } =
    options.compat === true ? UNBOUNDED_EVIDENCE : boundEvidence(options.rules, outcome.matches);
  const said = [...told, ...outcome.health.diagnostics, ...selection.list(), ...outcome.notes, ...notes];
  const health = { ...outcome.health, diagnostics: watched?.stopped === undefined ? said : said.filter(isNoEnd) };
  const document = buildDocument(input, outcome, options.rules, {
    timestamp: options.timestamp ?? '1970-01-01T00:00:00.000000',
    argv: options.argv ?? [],
    path: options.path ?? watched?.name ?? '',
    rulePaths: options.rulePaths ?? [],
    capax: { version: CAPAX_VERSION, compat: options.compat === true, health },
    notFollowed,
  });
  const matches = document.rules.reduce((sum, { count }) => sum + count, 0);
  const analysis: Analysis = {
    document,
    limitations,
    diagnostics: health.diagnostics,
    stats: { bytes: watched?.bytes ?? 0, ...outcome.stats, matches },
  };
  return { input, outcome, analysis };
}

/** Counts what is read, reports progress, and ends reading when the budget is spent. */
function watch(
  source: ByteSource,
  { budget, onProgress }: AnalyzeOptions,
  diagnostics: Diagnostics<AnalysisCode>,
): WatchedSource {
  return new WatchedSource(source, {
    budget,
    onRead: onProgress && ((at) => onProgress({ phase: 'reading', bytes: at, totalBytes: source.size })),
    onStopped: (reason, at) =>
      diagnostics.add('error', 'budget-exceeded', `reading was stopped: ${reason}`, `byte ${at}`),
  });
}

/** What unpacks ends with the budget too: a few bytes may unpack to very many. */
function unpackersWithin(
  { budget }: WatchedSource,
  unpack: Unpack,
  inflate: Inflate | undefined,
): { readonly unpack: Unpack; readonly inflate?: Inflate } {
  return {
    unpack: (source, packing, diagnostics) => sourceWithin(unpack(source, packing, diagnostics), budget),
    ...(inflate === undefined ? {} : { inflate: (chunks) => withinBudget(inflate(chunks), budget) }),
  };
}

/** Codes that say no more than that the input ends too early: readers of what was stopped report what the budget has said. */
const EARLY_END = /-truncated$|^(?:gzip|zstd)-damaged$|^xml-source-damaged$/;

function isNoEnd({ code }: Diagnostic): boolean {
  return code === TRUNCATED || !EARLY_END.test(code);
}

function findLimitations(flavour: Flavour, matched: readonly Rule[], { dependencies }: RuleSet): Limitation[] {
  return matched
    .filter(({ meta }) => meta.namespace === `internal/limitation/${flavour}`)
    .map((rule) => {
      const names = new Set(dependencies.get(rule.meta.name));
      return { rule, because: matched.filter(({ meta }) => names.has(meta.name)) };
    });
}

/** What to throw for an error: an input that was cut short by the budget is not a broken one. */
function explain(error: unknown, { stopped, name }: WatchedSource): unknown {
  if (stopped === undefined || !(error instanceof CapaxError) || error.code === 'budget-exceeded') return error;
  return new CapaxError('budget-exceeded', `reading was stopped before anything could be analysed: ${stopped}`, {
    where: name,
    hint: 'Allow it more time or memory (--timeout, --max-memory).',
    cause: error,
  });
}
