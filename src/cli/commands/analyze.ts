// `capax INPUT...`: analyses inputs, or renders saved results again.

import { CapaxError } from '../../errors.ts';
import type { Integer } from '../../features/feature.ts';
import type { MatcherName } from '../../match/matchers.ts';
import { hasPayloads } from '../../node/analysis-files.ts';
import type { CapeOptions } from '../../node/cape-options.ts';
import { expandInputs } from '../../node/expand-inputs.ts';
import { groupInputs, isProgram, type WorkItem } from '../../node/group-inputs.ts';
import { unpackSource } from '../../node/gunzip.ts';
import { runJob } from '../../node/job.ts';
import type { JobOptions, StatedArguments } from '../../node/job-options.ts';
import { runTogether } from '../../node/together-job.ts';
import { chooseOutput } from '../../render/registry.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { compileLater } from '../compile-later.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { createJobHost, type Talk } from '../job-host.ts';
import { ProgressLine } from '../progress.ts';
import { type ColourChoice, localTimestamp, messageWidth, renderOptions, tell, writeOut } from '../terminal.ts';

/** As parsed from the command line. Options that ask for an output are known to render/registry.ts only. */
export interface AnalyzeCommandOptions {
  readonly stats?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly color: ColourChoice;
  readonly format: string;
  readonly backend?: string;
  readonly sample?: string;
  readonly maxInstructions?: number;
  readonly arch?: string;
  readonly password?: string;
  readonly restrictToProcesses?: readonly number[];
  readonly restrictToFunctions?: readonly Integer[];
  readonly onlySampleTree?: boolean;
  readonly compat?: boolean;
  readonly matcher: MatcherName;
  readonly rules?: readonly string[];
  readonly signatures?: readonly string[];
  readonly tag?: string;
  readonly strict?: boolean;
  readonly cache: boolean;
  readonly jobs?: number;
  readonly jsonl?: boolean;
  readonly recursive?: boolean;
  readonly pair?: boolean;
  /** How many, or false for none. */
  readonly payloads?: number | false;
  readonly staticJson?: string;
  readonly dynamicJson?: string;
  readonly timeout?: number;
  readonly maxMemory?: number;
  readonly submitToCape?: boolean;
  readonly fromCape?: boolean;
  readonly capeUrl?: string;
  readonly capeMachine?: string;
  readonly capePackage?: string;
  readonly capeTimeout?: number;
  readonly capeRoute?: string;
  readonly capeTags?: string;
  readonly capeWait: number;
  readonly capeMaxReport?: number;
  readonly capeInsecure?: boolean;
}

/** Runs the command; returns its exit code. */
export async function runAnalyze(
  inputs: readonly string[],
  options: AnalyzeCommandOptions,
  argv: StatedArguments,
): Promise<number> {
  const job = jobOptions(options, argv);
  const found = await findWork(inputs, options, job);
  const talk: Talk = {
    stats: options.stats === true,
    quiet: options.quiet === true,
    width: messageWidth(),
    isAlone: found.length === 1 && options.jsonl !== true,
  };
  // What must end in time is not done in this thread, which has to end it. No input at all is an error below.
  if (found.length > 0 && (!talk.isAlone || options.timeout !== undefined)) {
    const { runMany } = await import('../many.ts');
    return runMany(found, job, { jobs: options.jobs, jsonl: options.jsonl === true, talk });
  }
  const { input, runs } = found[0] as WorkItem;
  compileLater();
  const progress = new ProgressLine(input, talk.quiet);
  const host = createJobHost(talk, {
    write: (text) => {
      progress.done();
      return writeOut(text);
    },
    warn: (text) => {
      progress.done();
      tell(`${text}\n`);
    },
    tell: (text) => {
      progress.done();
      tell(text);
    },
    say: (text) => progress.say(text),
    progress: (state) => progress.show(state),
    health: () => undefined,
    onInterrupt: (abort) => {
      process.once('SIGINT', abort);
      return () => process.removeListener('SIGINT', abort);
    },
  });
  try {
    if (runs === undefined) {
      await runJob(input, job, host);
      return EXIT_OK;
    }
    const { left } = await runTogether({ program: input, runs }, job, host);
    if (left.length === 0) return EXIT_OK;
    const { runLeft } = await import('../many.ts');
    return await runLeft(left, job, { jobs: options.jobs, jsonl: false, talk });
  } finally {
    progress.done();
  }
}

