// Rule sets that were built before, on disk. Reading 1,054 rules as YAML takes hundreds of milliseconds, their rule set a few. A file's name
// is a hash of everything that the rule set depends on, so nothing ever has to be invalidated; old files are removed.

import { createHash } from 'node:crypto';
import type { RuleDiagnostic } from '../rules/codes.ts';
import type { LoadedRules } from '../rules/load.ts';
import { parseSerialisedRuleSet, RULE_SET_FORMAT, serialiseRuleSet } from '../rules/serialise.ts';
import { type CacheFiles, readCachedText, writeCachedText } from './cache-folder.ts';
import type { FoundRuleFiles, RuleFile } from './rule-files.ts';

/** A file that changed so short a time ago may change again without a new time of change, in milliseconds. */
const SETTLED_MS = 2000;
const FILES: CacheFiles = { names: /^(?:rules|stamps)-[0-9a-f]{64}\.json(?:\.[0-9a-f-]{36}\.tmp)?$/, kept: 16 };

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
  return readCachedText(folder, stampsName(stamp));
}

/** Remembers that files with these stamps have the content `key`, so that the next start need not read them. */
export function writeStamp(folder: string, stamp: string, key: string): void {
  writeCachedText(folder, stampsName(stamp), FILES, () => key);
}

/** A rule set that was stored under `key`; undefined if there is none or it is damaged. */
export function readCachedRules(folder: string, key: string): LoadedRules | undefined {
  const text = readCachedText(folder, rulesName(key));
  if (text === undefined) return undefined;
  try {
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
  writeCachedText(folder, rulesName(key), FILES, () => `${JSON.stringify(diagnostics)}\n${serialiseRuleSet(ruleSet)}`);
}

function rulesName(key: string): string {
  return `rules-${key}.json`;
}

function stampsName(stamp: string): string {
  return `stamps-${stamp}.json`;
}
