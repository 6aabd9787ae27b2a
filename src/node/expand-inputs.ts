// Which inputs an invocation names: files as they are, folders file by file if asked for, archives of several inputs one by one.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expandArchive, type MemberOptions } from './archive-members.ts';

/** Deeper folders are not looked into; symbolic links to folders are not followed. */
const MAX_DEPTH = 32;

/**
 * Inputs in the order given, a folder that cannot be read among them; with `recursive` a folder becomes its files in order of name, and a zip archive of several inputs
 * becomes these. Anything else (a file, an address, `-`, something missing, a folder otherwise) is passed on for the reader to judge.
 */
export async function expandInputs(
  inputs: readonly string[],
  recursive: boolean,
  options: MemberOptions,
): Promise<string[]> {
  const files = recursive ? await expandFolders(inputs) : inputs;
  const found: string[] = [];
  for (const file of files) found.push(...(await expandArchive(file, options)));
  return found;
}

async function expandFolders(inputs: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const input of inputs) {
    const isFolder = await stat(input).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (isFolder) await collect(input, 0, found);
    else found.push(input);
  }
  return found;
}

async function collect(folder: string, depth: number, into: string[]): Promise<void> {
  if (depth > MAX_DEPTH) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    // Whoever opens it says why, and the others are analysed.
    into.push(folder);
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await collect(path, depth + 1, into);
    else if (entry.isFile()) into.push(path);
  }
}
