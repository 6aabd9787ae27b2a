// Rule sets that were built before, on disk. Reading 1,054 rules as YAML takes hundreds of milliseconds, their rule set a few. A file's name
// is a hash of everything that the rule set depends on, so nothing ever has to be invalidated; old files are removed.

import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { LoadedRules, RuleDiagnostic } from '../rules/load.ts';
import { parseSerialisedRuleSet, RULE_SET_FORMAT, serialiseRuleSet } from '../rules/serialise.ts';
import { makeFolder } from './make-folder.ts';
import type { FoundRuleFiles, RuleFile } from './rule-files.ts';

/** Newest files that are kept. */
const KEPT_FILES = 16;
/** A file that changed so short a time ago may change again without a new time of change, in milliseconds. */
const SETTLED_MS = 2000;
/** Files of the cache, and temporary ones that a killed process left behind. */
const NAME = /^(?:rules|stamps)-[0-9a-f]{64}\.json(?:\.[0-9a-f-]{36}\.tmp)?$/;

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

/** Identity of the rule set that `version` of capax makes of these files: SHA-256 in hexadecimal. */
export function cacheKey(files: readonly RuleFile[], version: string): string {
  const hash = createHash('sha256').update(`${RULE_SET_FORMAT}\0${version}\0`);
  for (const { path, bytes } of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

/** Identity of the files as the file system describes them, without reading them; undefined if they changed just now. */
export function stampKey(
  { files, changedMs }: FoundRuleFiles,
  version: string,
  nowMs: number = Date.now(),
): string | undefined {
  if (changedMs > nowMs - SETTLED_MS) return undefined;
  const hash = createHash('sha256').update(`${RULE_SET_FORMAT}\0${version}\0`);
  for (const { path, stamp } of files) hash.update(`${path}\0${stamp}\0`);
  return hash.digest('hex');
}

/** The key of the content that files with these stamps had. */
export function readStamp(folder: string, stamp: string): string | undefined {
  try {
    return readFileSync(join(folder, `stamps-${stamp}.json`), 'utf8');
  } catch {
    return undefined;
  }
}

/** Remembers that files with these stamps have the content `key`, so that the next start need not read them. */
export function writeStamp(folder: string, stamp: string, key: string): void {
  writeWhole(folder, join(folder, `stamps-${stamp}.json`), key);
}

/** A rule set that was stored under `key`; undefined if there is none or it is damaged. */
export function readCachedRules(folder: string, key: string): LoadedRules | undefined {
  try {
    const text = readFileSync(fileOf(folder, key), 'utf8');
    const end = text.indexOf('\n');
    const diagnostics = JSON.parse(text.slice(0, end)) as RuleDiagnostic[];
    return { ruleSet: parseSerialisedRuleSet(text.slice(end + 1)), diagnostics };
  } catch {
    return undefined;
  }
}

/**
 * Stores a rule set. The file appears whole or not at all. A folder that cannot be written is no error: the next run reads the rules
 * again.
 */
export function writeCachedRules(folder: string, key: string, { ruleSet, diagnostics }: LoadedRules): void {
  writeWhole(folder, fileOf(folder, key), `${JSON.stringify(diagnostics)}\n${serialiseRuleSet(ruleSet)}`);
}

function writeWhole(folder: string, file: string, text: string): void {
  try {
    makeFolder(folder);
    const temporary = `${file}.${randomUUID()}.tmp`;
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
    removeOldFiles(folder);
  } catch {
    // A temporary file that is left is removed with the old files of a later run.
  }
}

function fileOf(folder: string, key: string): string {
  return join(folder, `rules-${key}.json`);
}

function removeOldFiles(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .map((name) => ({ path: join(folder, name), written: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.written - a.written);
  for (const { path } of files.slice(KEPT_FILES)) rmSync(path, { force: true });
}
