// `import { loadRules } from 'capax/rules'`: rules from texts, without a file system. The built-in rules and the COM names are data
// beside it, for whatever can fetch or bundle a file: `capax/built-in-rules.json` for `parseSerialisedRuleSet`, `capax/com-names.bin` for
// `openComNames`. The vocabulary that rules share with recorders (names of arguments, of one act, kinds of behaviour) is for editors.

export type { SourceLine, TextDiagnostic, TextPlace } from '../diagnostics.ts';
export { ACTS, type Act } from '../features/api-aliases.ts';
export { argumentNames, canonicalArgumentName } from '../features/argument-names.ts';
export { positionedApis } from '../features/argument-positions.ts';
export { BEHAVIORS, type BehaviorFacts, type BehaviorKind } from '../features/behaviors.ts';
export type { RuleCode, RuleDiagnostic } from './codes.ts';
export { type ComNames, openComNames } from './com-names.ts';
export { type LoadedRules, type LoadRulesOptions, loadRules } from './load.ts';
export { type ParseRuleOptions, parseRule, type RuleText } from './parse-rule.ts';
export type { Rule, RuleMeta, RuleSet, Statement } from './rule.ts';
export { filterByTag } from './rule-set.ts';
export { parseSerialisedRuleSet, serialiseRuleSet } from './serialise.ts';
