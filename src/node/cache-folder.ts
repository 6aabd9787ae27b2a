// The folder of the user's caches, and how a file gets into it: whole or not at all, however many processes write at once.

import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * Folder of the cache: CAPAX_CACHE_DIR, or the user's cache folder (XDG_CACHE_HOME or ~/.cache, ~/Library/Caches on macOS, LOCALAPPDATA
 * on Windows) with `capax` in it.
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  const own = environment['CAPAX_CACHE_DIR'];
  if (own !== undefined && own !== '') return own;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'capax');
  const base = platform === 'win32' ? environment['LOCALAPPDATA'] : environment['XDG_CACHE_HOME'];
  const fallback = platform === 'win32' ? join(home, 'AppData', 'Local') : join(home, '.cache');
  return join(base === undefined || base === '' ? fallback : base, 'capax');
}

/** Files of one kind in the folder. */
export interface CacheFiles {
  /** Names of such files, and of temporary ones (the name, a dot, a UUID, `.tmp`) that a killed process left behind. */
  readonly names: RegExp;
  /** Newest files that are kept. */
  readonly kept: number;
}

/**
 * Writes a file that only this user can read; `content` is asked for once it is certain that the folder can be written. A folder
 * that cannot be is no error: the next run does without the file.
 */
export function writeCacheFile(
  folder: string,
  name: string,
  { names, kept }: CacheFiles,
  content: () => string | Uint8Array,
): void {
  try {
    makeFolder(folder);
    const file = join(folder, name);
    const temporary = `${file}.${crypto.randomUUID()}.tmp`;
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(handle, content());
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
    removeOldFiles(folder, names, kept);
  } catch {
    // A temporary file that is left is removed with the old files of a later run.
  }
}

function removeOldFiles(folder: string, names: RegExp, kept: number): void {
  const files = readdirSync(folder)
    .filter((name) => names.test(name))
    .map((name) => ({ path: join(folder, name), written: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.written - a.written);
  for (const { path } of files.slice(kept)) rmSync(path, { force: true });
}
