// The built-in rules as the sources of the repository have them, so that tests of rules need no build.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadRules } from '../../src/rules/load.ts';
import type { RuleText } from '../../src/rules/parse-rule.ts';
import type { RuleSet } from '../../src/rules/rule.ts';

/** Folder of the built-in rules. */
export const builtInRulesFolder: string = resolve(import.meta.dirname, '../../rules');

/** All `.yml` files below a folder, sorted by path. */
export function readRuleTexts(folder: string): RuleText[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The built-in rules; an invalid one is an error. */
export function readBuiltInRuleSet(): RuleSet {
  return loadRules(readRuleTexts(builtInRulesFolder), { strict: true }).ruleSet;
}
