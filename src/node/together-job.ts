// A program and its runs from bytes to text, as job.ts does for one input.

import { resolve } from 'node:path';
import type { PayloadInput } from '../analyze-payloads.ts';
import { analyzeTogether, type TogetherAnalysis, type TogetherInput } from '../analyze-together.ts';
import type { ByteSource } from '../bytes/source.ts';
import { CapaxError } from '../errors.ts';
import type { Detected } from '../inputs/detect.ts';
import { renderJson } from '../render/json.ts';
import { OUTPUTS } from '../render/registry.ts';
import type { TogetherDocument } from '../result/together/document.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { payloadsBeside } from './analysis-files.ts';
import { detectMember, splitMember } from './archive-members.ts';
import type { CapeOptions } from './cape-options.ts';
import { filesBeside } from './file-beside.ts';
import { findRules } from './find-rules.ts';
import { sampleFinder } from './find-sample.ts';
import { signaturesFor } from './find-signatures.ts';
import { inflate, unpackSource } from './gunzip.ts';
import { withoutSecrets } from './hide-secrets.ts';
import type { JobHost } from './job-host.ts';
import { type Limits, limit } from './job-limits.ts';
import type { JobOptions } from './job-options.ts';
import { installedOrdinalNames } from './ordinal-names.ts';
import { useInput } from './use-input.ts';
import { writeAll } from './write-all.ts';
import { writeWholeFile } from './write-whole-file.ts';

/** A program and what may be runs of it. */
export interface Group {
  readonly program: string;
  readonly runs: readonly string[];
}

/** What is left to be analysed by itself: runs of something else or that failed, and the program too if there are no others. */
export interface TogetherOutcome {
  readonly left: readonly string[];
}

interface Opened {
  readonly input: string;
  readonly source: ByteSource;
  readonly name: string;
  readonly member?: string;
}

/** Analyses a program and its runs together. Throws CapaxError for what ends it. */
export async function runTogether(group: Group, options: JobOptions, host: JobHost): Promise<TogetherOutcome> {
  // A sample whose run the sandbox has is both: the file here, and the report there.
  const { mode: _, ...local } = options.cape;
  return open(group.program, local, host, (program) =>
    openAll(group.runs, options.cape, host, (runs) => runOpened(program, runs, options, host)),
  );
}

function open<T>(input: string, cape: CapeOptions, host: JobHost, use: (opened: Opened) => Promise<T>): Promise<T> {
  return useInput(input, cape, host, (source, name, member) =>
    use({ input, source, name, ...(member === undefined ? {} : { member }) }),
  );
}

async function openAll<T>(
  inputs: readonly string[],
  cape: CapeOptions,
  host: JobHost,
  use: (opened: readonly Opened[]) => Promise<T>,
  before: readonly Opened[] = [],
): Promise<T> {
  const [first, ...rest] = inputs;
  if (first === undefined) return use(before);
  return open(first, cape, host, (opened) => openAll(rest, cape, host, use, [...before, opened]));
}

async function runOpened(
  program: Opened,
  runs: readonly Opened[],
  options: JobOptions,
  host: JobHost,
): Promise<TogetherOutcome> {
  const limits = await limit(program.source, options, host);
  const inputs: TogetherInput[] = [];
  for (const opened of [program, ...runs]) inputs.push(await detectOpened(opened, limits, program, options, host));
  return runInputs({ program, runs, inputs }, limits, options, host);
}

/**
 * Analyses a recording of executed instructions, which is program and run in one, and was opened and detected. False where it has no code:
 * nothing was shown then.
 */
export async function runRecording(
  recording: Opened & { readonly detected: Detected },
  limits: Limits,
  options: JobOptions,
  host: JobHost,
): Promise<boolean> {
  const inputs = [describeInput(recording.detected, recording, options)];
  const { left } = await runInputs({ program: recording, runs: [], inputs }, limits, options, host);
  return left.length === 0;
}

interface Inputs {
  readonly program: Opened;
  readonly runs: readonly Opened[];
  /** The same, detected: the program first. */
  readonly inputs: readonly TogetherInput[];
}

