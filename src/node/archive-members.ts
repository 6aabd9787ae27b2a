// Members of archives as inputs of their own: `archive.zip!/reports/report.json`.

import { stat } from 'node:fs/promises';
import { type ByteSource, readHead } from '../bytes/source.ts';
import { isZip } from '../bytes/zip-magic.ts';
import { CapaxError } from '../errors.ts';
import { type Detected, type DetectOptions, detectInput, detectInputs } from '../inputs/detect.ts';
import { MEMBER_MARK } from '../inputs/member-name.ts';
import { openFile } from './file-source.ts';

/** What is needed to look into an archive. */
export type MemberOptions = Omit<DetectOptions, 'inputs'>;

/** The file that an input names, and the member of it. A file that is called so is no archive with a member. */
export async function splitMember(input: string): Promise<{ readonly path: string; readonly member?: string }> {
  const mark = input.indexOf(MEMBER_MARK);
  if (mark <= 0 || (await isFile(input)) || !(await isFile(input.slice(0, mark)))) return { path: input };
  return { path: input.slice(0, mark), member: input.slice(mark + MEMBER_MARK.length) };
}

/** The input as it is, or one for each of the inputs that the archive holds. What cannot be looked into is left to the reader. */
export async function expandArchive(input: string, options: MemberOptions): Promise<readonly string[]> {
  if (!(await isFile(input))) return [input];
  try {
    const source = await openFile(input);
    try {
      if (!isZip(await readHead(source, 4))) return [input];
      const found = await detectInputs(source, options);
      return found.length === 1 ? [input] : found.map(({ member }) => `${input}${MEMBER_MARK}${member}`);
    } finally {
      await source.close?.();
    }
  } catch (error) {
    if (error instanceof CapaxError) return [input];
    throw error;
  }
}

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
