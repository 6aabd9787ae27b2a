// `import { loadRules } from 'capax/rules'`: rules from texts, without a file system.

export type { SourceLine, TextDiagnostic, TextPlace } from '../diagnostics.ts';
export type { RuleCode, RuleDiagnostic } from './codes.ts';
export { type LoadedRules, type LoadRulesOptions, loadRules, type RuleText } from './load.ts';
export { type ParseRuleOptions, parseRule } from './parse-rule.ts';
export type { Rule, RuleMeta, RuleSet, Statement } from './rule.ts';
export { filterByTag } from './rule-set.ts';
export { parseSerialisedRuleSet, serialiseRuleSet } from './serialise.ts';
