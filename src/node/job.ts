// One input from bytes to text, with everything it needs stated in plain values, so that it runs the same in this process, in a worker
// thread, and in whatever else takes jobs. What an outcome means to a shell, and in which words it is told, is not known here.

import { resolve } from 'node:path';
import { type AnalysisStats, type AnalyzeOptions, analyze, type Progress } from '../analyze.ts';
import type { ByteSource } from '../bytes/source.ts';
import type { RuleDiagnostic } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { Integer } from '../features/feature.ts';
import { unpackDetected } from '../inputs/detect.ts';
import type { MatcherName } from '../match/matchers.ts';
import { OUTPUTS, type Output } from '../render/registry.ts';
import type { RenderOptions } from '../render/terminal/paint.ts';
import { readDocument } from '../result/capa-json/read.ts';
import type { ResultDocument } from '../result/document.ts';
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
  /** Told that the time of the input is counted from now: it is there, or, once more, the rules are. */
  timed?(): void;
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
  const { source, budget, restart } = await limit(given, options, host);
  const detected = await detectMember(source, member, { ...options, gunzip: gunzipSource });
  if (detected.input === 'result') {
    await render(readDocument(await readText(unpackDetected(detected, gunzipSource))), output, options, host);
    return 'shown';
  }
  const found = await findRules(options.rules);
  host.rules(found.diagnostics);
  // What the rules took, which are read once for all inputs, is not the input's time.
  restart?.();
  const started = performance.now();
  const { document, limitations, stats } = await analyze(detected, {
    ...options,
    rules: found.ruleSet,
    rulePaths: found.paths,
    path: isWebAddress(name) ? name : resolve(name),
    gunzip: gunzipSource,
    inflate,
    ...budget,
    onProgress: (progress) => host.progress(progress),
  });
  const [limitation] = limitations;
  if (limitation !== undefined) {
    host.limitation(limitation);
    if (output.isBrief) return 'limited';
  }
  await render(document, output, options, host);
  host.finished(stats, performance.now() - started);
  return 'shown';
}

/** What keeps an input within its limits. */
interface Limited {
  readonly source: ByteSource;
  readonly budget: Pick<AnalyzeOptions, 'budget'>;
  /** Counts from now again. */
  readonly restart?: () => void;
}

/** The budget, where there is one, and the source under it. */
async function limit(
  source: ByteSource,
  { timeoutSeconds, maxMemoryMegabytes }: JobOptions,
  host: JobHost,
): Promise<Limited> {
  if (timeoutSeconds === undefined && maxMemoryMegabytes === undefined) return { source, budget: {} };
  const { createBudget, withHeartbeat } = await import('./budget.ts');
  // Only an analysis asks the budget by itself: not what finds out what the input is, nor what reads a saved result.
  let isAnalysed = false;
  let current: () => string | undefined;
  const start = (): void => {
    current = createBudget(timeoutSeconds, maxMemoryMegabytes);
    host.timed?.();
  };
  start();
  const budget = (): string | undefined => current();
  const restart = (): void => {
    isAnalysed = true;
    start();
  };
  return { source: withHeartbeat(source, budget, () => !isAnalysed), budget: { budget }, restart };
}

async function render(document: ResultDocument, output: Output, options: JobOptions, host: JobHost): Promise<void> {
  for await (const text of output.render(document, options.render)) await host.write(text);
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
