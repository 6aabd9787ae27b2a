// Members of archives as inputs of their own: `archive.zip!/reports/report.json`.

import { stat } from 'node:fs/promises';
import { type ByteSource, readHead } from '../bytes/source.ts';
import { isZip } from '../bytes/zip-magic.ts';
import { CapaxError } from '../errors.ts';
import { type Detected, type DetectOptions, detectInput, detectInputs } from '../inputs/detect.ts';
import { MEMBER_MARK } from '../inputs/member-name.ts';
import { withoutPayloads } from './analysis-files.ts';
import { openFile } from './file-source.ts';

/** What is needed to look into an archive. */
export type MemberOptions = Omit<DetectOptions, 'inputs'>;

/** The file that an input names, and the member of it. A file that is called so is no archive with a member. */
export async function splitMember(input: string): Promise<{ readonly path: string; readonly member?: string }> {
  const mark = input.indexOf(MEMBER_MARK);
  if (mark <= 0 || (await isFile(input)) || !(await isFile(input.slice(0, mark)))) return { path: input };
  return { path: input.slice(0, mark), member: input.slice(mark + MEMBER_MARK.length) };
}

/** An input that an archive is or holds. */
export interface ArchiveInput {
  readonly input: string;
  /** Whether it is there because it is the sample of an analysis that is an input too. */
  readonly isSample: boolean;
}

/**
 * The input as it is, or one for each of the inputs that the archive holds, without the payloads of an analysis (`withPayloads`: with them). What
 * cannot be looked into is left to the reader.
 */
export async function expandArchive(
  input: string,
  options: MemberOptions,
  withPayloads: boolean,
): Promise<readonly ArchiveInput[]> {
  const itself = [{ input, isSample: false }];
  if (!(await isFile(input))) return itself;
  try {
    const source = await openFile(input);
    try {
      if (!isZip(await readHead(source, 4))) return itself;
      const found = await detectInputs(source, options);
      if (found.length === 1) return itself;
      const members = found.map(({ member }) => member ?? '');
      const { inputs, samples } = withPayloads ? { inputs: members, samples: NO_SAMPLES } : withoutPayloads(members);
      return inputs.map((member) => ({ input: `${input}${MEMBER_MARK}${member}`, isSample: samples.has(member) }));
    } finally {
      await source.close?.();
    }
  } catch (error) {
    if (error instanceof CapaxError) return itself;
    throw error;
  }
}

const NO_SAMPLES: ReadonlySet<string> = new Set();

/** The input in a source, or the one that is the member of it. Throws as `detectInput`, and `input-not-found` for no such member. */
export async function detectMember(
  source: ByteSource,
  member: string | undefined,
  options: MemberOptions,
): Promise<Detected> {
  if (member === undefined) return detectInput(source, options);
  // Not all of them: every member of a large archive is an input of its own, and comes here.
  const named = await detectInput(source, { ...options, member }).catch((error: unknown) => {
    if (error instanceof CapaxError && error.code === 'input-unsupported') return undefined;
    throw error;
  });
  if (named?.member === member) return named;
  const found = await detectInputs(source, options);
  throw new CapaxError('input-not-found', `the archive holds no input ${member}`, {
    where: source.name,
    hint: `It holds: ${found.map((detected) => detected.member ?? source.name).join(', ')}.`,
  });
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
