// Texts of rule files -> a rule set and what went wrong. One bad rule never stops the others.

import { CapaxError } from '../errors.ts';
import { type BuildRuleSetOptions, buildRuleSet } from './build-rule-set.ts';
import type { RuleDiagnostic } from './codes.ts';
import { type ParseRuleOptions, parseRuleFile, type RuleText } from './parse-rule.ts';
import type { Rule, RuleSet } from './rule.ts';
import { setAside } from './rule-error.ts';
import { requireRules } from './rule-set.ts';

export interface LoadedRules {
  readonly ruleSet: RuleSet;
  /** Rules that were set aside (severity `error`) and what is odd about others (`warning`), with code, file, line and column. */
  readonly diagnostics: readonly RuleDiagnostic[];
}

export type LoadRulesOptions = Omit<ParseRuleOptions, 'onWarning'> & BuildRuleSetOptions;

/**
 * Reads rule files. A file that holds no rule is `rule-file-empty` (a warning), an invalid rule `rule-invalid`, a key that means
 * nothing `rule-key-ignored` (a warning); `buildRuleSet` adds its own. Throws `rules-empty`, with all problems, if no rule is left,
 * and in strict mode `rules-invalid` for the first invalid rule.
 */
export function loadRules(files: Iterable<RuleText>, options: LoadRulesOptions = {}): LoadedRules {
  const loaded = readRules(files, options);
  requireRules(loaded.ruleSet, loaded.diagnostics);
  return loaded;
}

/** As `loadRules`, but it is no error if no rule is left. */
export function readRules(files: Iterable<RuleText>, options: LoadRulesOptions = {}): LoadedRules {
  const diagnostics: RuleDiagnostic[] = [];
  const parsing: ParseRuleOptions = { ...options, onWarning: (warning) => diagnostics.push(warning) };
  const rules: Rule[] = [];
  for (const { path, text } of files) {
    try {
      const rule = parseRuleFile(text, path, parsing);
      if (rule !== undefined) rules.push(rule);
    } catch (error) {
      if (!(error instanceof CapaxError) || options.strict === true) throw error;
      diagnostics.push(setAside(error));
    }
  }
  const { ruleSet, problems } = buildRuleSet(rules, options);
  return { ruleSet, diagnostics: [...diagnostics, ...problems] };
}
