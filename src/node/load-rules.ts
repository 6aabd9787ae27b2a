// Paths -> a rule set, from the cache where it knows these very files. The YAML reader is loaded only when it is needed: with a warm
// cache that import alone would cost as much as everything else.

import { relative, sep } from 'node:path';
import { CapaxError } from '../errors.ts';
import type { RuleDiagnostic } from '../rules/codes.ts';
import { decodeRule } from '../rules/decode.ts';
import type { LoadedRules } from '../rules/load.ts';
import type { RuleText } from '../rules/parse-rule.ts';
import { setAside } from '../rules/rule-error.ts';
import { requireRules } from '../rules/rule-set.ts';
import { cacheFolder } from './cache-folder.ts';
import { installedComNames } from './com-names.ts';
import { cacheKey, readCachedRules, readStamp, stampKey, writeCachedRules, writeStamp } from './rule-cache.ts';
import {
  type FoundRuleFile,
  type FoundRuleFiles,
  findRuleFiles,
  type RuleFile,
  type RuleFiles,
  readRuleFiles,
} from './rule-files.ts';

export interface LoadRulesFromPathsOptions {
  /** Version of capax; rule sets that another version cached are not used. */
  readonly version: string;
  /** False: neither read nor write the cache. */
  readonly cache?: boolean | undefined;
  /** Folder of the cache instead of the user's. */
  readonly cacheFolder?: string | undefined;
  /** Throw at the first invalid rule instead of setting it aside. The cache is not used then. */
  readonly strict?: boolean | undefined;
  /** Folder that paths of rules are stated from; default: they are stated as they were reached. */
  readonly base?: string | undefined;
}

/**
 * Loads the rules at the given paths (files or folders). Throws CapaxError `rules-not-found` for a path that does not exist,
 * `rules-empty` if there is no usable rule, `rules-invalid` in strict mode.
 */
export async function loadRulesFromPaths(
  paths: readonly string[],
  options: LoadRulesFromPathsOptions,
): Promise<LoadedRules> {
  const { base } = options;
  const walked = findRuleFiles(paths);
  const found = base === undefined ? walked : { ...walked, files: statePathsFrom(base, walked.files) };
  const { ruleSet, diagnostics } = await loadFound(found, options);
  const problems = [...found.diagnostics, ...diagnostics];
  requireRules(ruleSet, problems);
  return { ruleSet, diagnostics: problems };
}

function statePathsFrom(base: string, files: readonly FoundRuleFile[]): FoundRuleFile[] {
  return files.map((file) => ({ ...file, path: relative(base, file.path).replaceAll(sep, '/') }));
}

/** From the cache by the files' stamps, without reading them; by their content; or from the files themselves. */
async function loadFound(found: FoundRuleFiles, options: LoadRulesFromPathsOptions): Promise<LoadedRules> {
  const { version } = options;
  const folder =
    options.cache === false || options.strict === true ? undefined : (options.cacheFolder ?? cacheFolder());
  if (folder === undefined) return parseFiles(readRuleFiles(found.files), options.strict);
  const stamp = stampKey(found, version);
  const stamped = stamp === undefined ? undefined : readStamp(folder, stamp);
  const known = stamped === undefined ? undefined : readCachedRules(folder, stamped);
  if (known !== undefined) return known;
  const read = readRuleFiles(found.files);
  const key = cacheKey(read.files, version);
  let loaded = readCachedRules(folder, key);
  if (loaded === undefined) {
    loaded = await parseFiles({ files: read.files, diagnostics: [] }, false);
    writeCachedRules(folder, key, loaded);
  }
  // Problems of reading are of the moment; they must be told again.
  if (stamp !== undefined && read.diagnostics.length === 0) writeStamp(folder, stamp, key);
  return { ruleSet: loaded.ruleSet, diagnostics: [...read.diagnostics, ...loaded.diagnostics] };
}

async function parseFiles(read: RuleFiles, strict: boolean | undefined): Promise<LoadedRules> {
  const { readRules } = await import('../rules/load.ts');
  const { texts, diagnostics } = decodeFiles(read.files, strict);
  const loaded = readRules(texts, { comNames: installedComNames, strict });
  return { ruleSet: loaded.ruleSet, diagnostics: [...read.diagnostics, ...diagnostics, ...loaded.diagnostics] };
}

function decodeFiles(
  files: readonly RuleFile[],
  strict: boolean | undefined,
): { texts: RuleText[]; diagnostics: RuleDiagnostic[] } {
  const texts: RuleText[] = [];
  const diagnostics: RuleDiagnostic[] = [];
  for (const { path, bytes } of files) {
    try {
      texts.push({ path, text: decodeRule(bytes, path) });
    } catch (error) {
      if (!(error instanceof CapaxError) || strict === true) throw error;
      diagnostics.push(setAside(error));
    }
  }
  return { texts, diagnostics };
}
