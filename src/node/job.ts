// One input from bytes to text, with everything it needs stated in plain values, so that it runs the same in this process, in a worker
// thread, and in whatever else takes jobs. What an outcome means to a shell, and in which words it is told, is not known here.

import { resolve } from 'node:path';
import { type AnalysisStats, analyze, type Progress } from '../analyze.ts';
import type { Gunzip } from '../bytes/gunzip.ts';
import type { ByteSource } from '../bytes/source.ts';
import type { Budget } from '../bytes/watched-source.ts';
import { CapaxError } from '../errors.ts';
import type { Integer } from '../features/feature.ts';
import { unpackDetected } from '../inputs/detect.ts';
import type { MatcherName } from '../match/matchers.ts';
import { OUTPUTS, type Output } from '../render/registry.ts';
import type { RenderOptions } from '../render/terminal/paint.ts';
import { readDocument } from '../result/capa-json/read.ts';
import type { ResultDocument } from '../result/document.ts';
import type { RuleDiagnostic } from '../rules/codes.ts';
import type { Rule } from '../rules/rule.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { detectMember } from './archive-members.ts';
import type { CapeOptions } from './cape-options.ts';
import { findRules, type RuleChoice } from './find-rules.ts';
import { gunzipSource, inflate } from './gunzip.ts';
import type { InputHost } from './input-host.ts';
import { useInput } from './use-input.ts';

/** Everything about one run that does not differ from input to input. Cloneable: it is sent to workers. */
export interface JobOptions {
  /** Name of an output of render/registry.ts. */
  readonly output: string;
  readonly render: RenderOptions;
  readonly rules: RuleChoice;
  readonly cape: CapeOptions;
  readonly format: string;
  readonly compat: boolean;
  readonly matcher: MatcherName;
  readonly password?: string;
  readonly restrictToProcesses?: readonly number[];
  readonly restrictToFunctions?: readonly Integer[];
  readonly onlySampleTree: boolean;
  readonly argv: readonly string[];
  readonly timestamp: string;
  readonly timeoutSeconds?: number;
  readonly maxMemoryMegabytes?: number;
}

export interface JobHost extends InputHost {
  /** Takes text of the result, and waits while it cannot be passed on. */
  write(text: string): Promise<void>;
  progress(progress: Progress): void;
  /** Told what is wrong with the rules, before anything is analysed. */
  rules(diagnostics: readonly RuleDiagnostic[]): void;
  /** Told that results say little about the input, and which rule says so. */
  limitation(rule: Rule): void;
  /** Told at the end what the analysis cost. */
  finished(stats: AnalysisStats, milliseconds: number): void;
}

/** `limited`: the input has limitations, and the output would have said too little. */
export type JobOutcome = 'shown' | 'limited';

/** Analyses or re-renders one input. Throws CapaxError for what ends it. */
export function runJob(input: string, options: JobOptions, host: JobHost): Promise<JobOutcome> {
  return useInput(input, options.cape, host, (source, name, member) =>
    runSource(source, { name, ...(member === undefined ? {} : { member }) }, options, host),
  );
}

async function runSource(
  given: ByteSource,
  { name, member }: { readonly name: string; readonly member?: string },
  options: JobOptions,
  host: JobHost,
): Promise<JobOutcome> {
  const output = OUTPUTS.find((candidate) => candidate.name === options.output);
  if (output === undefined) throw new CapaxError('option-invalid', `there is no output ${options.output}`);
  const limits = await limit(given, options);
  const { source, gunzip } = limits;
  const detected = await detectMember(source, member, { ...options, gunzip });
  if (detected.input === 'result') {
    const document = readDocument(await readText(unpackDetected(detected, gunzip)), limits.check);
    await render(document, output, options, limits, host);
    return 'shown';
  }
  const found = await findRules(options.rules);
  host.rules(found.diagnostics);
  const started = performance.now();
  const { document, limitations, stats } = await analyze(detected, {
    ...options,
    rules: found.ruleSet,
    rulePaths: found.paths,
    path: isWebAddress(name) ? name : resolve(name),
    gunzip: gunzipSource,
    inflate,
    ...(limits.budget === undefined ? {} : { budget: limits.budget }),
    onProgress: (progress) => host.progress(progress),
  });
  const [limitation] = limitations;
  if (limitation !== undefined) {
    host.limitation(limitation);
    if (output.isBrief) return 'limited';
  }
  await render(document, output, options, limits, host);
  host.finished(stats, performance.now() - started);
  return 'shown';
}

/** What a budget means to the steps of a job. */
interface Limits {
  readonly source: ByteSource;
  readonly gunzip: Gunzip;
  /** Of reading, which ends with what was read. */
  readonly budget?: Budget;
  /** Throw `budget-exceeded` once it is spent: of reading what cannot be read in part, and of showing. */
  readonly check?: () => void;
  readonly checkShowing?: () => void;
}

/** The source and what unpacks it under the budget, where there is one. */
async function limit(source: ByteSource, { timeoutSeconds, maxMemoryMegabytes }: JobOptions): Promise<Limits> {
  if (timeoutSeconds === undefined && maxMemoryMegabytes === undefined) return { source, gunzip: gunzipSource };
  const { createBudget, demandBudget, gunzipOnBudget, SHOWING_SHARE, withHeartbeat } = await import('./budget.ts');
  const budget = createBudget(timeoutSeconds, maxMemoryMegabytes);
  const showing = createBudget(undefined, maxMemoryMegabytes && maxMemoryMegabytes * SHOWING_SHARE);
  return {
    source: withHeartbeat(source, budget),
    gunzip: gunzipOnBudget(gunzipSource, budget),
    budget,
    check: demandBudget(budget, source.name, 'reading was stopped before anything could be shown'),
    checkShowing: demandBudget(showing, source.name, 'showing was stopped, what was shown is not all'),
  };
}

async function render(
  document: ResultDocument,
  output: Output,
  options: JobOptions,
  { checkShowing }: Limits,
  host: JobHost,
): Promise<void> {
  for await (const text of output.render(document, options.render)) {
    await host.write(text);
    checkShowing?.();
  }
}

/** Whole text of a saved result. */
async function readText(source: ByteSource): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  try {
    for await (const chunk of source.open()) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  } catch (cause) {
    if (cause instanceof CapaxError) throw cause;
    throw new CapaxError('document-invalid', `${source.name} cannot be read as a result document`, {
      hint: 'It must be UTF-8 text below 500 MB, as `capax -j` writes it.',
      cause,
    });
  }
}
