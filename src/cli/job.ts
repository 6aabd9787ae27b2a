// One input from bytes to text, with everything it needs stated in plain values, so that it runs the same in this process and in
// a worker.

import { resolve } from 'node:path';
import { type AnalyzeOptions, analyze, type Progress } from '../analyze.ts';
import type { ByteSource } from '../bytes/source.ts';
import { CapaxError } from '../errors.ts';
import type { Integer } from '../features/feature.ts';
import { detectInput } from '../inputs/detect.ts';
import { findRules, type RuleChoice } from '../node/find-rules.ts';
import { gunzipSource, inflate } from '../node/gunzip.ts';
import type { RenderOptions } from '../render/markup.ts';
import { OUTPUTS } from '../render/registry.ts';
import type { ResultDocument } from '../result/document.ts';
import { readDocument } from '../result/read.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { EXIT_LIMITATION, EXIT_OK } from './exit-codes.ts';
import { describeLimitation } from './limitation.ts';
import { formatStats } from './stats.ts';
import type { CapeOptions } from './use-cape.ts';
import { type InputHost, useInput } from './use-input.ts';

/** Everything about one run that does not differ from input to input. Cloneable: it is sent to workers. */
export interface JobOptions {
  /** Name of an output of render/registry.ts. */
  readonly output: string;
  readonly render: RenderOptions;
  readonly rules: RuleChoice;
  readonly cape: CapeOptions;
  readonly format: string;
  readonly compat: boolean;
  readonly password?: string;
  readonly restrictToProcesses?: readonly number[];
  readonly restrictToFunctions?: readonly Integer[];
  readonly onlySampleTree: boolean;
  readonly argv: readonly string[];
  readonly timestamp: string;
  readonly stats: boolean;
  readonly quiet: boolean;
  readonly timeoutSeconds?: number;
  readonly maxMemoryMegabytes?: number;
}

export interface JobHost extends InputHost {
  /** Takes text of the result, and waits while it cannot be passed on. */
  write(text: string): Promise<void>;
  progress(progress: Progress): void;
}

/** Analyses or re-renders one input; returns the exit code. Throws CapaxError for what ends it. */
export function runJob(input: string, options: JobOptions, host: JobHost): Promise<number> {
  return useInput(input, options.cape, host, (source, name) => runSource(source, name, options, host));
}

async function runSource(given: ByteSource, name: string, options: JobOptions, host: JobHost): Promise<number> {
  const { source, budget } = await limit(given, options);
  const detected = await detectInput(source, gunzipSource, options.format);
  if (detected.input === 'result') {
    await render(readDocument(await readText(detected.source)), options, host);
    return EXIT_OK;
  }
  const found = await findRules(options.rules);
  if (!options.quiet) for (const { message, where, count } of found.diagnostics) warnOnce(host, message, where, count);
  const started = performance.now();
  const { document, limitations, stats } = await analyze(source, {
    ...options,
    rules: found.ruleSet,
    rulePaths: found.paths,
    path: isWebAddress(name) ? name : resolve(name),
    gunzip: gunzipSource,
    inflate,
    ...budget,
    onProgress: (progress) => host.progress(progress),
  });
  const limitation = limitations[0];
  if (limitation !== undefined && !options.quiet) host.warn(describeLimitation(limitation));
  const isBrief = options.output === 'default';
  if (limitation !== undefined && isBrief) return EXIT_LIMITATION;
  await render(document, options, host);
  if (options.stats) host.warn(formatStats(stats, performance.now() - started));
  return EXIT_OK;
}

/** The budget, where there is one, and the source under it. */
async function limit(
  source: ByteSource,
  { timeoutSeconds, maxMemoryMegabytes }: JobOptions,
): Promise<{ source: ByteSource; budget: Pick<AnalyzeOptions, 'budget'> }> {
  if (timeoutSeconds === undefined && maxMemoryMegabytes === undefined) return { source, budget: {} };
  const { createBudget, withHeartbeat } = await import('../node/budget.ts');
  const budget = createBudget(timeoutSeconds, maxMemoryMegabytes);
  return { source: withHeartbeat(source, budget), budget: { budget } };
}

function warnOnce(host: JobHost, message: string, where: string | undefined, count: number): void {
  host.warn(`${message}${where === undefined ? '' : ` (${where})`}${count > 1 ? ` (${count} times)` : ''}`);
}

async function render(document: ResultDocument, { output, render }: JobOptions, host: JobHost): Promise<void> {
  const renderer = OUTPUTS.find(({ name }) => name === output);
  if (renderer === undefined) throw new CapaxError('option-invalid', `there is no output ${output}`);
  for await (const text of renderer.render(document, render)) await host.write(text);
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
