// Which inputs an invocation names: files as they are, folders file by file if asked for, archives of several inputs one by one.

import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CapaxError } from '../errors.ts';
import { expandArchive, type MemberOptions } from './archive-members.ts';

/** Deeper folders are not looked into. */
const MAX_DEPTH = 32;

export interface NamedInput {
  readonly input: string;
  /** Whether it was found in a folder; it may then be something else than an input. */
  readonly isFound: boolean;
}

async function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/**
 * Inputs in the order given; with `recursive` a folder becomes its files in order of name, those that links lead to as well, and each
 * folder once; a zip archive of several inputs becomes these. Anything else (a file, an address, `-`, something missing, a folder that
 * cannot be read) is passed on for the reader to judge. Throws CapaxError where there is nothing but a folder without files.
 */
export async function expandInputs(
  inputs: readonly string[],
  recursive: boolean,
  options: MemberOptions,
): Promise<NamedInput[]> {
  const expanded: NamedInput[] = [];
  for (const { input, isFound } of await expandFolders(inputs, recursive)) {
    for (const member of await expandArchive(input, options)) expanded.push({ input: member, isFound });
  }
  return expanded;
}

async function expandFolders(inputs: readonly string[], recursive: boolean): Promise<NamedInput[]> {
  const expanded: NamedInput[] = [];
  for (const input of inputs) {
    const isFolder = recursive && (await statsOf(input))?.isDirectory() === true;
    const found = isFolder ? await filesIn(input, new Set(), 0) : [];
    if (isFolder && found.length === 0 && inputs.length === 1) {
      throw new CapaxError('input-not-found', 'the folder holds no file', { where: input, hint: 'Check the path.' });
    }
    if (found.length === 0) expanded.push({ input, isFound: false });
    for (const path of found) expanded.push({ input: path, isFound: true });
  }
  return expanded;
}

/** Files below a folder, and links that lead nowhere. `seen`: folders before, by device and number. */
async function filesIn(folder: string, seen: Set<string>, depth: number): Promise<string[]> {
  const { dev, ino } = await stat(folder);
  const key = `${dev} ${ino}`;
  if (seen.has(key) || depth > MAX_DEPTH) return [];
  seen.add(key);
  const files: string[] = [];
  const names = await readdir(folder).catch(() => undefined);
  // Whoever opens it says why it cannot be read, and the others are analysed.
  if (names === undefined) return [folder];
  for (const name of names.sort()) {
    const path = join(folder, name);
    const stats = await statsOf(path);
    if (stats === undefined || stats.isFile()) files.push(path);
    else if (stats.isDirectory()) for (const file of await filesIn(path, seen, depth + 1)) files.push(file);
  }
  return files;
}
