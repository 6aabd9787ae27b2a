// Paths -> signatures of library functions, in the order of file names: that is how people say which file has the first word.

import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SignatureCode } from '../code/flirt/codes.ts';
import { readSignatures, type SignatureFile } from '../code/flirt/signature-file.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { inflate } from './gunzip.ts';

export interface LoadedSignatures {
  /** In the order of file names. */
  readonly files: readonly SignatureFile[];
  /** Files of folders that cannot be used. What is wrong within a file stands in the file. */
  readonly diagnostics: readonly Diagnostic<SignatureCode>[];
}

interface Found {
  readonly path: string;
  /** Whether somebody named the file itself. */
  readonly isNamed: boolean;
}

const ENDINGS = /\.(?:sig|pat|pat\.(?:gz|zst))$/i;

/**
 * Reads files with signatures, and all `.sig`, `.pat`, `.pat.gz` and `.pat.zst` in folders and the folders in them. Throws CapaxError
 * `signatures-not-found` for a path with nothing that can be read, `signatures-invalid` for a named file that holds no signatures; those in
 * folders are set aside.
 */
export async function loadSignatures(paths: readonly string[]): Promise<LoadedSignatures> {
  const found = new Map<string, Found>();
  for (const path of paths) for (const file of await find(path)) if (!found.has(file.path)) found.set(file.path, file);
  const files: SignatureFile[] = [];
  const diagnostics: Diagnostic<SignatureCode>[] = [];
  for (const { path, isNamed } of [...found.values()].sort(byName)) {
    try {
      files.push(await readSignatures(await readLimited(path), path, inflate));
    } catch (error) {
      if (isNamed || !(error instanceof CapaxError)) throw error;
      const { message } = error;
      diagnostics.push({ code: 'signatures-file-ignored', severity: 'warning', message, where: path, count: 1 });
    }
  }
  return { files, diagnostics };
}

/** By name; by the whole path where names are the same. */
function byName(a: Found, b: Found): number {
  const [first, second] = [basename(a.path), basename(b.path)];
  if (first !== second) return first < second ? -1 : 1;
  return a.path < b.path ? -1 : 1;
}

async function find(path: string): Promise<Found[]> {
  const stats = await attempt(path, () => stat(path));
  if (stats.isFile()) return [{ path, isNamed: true }];
  if (!stats.isDirectory()) {
    const hint = 'Write the signatures into a file: a pipe or a device may have no end.';
    throw new CapaxError('signatures-not-found', 'This is neither a file nor a folder.', { where: path, hint });
  }
  const entries = await attempt(path, () => readdir(path, { recursive: true, withFileTypes: true }));
  const files: Found[] = [];
  for (const entry of entries) {
    const inside = join(entry.parentPath, entry.name);
    if (ENDINGS.test(entry.name) && (await isFile(entry, inside))) files.push({ path: inside, isNamed: false });
  }
  return files;
}

/** Whether this is a file, or a link to one. */
async function isFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const stats: Stats | undefined = await stat(path).catch(() => undefined);
  return stats?.isFile() === true;
}

async function readLimited(path: string): Promise<Uint8Array> {
  const { size } = await attempt(path, () => stat(path));
  if (size > LIMITS.signatureBytes) {
    const message = `The file is larger than ${LIMITS.signatureBytes} bytes.`;
    throw new CapaxError('signatures-invalid', message, { where: path, hint: 'Name files with signatures only.' });
  }
  return attempt(path, () => readFile(path));
}

async function attempt<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Check the path that was given for signatures.';
    throw new CapaxError('signatures-not-found', `Signatures cannot be read: ${reason}`, { where: path, hint, cause });
  }
}
