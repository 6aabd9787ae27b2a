// Keys that mean nothing where they stand, and those that are missing because they are misspelt. A misspelt key is read like one that was never written, so its author sees
// nothing but a rule that does less.

import type { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { didYouMean, nearestWord } from '../suggest.ts';
import { invalidRule, quote, type RuleOrigin, warnOfRule } from './rule-error.ts';
import type { YamlMapping } from './yaml.ts';

/** Warns of each key of a mapping that is none of the known ones. */
export function warnOfUnknownKeys(mapping: YamlMapping, known: readonly string[], origin: RuleOrigin): void {
  const unknown = mapping.entries.filter(({ key }) => key.kind !== 'text' || !known.includes(key.text));
  for (const { key } of unknown.slice(0, LIMITS.ruleWarnings)) {
    const hint = didYouMean(key.text, known) ?? `Known here: ${known.join(', ')}.`;
    warnOfRule(origin, 'rule-key-ignored', key.offset, `unknown key ${quote(key.text)} is ignored`, hint);
  }
}

/** The error for a mapping, called `what`, without a required key: at the key that may be a misspelling of it, or at the mapping. */
export function missingKey(
  mapping: YamlMapping,
  what: string,
  key: string,
  origin: RuleOrigin,
  hint?: string,
): CapaxError {
  const meant = mapping.entries.find((entry) => nearestWord(entry.key.text, [key]) !== undefined)?.key;
  const advice = meant === undefined ? hint : `Did you mean "${key}" by ${quote(meant.text)}?`;
  return invalidRule(origin, meant?.offset ?? mapping.offset, `${what}.${key} is missing`, advice);
}
