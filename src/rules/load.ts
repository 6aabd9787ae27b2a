// Texts of rule files -> a rule set and what went wrong. One bad rule never stops the others.

import type { Diagnostic } from '../diagnostics.ts';
import { CapaxError, type SourceLine } from '../errors.ts';
import { type BuildRuleSetOptions, buildRuleSet } from './build-rule-set.ts';
import type { RuleCode } from './codes.ts';
import { type ParseRuleOptions, parseRuleFile } from './parse-rule.ts';
import type { Rule, RuleSet } from './rule.ts';

/** The text of one rule file. */
export interface RuleText {
  readonly path: string;
  readonly text: string;
}

/** Something that is wrong with a rule. */
export interface RuleDiagnostic extends Diagnostic<RuleCode> {
  /** The line at `where`, if it is one of the rule's text. */
  readonly source?: SourceLine;
}

export interface LoadedRules {
  readonly ruleSet: RuleSet;
  /** Rules that were set aside, with code and place. */
  readonly diagnostics: readonly RuleDiagnostic[];
}

export type LoadRulesOptions = ParseRuleOptions & BuildRuleSetOptions;

/**
 * Reads rule files. A file that holds no rule is `rule-file-empty` (a warning), an invalid rule `rule-invalid`; `buildRuleSet` adds
 * its own. Throws `rules-empty` if no rule is left, and in strict mode `rules-invalid` for the first invalid rule.
 */
export function loadRules(files: Iterable<RuleText>, options: LoadRulesOptions = {}): LoadedRules {
  const diagnostics: RuleDiagnostic[] = [];
  const rules: Rule[] = [];
  for (const { path, text } of files) {
    try {
      const rule = parseRuleFile(text, path, options);
      if (rule !== undefined) rules.push(rule);
      else diagnostics.push(warning('rule-file-empty', `${path} holds no rule`, path));
    } catch (error) {
      if (!(error instanceof CapaxError) || options.strict === true) throw error;
      diagnostics.push({
        code: 'rule-invalid',
        severity: 'error',
        message: error.message,
        where: error.where ?? path,
        ...(error.source === undefined ? {} : { source: error.source }),
        count: 1,
      });
    }
  }
  const { ruleSet, problems } = buildRuleSet(rules, options);
  diagnostics.push(...problems);
  if (ruleSet.rules.length > 0) return { ruleSet, diagnostics };
  const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  throw new CapaxError('rules-empty', 'There is no usable rule.', {
    hint: first === undefined ? 'Name a folder of .yml rule files.' : `The first problem: ${first.message}.`,
  });
}

function warning(code: RuleCode, message: string, where: string): RuleDiagnostic {
  return { code, severity: 'warning', message, where, count: 1 };
}
