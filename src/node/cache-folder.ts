// The folder of the user's caches, and how a file gets into it: whole or not at all, however many processes write at once.

import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { homeFolder, userFolder } from './home-folder.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Folder of the cache: CAPAX_CACHE_DIR, or the user's cache folder (XDG_CACHE_HOME or ~/.cache, ~/Library/Caches on macOS, LOCALAPPDATA
 * on Windows) with `capax` in it. Undefined for a user without a home.
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: () => string | undefined = homeFolder,
): string | undefined {
  const own = environment['CAPAX_CACHE_DIR'];
  if (own !== undefined && own !== '') return own;
  return userFolder(
    { variable: 'XDG_CACHE_HOME', home: ['.cache'], mac: ['Library', 'Caches'] },
    environment,
    platform,
    home,
  );
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

/** A text in the cache: a line with its name and a checksum stands before it. */
export function writeCachedText(folder: string, name: string, files: CacheFiles, content: () => string): void {
  writeCacheFile(folder, name, files, () => {
    const bytes = Buffer.from(content());
    return Buffer.concat([Buffer.from(headLine(name, bytes)), bytes]);
  });
}

/** The text under this name; undefined if there is none, or it is damaged, changed, or somebody else's. */
export function readCachedText(folder: string, name: string): string | undefined {
  try {
    const file = readOwnFile(join(folder, name));
    const start = file.indexOf(0x0a) + 1;
    const bytes = file.subarray(start);
    return file.toString('latin1', 0, start) === headLine(name, bytes) ? bytes.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

function headLine(name: string, bytes: Uint8Array): string {
  return `${name} ${crc32(bytes)}\n`;
}

/** Permissions to write for others than the owner. */
const WRITABLE_BY_OTHERS = 0o022;

/** Throws if others could have written the file. Windows has no such permissions; the user's cache folder is theirs alone there. */
export function readOwnFile(path: string): Buffer {
  const handle = openSync(path, 'r');
  try {
    const { uid, mode } = fstatSync(handle);
    const user = process.getuid?.();
    if (user !== undefined && (uid !== user || (mode & WRITABLE_BY_OTHERS) !== 0)) throw new Error('not our file');
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeOldFiles(folder: string, names: RegExp, kept: number): void {
  const files = readdirSync(folder)
    .filter((name) => names.test(name))
    .map((name) => ({ path: join(folder, name), written: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.written - a.written);
  for (const { path } of files.slice(kept)) rmSync(path, { force: true });
}
