// Which rules to use: those named, those of CAPAX_RULES, the installed ones, or the built-in ones, in this order.

import { delimiter, resolve } from 'node:path';
import type { RuleDiagnostic } from '../rules/codes.ts';
import type { RuleSet } from '../rules/rule.ts';
import { filterByTag } from '../rules/rule-set.ts';
import { CAPAX_VERSION } from '../version.ts';
import { BUILT_IN_RULES, readBuiltInRules } from './built-in-rules.ts';
import { installedRulesFolder } from './installed-rules.ts';

export interface RuleChoice {
  /** Files and folders; empty for the default. */
  readonly paths: readonly string[];
  /** Keep only rules with this text in their meta data, and what they depend on. */
  readonly tag?: string;
  readonly strict: boolean;
  readonly cache: boolean;
}

export interface FoundRules {
  readonly ruleSet: RuleSet;
  readonly diagnostics: readonly RuleDiagnostic[];
  /** Where they came from, for the document. */
  readonly paths: readonly string[];
}

/** Somebody who installs without a pause is not waited for. */
const MAX_TRIES = 20;

const found = new Map<string, Promise<FoundRules>>();

/** Loads the chosen rules, once in a process. Throws CapaxError as `loadRulesFromPaths` does. */
export function findRules(choice: RuleChoice): Promise<FoundRules> {
  const key = JSON.stringify(choice);
  let rules = found.get(key);
  if (rules === undefined) {
    rules = load(choice);
    found.set(key, rules);
  }
  return rules;
}

async function load(choice: RuleChoice): Promise<FoundRules> {
  const { ruleSet, diagnostics, paths } = await loadAll(choice);
  if (choice.tag === undefined) return { ruleSet, diagnostics, paths };
  return { ruleSet: filterByTag(ruleSet, choice.tag, diagnostics), diagnostics, paths };
}

async function loadAll({ paths, strict, cache }: RuleChoice): Promise<FoundRules> {
  const named = paths.length > 0 ? paths : environmentPaths();
  const loadFrom = async (chosen: readonly string[]): Promise<FoundRules> => {
    const { loadRulesFromPaths } = await import('./load-rules.ts');
    const { ruleSet, diagnostics } = await loadRulesFromPaths(chosen, { version: CAPAX_VERSION, cache, strict });
    return { ruleSet, diagnostics, paths: chosen.map((path) => resolve(path)) };
  };
  return named.length > 0 ? loadFrom(named) : loadInstalled((folder) => loadFrom([folder]));
}

/** An installation that is replaced while it is read may be gone in part or as a whole; then its successor is read. */
async function loadInstalled(loadFrom: (folder: string) => Promise<FoundRules>): Promise<FoundRules> {
  for (let tries = 1; ; tries++) {
    const folder = installedRulesFolder();
    if (folder === undefined) return { ruleSet: readBuiltInRules(), diagnostics: [], paths: [BUILT_IN_RULES] };
    const isReplaced = (): boolean => tries < MAX_TRIES && installedRulesFolder() !== folder;
    try {
      const found = await loadFrom(folder);
      if (!isReplaced()) return found;
    } catch (error) {
      if (!isReplaced()) throw error;
    }
  }
}

function environmentPaths(): string[] {
  return (process.env['CAPAX_RULES'] ?? '').split(delimiter).filter((path) => path !== '');
}
