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
  const chosen = named.length > 0 ? named : installedPaths();
  if (chosen.length === 0) return { ruleSet: readBuiltInRules(), diagnostics: [], paths: [BUILT_IN_RULES] };
  const { loadRulesFromPaths } = await import('./load-rules.ts');
  const { ruleSet, diagnostics } = await loadRulesFromPaths(chosen, { version: CAPAX_VERSION, cache, strict });
  return { ruleSet, diagnostics, paths: chosen.map((path) => resolve(path)) };
}

function environmentPaths(): string[] {
  return (process.env['CAPAX_RULES'] ?? '').split(delimiter).filter((path) => path !== '');
}

function installedPaths(): string[] {
  const folder = installedRulesFolder();
  return folder === undefined ? [] : [folder];
}