/** What there is to do: the inputs, those that belong together as one. The reference knows no such thing. */
async function findWork(
  inputs: readonly string[],
  options: AnalyzeCommandOptions,
  job: JobOptions,
): Promise<readonly WorkItem[]> {
  const isApart = options.compat === true && options.pair !== true;
  const means = { ...job, unpack: unpackSource };
  const found = await expandInputs(inputs, options.recursive === true, { ...means, isApart });
  if (isApart) return found;
  // A sandbox has the run; the program is here.
  if (job.cape.mode !== undefined) {
    return Promise.all(
      found.map(async (one) => ((await isProgram(one.input, means)) ? { ...one, runs: [one.input] } : one)),
    );
  }
  const work = await groupInputs(found, means);
  if (options.quiet !== true && options.payloads !== false) await warnOfPayloads(work);
  return work;
}

/** Says where there are payloads and no program that they could belong to. */
async function warnOfPayloads(work: readonly WorkItem[]): Promise<void> {
  for (const { input, runs } of work) {
    if (runs !== undefined || !(await hasPayloads(input))) continue;
    const name = escapeText(input);
    tell(`${name}: payloads beside it are not analysed without the program that ran: capax SAMPLE ${name}\n`);
  }
}

/** How often an option was given, by its long flag. */
function timesOf(options: AnalyzeCommandOptions, option: string): number {
  const value = (options as unknown as Readonly<Record<string, unknown>>)[option];
  return typeof value === 'number' ? value : value === true ? 1 : 0;
}

function jobOptions(options: AnalyzeCommandOptions, argv: StatedArguments): JobOptions {
  return definedOnly({
    output: chooseOutput((option) => timesOf(options, option)).name,
    render: renderOptions(options.color),
    rules: definedOnly({
      paths: options.rules ?? [],
      strict: options.strict === true,
      cache: options.cache,
      tag: options.tag,
    }),
    signatures: options.signatures ?? [],
    cape: capeOptions(options),
    format: options.format === 'auto' && options.backend !== undefined ? options.backend : options.format,
    compat: options.compat === true,
    matcher: options.matcher,
    onlySampleTree: options.onlySampleTree === true,
    // Who names the program of a recording says that they belong together.
    pair: options.pair === true || options.sample !== undefined,
    maxPayloads: options.payloads === false ? 0 : typeof options.payloads === 'number' ? options.payloads : undefined,
    staticJson: options.staticJson,
    dynamicJson: options.dynamicJson,
    argv,
    timestamp: localTimestamp(),
    sample: options.sample,
    maxInstructions: options.maxInstructions,
    arch: options.arch,
    password: options.password,
    restrictToProcesses: options.restrictToProcesses,
    restrictToFunctions: options.restrictToFunctions,
    timeoutSeconds: options.timeout,
    maxMemoryMegabytes: options.maxMemory,
  });
}

function capeOptions(options: AnalyzeCommandOptions): CapeOptions {
  if (options.submitToCape === true && options.fromCape === true) {
    throw new CapaxError('option-invalid', '--submit-to-cape and --from-cape exclude each other', {
      hint: 'Look the sample up with --from-cape first; submit it if the server does not know it.',
    });
  }
  const mode: CapeOptions['mode'] =
    options.submitToCape === true ? 'submit' : options.fromCape === true ? 'find' : undefined;
  return definedOnly({
    mode,
    url: options.capeUrl,
    machine: options.capeMachine,
    package: options.capePackage,
    timeout: options.capeTimeout,
    route: options.capeRoute,
    tags: options.capeTags,
    waitSeconds: options.capeWait,
    maxReportBytes: options.capeMaxReport,
    insecure: options.capeInsecure === true,
  });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The members that have a value: options that were not given are absent, not undefined. */
function definedOnly<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
