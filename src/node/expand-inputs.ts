// Which inputs an invocation names: files as they are, folders file by file if asked for, archives of several inputs one by one.

import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CapaxError } from '../errors.ts';
import { type AnalysisInputs, findAnalysis, sampleBeside } from './analysis-files.ts';
import { expandArchive, type MemberOptions } from './archive-members.ts';

/** Deeper folders are not looked into. */
const MAX_DEPTH = 32;

export interface NamedInput {
  readonly input: string;
  /** Whether it was found in a folder; it may then be something else than an input. */
  readonly isFound: boolean;
  /** Whether it is there because it is the sample of an analysis that is an input too. */
  readonly isSample?: boolean;
}

/** `isApart`: nothing is put together, so an analysis is what is in it, file by file. */
export type ExpandOptions = MemberOptions & { readonly isApart?: boolean };

async function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/**
 * Inputs in the order given; with `recursive` a folder becomes its files in order of name, those that links lead to as well, and each
 * folder once; a folder that is a CAPE analysis its report and sample, whose payloads are beside it; a zip archive of several inputs becomes
 * these. Anything else (a file, an address, `-`, something missing, a folder that
 * cannot be read) is passed on for the reader to judge. Throws CapaxError where there is nothing but a folder without files.
 */
export async function expandInputs(
  inputs: readonly string[],
  recursive: boolean,
  options: ExpandOptions,
): Promise<NamedInput[]> {
  const expanded: NamedInput[] = [];
  // A forced format is that of every file.
  const isApart = options.isApart === true || (options.format ?? 'auto') !== 'auto';
  for (const named of await expandFolders(inputs, recursive, isApart)) {
    const { input, isFound } = named;
    for (const { input: member, isSample } of await expandArchive(input, options, isApart)) {
      expanded.push({ input: member, isFound, ...(isSample || named.isSample === true ? { isSample: true } : {}) });
    }
    const sample = isApart || isFound ? undefined : await sampleBeside(input);
    if (sample !== undefined && !inputs.includes(sample)) expanded.push({ input: sample, isFound, isSample: true });
  }
  return expanded;
}

/** The report of an analysis and its sample. */
function inputsOf({ report, sample }: AnalysisInputs): NamedInput[] {
  const first = { input: report, isFound: true };
  return sample === undefined ? [first] : [first, { input: sample, isFound: true, isSample: true }];
}

async function expandFolders(inputs: readonly string[], recursive: boolean, isApart: boolean): Promise<NamedInput[]> {
  const expanded: NamedInput[] = [];
  for (const input of inputs) {
    const isFolder = (await statsOf(input))?.isDirectory() === true;
    const analysis = isFolder && !recursive && !isApart ? await findAnalysis(input) : undefined;
    if (analysis !== undefined) {
      for (const named of inputsOf(analysis)) expanded.push(named);
      continue;
    }
    const found = isFolder && recursive ? await filesIn(input, new Set(), 0, isApart) : [];
    if (isFolder && recursive && found.length === 0 && inputs.length === 1) {
      throw new CapaxError('input-not-found', 'the folder holds no file', { where: input, hint: 'Check the path.' });
    }
    if (found.length === 0) expanded.push({ input, isFound: false });
    for (const named of found) expanded.push(named);
  }
  return expanded;
}

/** Files below a folder, and links that lead nowhere. `seen`: folders before, by device and number. */
async function filesIn(folder: string, seen: Set<string>, depth: number, isApart: boolean): Promise<NamedInput[]> {
  const { dev, ino } = await stat(folder);
  const key = `${dev} ${ino}`;
  if (seen.has(key) || depth > MAX_DEPTH) return [];
  seen.add(key);
  const analysis = isApart ? undefined : await findAnalysis(folder);
  if (analysis !== undefined) return inputsOf(analysis);
  const files: NamedInput[] = [];
  const names = await readdir(folder).catch(() => undefined);
  // Whoever opens it says why it cannot be read, and the others are analysed.
  if (names === undefined) return [{ input: folder, isFound: true }];
  for (const name of names.sort()) {
    const path = join(folder, name);
    const stats = await statsOf(path);
    if (stats === undefined || stats.isFile()) files.push({ input: path, isFound: true });
    else if (stats.isDirectory()) for (const file of await filesIn(path, seen, depth + 1, isApart)) files.push(file);
  }
  return files;
}
