// Codes of what is wrong with rules and their files; docs/errors.md explains each.

import type { TextDiagnostic } from '../diagnostics.ts';

export const RULE_CODES = [
  'rule-invalid',
  'rule-duplicate',
  'rule-dependency-missing',
  'rule-circular',
  'rule-key-ignored',
  'rule-key-repeated',
  'rule-pattern-ignored',
  'rule-argument-unknown',
  'rule-file-empty',
  'rule-file-ignored',
  'rule-file-too-large',
  'rule-file-unreadable',
] as const;

export type RuleCode = (typeof RULE_CODES)[number];

/** Something that is wrong with a rule, or means nothing in it. */
export type RuleDiagnostic = TextDiagnostic<RuleCode>;
