// Rules for any input: one for each of its features at the scope where it was seen, and some that combine them, so that everything
// that a document can hold is in it.

import { type JsonObject, parseExactJson } from '../../src/bytes/exact-json.ts';
import { FEATURE_TYPES, featureName, isFeatureType, makeFeature } from '../../src/features/feature-types.ts';
import type { Scopes } from '../../src/features/scopes.ts';
import { isAllowedAt } from '../../src/rules/feature-scopes.ts';
import { loadRules } from '../../src/rules/load.ts';
import type { RuleText } from '../../src/rules/parse-rule.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { ruleText } from '../support/rule-text.ts';

/** Most rules of one scope. */
const MAX_RULES = 12;
const SMALL: Scopes = { static: 'instruction', dynamic: 'call' };
const FILE: Scopes = { static: 'file', dynamic: 'file' };

/** The line of a rule that asks for a feature, given as JSON text; undefined for what rules of the scopes cannot ask for. */
function ruleLine(json: string, scopes: Scopes): string | undefined {
  const { type, ...members } = parseExactJson(json) as JsonObject;
  const value = Object.values(members)[0];
  // What was done to a property stands before its name; the property itself is another feature of the same place.
  if ('access' in members) return undefined;
  if (type === 'number') return `- number: ${value}`;
  const isText = typeof type === 'string' && isFeatureType(type) && FEATURE_TYPES[type].value === 'text';
  if (!isText || typeof value !== 'string' || !/^[\w .:\\"-]+$/.test(value)) return undefined;
  const feature = makeFeature(type, value);
  if (!isAllowedAt(feature, scopes)) return undefined;
  const written = type === 'string' ? JSON.stringify(value) : value;
  return `- ${featureName(feature)}: ${written}`;
}

interface SeenFeatures {
  readonly globals: readonly string[];
  readonly file: readonly string[];
  /** Of calls, or of instructions and what holds them. */
  readonly inside: readonly string[];
}

/** Rules of both flavours. Features are JSON texts. */
export function rulesFor({ globals, file, inside }: SeenFeatures): RuleSet {
  const lines = (features: readonly string[], scopes: Scopes): string[] =>
    [...new Set(features.flatMap((json) => ruleLine(json, scopes) ?? []))].slice(0, MAX_RULES);
  const small = lines(inside, SMALL);
  const texts: RuleText[] = [];
  const add = (features: string, staticScope: string, dynamic: string): void => {
    const name = `rule ${texts.length}`;
    texts.push({ path: `${name}.yml`, text: ruleText(features, { name, static: staticScope, dynamic }) });
  };
  for (const line of small) add(line, 'instruction', 'call');
  for (const line of [...lines(file, FILE), ...lines(globals, FILE)]) add(line, 'file', 'file');
  const any = small.map((line) => `  ${line}`).join('\n');
  if (small.length > 0) {
    add(`- or:\n${any}`, 'basic block', 'span of calls');
    add(`- and:\n  - optional:\n${any.replace(/^/gm, '  ')}\n  - not:\n    - api: never called`, 'function', 'thread');
    add(`- or:\n  - match: rule 0\n${any}`, 'function', 'process');
    add(`- and:\n  - match: rule 0\n  - count(match(rule 0)): 0 or more`, 'file', 'file');
  }
  return loadRules(texts, { strict: true }).ruleSet;
}
