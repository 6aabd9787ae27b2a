// Which of several inputs are a program and its runs. With one program every run may be one of it; with several, what a run says it is of
// decides, which takes reading it.

import { stat } from 'node:fs/promises';
import { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { isSameSample, type SampleHashes } from '../features/sample.ts';
import { NO_SINK } from '../features/trace.ts';
import type { Detected } from '../inputs/detect.ts';
import type { Input } from '../inputs/input.ts';
import { openInput } from '../inputs/open.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { DEFAULT_SEMANTICS } from '../semantics.ts';
import { detectMember, type MemberOptions, splitMember } from './archive-members.ts';
import type { NamedInput } from './expand-inputs.ts';
import { openFile } from './file-source.ts';
import { inflate, unpackSource } from './gunzip.ts';

/** One piece of work: an input, or a program with what may be runs of it. */
export interface WorkItem extends NamedInput {
  readonly runs?: readonly string[];
}

type Role = 'program' | 'run' | 'either' | 'neither';

/** Saved features belong to nothing else: they are all that is left of what they were. */
const ROLES: Readonly<Record<Input['flavour'], Role>> = { static: 'program', dynamic: 'run', either: 'neither' };

/** Joins programs with their runs; everything else stays as it is. A pair stands where its program stood. */
export async function groupInputs(inputs: readonly NamedInput[], options: GroupOptions): Promise<readonly WorkItem[]> {
  const runs = inputs.length < 2 ? inputs : await withoutParts(inputs, options);
  const grouped = runs.length < 2 ? runs : await group(await withoutSameSamples(runs, options), options);
  return Promise.all(grouped.map((item) => withSample(item, options)));
}

export interface GroupOptions extends MemberOptions {
  /** The program that recordings are of, where the user names it. */
  readonly sample?: string;
}

/** Of the files of one run only the first. */
async function withoutParts(inputs: readonly NamedInput[], options: MemberOptions): Promise<readonly NamedInput[]> {
  const met = new Set<string>();
  const left: NamedInput[] = [];
  for (const named of inputs) {
    const run = await look(named.input, options, ({ input }) =>
      input === 'result' ? undefined : input.runOf?.(named.input),
    );
    if (run !== undefined && met.has(run)) continue;
    if (run !== undefined) met.add(run);
    left.push(named);
  }
  return left;
}

/** A recording of executed instructions is a run of the program that the user names. */
async function withSample(item: WorkItem, options: GroupOptions): Promise<WorkItem> {
  if (item.runs !== undefined || options.sample === undefined) return item;
  const isRecording = await look(item.input, options, ({ followsCode }) => followsCode);
  return isRecording === true ? { ...item, input: options.sample, runs: [item.input] } : item;
}

/** What detection says of an input that can be looked at and read again; undefined for others, and where that fails. */
async function look<T>(
  input: string,
  options: MemberOptions,
  ask: (detected: Detected) => T | undefined,
): Promise<T | undefined> {
  if (isWebAddress(input) || input === '-') return undefined;
  const { path } = await splitMember(input);
  if (!(await isRegularFile(path))) return undefined;
  const detecting = withMember(input, async (source, member) => ask(await detectMember(source, member, options)));
  return detecting.catch((error: unknown) => {
    // Whoever analyses it says what is wrong.
    if (error instanceof CapaxError) return undefined;
    throw error;
  });
}

/** Looking into a pipe would take away from it, or wait for it. */
function isRegularFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

/** Without samples of analyses that are given as another file too. */
async function withoutSameSamples(
  inputs: readonly NamedInput[],
  options: MemberOptions,
): Promise<readonly NamedInput[]> {
  if (!inputs.some(({ isSample }) => isSample)) return inputs;
  const given = new Set<string>();
  const left = new Set<NamedInput>();
  const programs = [...inputs].sort((a, b) => Number(a.isSample === true) - Number(b.isSample === true));
  for (const named of programs) {
    const isProgramFile = await isProgram(named.input, options);
    // A sample that is no program is said by its run to be what it is; by itself it is nothing that was asked for.
    if (!isProgramFile && named.isSample === true) continue;
    const hash = isProgramFile ? (await sampleOf(named.input, options))?.sha256 : undefined;
    if (named.isSample === true && hash !== undefined && given.has(hash)) continue;
    if (hash !== undefined) given.add(hash);
    left.add(named);
  }
  return inputs.filter((named) => left.has(named));
}

async function group(inputs: readonly NamedInput[], options: MemberOptions): Promise<readonly WorkItem[]> {
  const roles: Role[] = [];
  for (const { input } of inputs) roles.push(await roleOf(input, options));
  const programs = inputs.filter((_, i) => roles[i] === 'program');
  const runs = inputs.filter((_, i) => roles[i] === 'run');
  const open = inputs.filter((_, i) => roles[i] === 'either');
  // Standard input is what is missing.
  // A run may come through standard input or a pipe; what it is is not known before it is read.
  if (programs.length > 0) for (const one of open) runs.push(one);
  if (programs.length === 0 || runs.length === 0) return inputs;
  const runsOf = new Map<NamedInput, NamedInput[]>(programs.map((program) => [program, []]));
  if (programs.length === 1) runsOf.set(programs[0] as NamedInput, runs);
  else await assign(programs, runs, runsOf, options);
  const joined = new Set([...runsOf.values()].flat());
  return inputs
    .filter((input) => !joined.has(input))
    .map((input) => {
      const own = runsOf.get(input) ?? [];
      return own.length === 0 ? input : { ...input, runs: own.map((run) => run.input) };
    });
}

/** Whether an input is a program. */
export async function isProgram(input: string, options: MemberOptions): Promise<boolean> {
  return (await roleOf(input, options)) === 'program';
}

async function roleOf(input: string, options: MemberOptions): Promise<Role> {
  if (isWebAddress(input)) return 'run';
  if (input === '-') return 'either';
  const { path } = await splitMember(input);
  if (!(await isRegularFile(path))) return 'neither';
  return withMember(input, async (source, member) => {
    const { input: found } = await detectMember(source, member, options);
    return found === 'result' ? 'neither' : ROLES[found.flavour];
  }).catch((error: unknown): Role => {
    // Whoever analyses it says what is wrong.
    if (error instanceof CapaxError) return 'neither';
    throw error;
  });
}

async function withMember<T>(
  input: string,
  use: (source: Awaited<ReturnType<typeof openFile>>, member: string | undefined) => Promise<T>,
): Promise<T> {
  const { path, member } = await splitMember(input);
  const source = await openFile(path);
  try {
    return await use(source, member);
  } finally {
    await source.close?.();
  }
}

/** Gives each run to the program that it is of. */
async function assign(
  programs: readonly NamedInput[],
  runs: readonly NamedInput[],
  runsOf: ReadonlyMap<NamedInput, NamedInput[]>,
  options: MemberOptions,
): Promise<void> {
  const hashes = new Map<NamedInput, SampleHashes>();
  for (const program of programs) {
    const known = await sampleOf(program.input, options);
    if (known !== undefined) hashes.set(program, known);
  }
  for (const run of runs) {
    if (isWebAddress(run.input) || run.input === '-') continue;
    const of = await sampleOf(run.input, options);
    const isOf = (program: NamedInput): boolean => {
      const known = hashes.get(program);
      return of !== undefined && known !== undefined && isSameSample(known, of);
    };
    const program = programs.find(isOf);
    if (program !== undefined) runsOf.get(program)?.push(run);
  }
}

/** What the input is, or says that it is of; undefined where it cannot be read, which whoever analyses it says. */
async function sampleOf(input: string, options: MemberOptions): Promise<SampleHashes | undefined> {
  try {
    return await withMember(input, async (source, member) => {
      const detected = await detectMember(source, member, options);
      const means = { diagnostics: new Diagnostics(), semantics: DEFAULT_SEMANTICS, unpack: unpackSource, inflate };
      const opened = await openInput(detected, { ...means, acceptsNothing: true });
      switch (opened.flavour) {
        case 'static':
          return opened.hashes;
        case 'dynamic':
          return (await opened.read(NO_SINK)).hashes;
      }
    });
  } catch (error) {
    if (error instanceof CapaxError) return undefined;
    throw error;
  }
}