async function runInputs(
  { program, runs, inputs }: Inputs,
  limits: Limits,
  options: JobOptions,
  host: JobHost,
): Promise<TogetherOutcome> {
  const output = OUTPUTS.find((candidate) => candidate.name === options.output);
  if (output === undefined) throw new CapaxError('option-invalid', `there is no output ${options.output}`);
  const found = await findRules(options.rules);
  host.rules(found.diagnostics);
  const { input } = (inputs[0] as TogetherInput).source as Detected;
  const signatures = await signaturesFor(input, options.signatures);
  host.signatures(signatures.diagnostics);
  limits.restart?.();
  const started = performance.now();
  const analysis = await analyzeTogether(inputs[0] as TogetherInput, inputs.slice(1), {
    ...options,
    argv: [],
    rules: found.ruleSet,
    rulePaths: found.paths,
    unpack: unpackSource,
    inflate,
    ...limits.budget,
    ...(limits.checkMatching === undefined ? {} : { check: limits.checkMatching }),
    ordinalNames: installedOrdinalNames,
    findSample: sampleFinder(program.input, options.sample),
    signatures: signatures.files,
    onProgress: (progress) => host.progress(progress),
    // The other half may say what this one cannot.
    onLimitation: (limitation) => host.limitation(limitation),
  });
  tellOf(analysis, program, runs, host);
  const { document, strangers, failures } = analysis;
  if (document === undefined) return { left: [program, ...runs].map(({ input }) => input) };
  await writeHalves(document, options);
  await writeAll(output.renderTogether(document, options.render), host, limits.checkShowing);
  host.finished(sumOfStats(analysis), performance.now() - started);
  return { left: [...strangers, ...failures.keys()].sort((a, b) => a - b).map((run) => (runs[run] as Opened).input) };
}

/** Payloads beside a run, as files or as members of the same archive. */
async function payloadsOf({ name, member }: Opened, options: JobOptions): Promise<readonly PayloadInput[]> {
  if (options.maxPayloads === 0 || options.compat || name === '-' || isWebAddress(name)) return [];
  const { path } = await splitMember(name);
  return payloadsBeside(path, member, options.password);
}

async function detectOpened(
  opened: Opened,
  limits: Limits,
  program: Opened,
  options: JobOptions,
  host: JobHost,
): Promise<TogetherInput> {
  const { source, unpack } = opened === program ? limits : await limit(opened.source, options, host);
  const detected = await detectMember(source, opened.member, { ...options, unpack });
  const payloads = opened === program ? [] : await payloadsOf(opened, options);
  return { ...describeInput(detected, opened, options), payloads };
}

function describeInput(source: Detected, { input, name }: Opened, { argv }: JobOptions): TogetherInput {
  return {
    source,
    path: isWebAddress(name) ? name : resolve(name),
    argv: [...argv.before, withoutSecrets(input), ...argv.after],
    beside: filesBeside(name),
  };
}

/** Tells what the inputs lacked, and which do not belong together. */
function tellOf(
  { program, runs, strangers }: TogetherAnalysis,
  given: Opened,
  opened: readonly Opened[],
  host: JobHost,
): void {
  for (const analysis of [program, ...runs]) {
    if (analysis === undefined) continue;
    const { document, diagnostics } = analysis;
    if (document.capax !== undefined) host.health(document.capax.health);
    for (const { code, message } of diagnostics) if (code === 'process-unknown') host.warn(message);
  }
  for (const run of strangers) {
    const { md5, sha256 } = (runs[run] as TogetherAnalysis['program']).document.meta.sample;
    const whose = sha256 !== '' ? `of ${sha256}` : md5 !== '' ? `of ${md5}` : 'does not say of what';
    host.warn(
      `${(opened[run] as Opened).name} is no run of ${given.name}: it is ${whose}; they are analysed one by one (--pair puts them together)`,
    );
  }
}

function sumOfStats({ program, runs }: TogetherAnalysis): TogetherAnalysis['program']['stats'] {
  const sum = { ...program.stats };
  for (const run of runs) {
    for (const [name, value] of Object.entries(run?.stats ?? {})) sum[name as keyof typeof sum] += value;
  }
  return sum;
}

/** Writes the halves as documents that the reference reads, where they are asked for. */
async function writeHalves(
  { program, runs }: TogetherDocument,
  { staticJson, dynamicJson }: JobOptions,
): Promise<void> {
  if (staticJson !== undefined) await writeWholeFile(staticJson, renderJson(program));
  if (dynamicJson === undefined) return;
  for (const [i, run] of runs.entries()) await writeWholeFile(numbered(dynamicJson, i), renderJson(run));
}

/** `run.json`, `run.2.json` and so on. */
function numbered(path: string, index: number): string {
  return index === 0 ? path : path.replace(/(\.[^./\\]*)?$/, `.${index + 1}$1`);
}
