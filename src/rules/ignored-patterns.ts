// Texts that look like regular expressions and are compared as they are: nothing ever says so, for the rule just does not match.

import type { Feature } from '../features/feature.ts';
import { featureTest, featureValue } from '../features/feature-types.ts';
import { isRegexText } from './regex.ts';
import { quote, type RuleOrigin, warnOfRule } from './rule-error.ts';

/** A text between slashes, and what stands behind the last one. */
const SLASHED = /^\/(.+)\/([^/]*)$/s;
/** What hardly stands in a path or a query. */
const PATTERN_SIGNS = /[\\*|^()[\]]|\.[+?]/;
const URL_SIGNS = /[/?=&]/;
const FLAGS = /^[A-Za-z]{1,4}$/;
/** One letter, or several that are flags in other dialects, `i` among them: `/bin/su` is a path. */
const SURE_FLAGS = /^(?:[A-Za-z]|(?=[a-z]*i)[gimsuxy]{2,4})$/;

/** What behind the last slash keeps a text from being a pattern; undefined if it does not look like one. */
function oddEnding(text: string): string | undefined {
  const [, inside = '', ending = ''] = SLASHED.exec(text) ?? [];
  if (ending === '') return undefined;
  const hasSigns = PATTERN_SIGNS.test(inside);
  const trimmed = ending.trim();
  if (trimmed !== ending && (trimmed === '' || trimmed === 'i')) return hasSigns ? 'a blank' : undefined;
  if (/^i? = /.test(ending)) return 'a description';
  const isFlag = hasSigns ? FLAGS.test(ending) : SURE_FLAGS.test(ending) && !URL_SIGNS.test(inside);
  return isFlag ? `the flag ${quote(ending)}` : undefined;
}

/** Warns of the value of a feature that was meant as a pattern and is none. `offset` is where the value is. */
export function warnOfIgnoredPattern(feature: Feature, key: string, offset: number, origin: RuleOrigin): void {
  const value = featureValue(feature);
  if (
    typeof value !== 'string' ||
    feature.type === 'regex' ||
    featureTest(feature) !== undefined ||
    !value.startsWith('/')
  )
    return;
  const warn = (problem: string, hint: string): void =>
    warnOfRule(origin, 'rule-pattern-ignored', offset, `${quote(value)} is compared as a text: ${problem}`, hint);
  if (feature.type !== 'string') {
    if (isRegexText(value) && (PATTERN_SIGNS.test(value) || value.endsWith('/i'))) {
      warn(`"${key}" takes no pattern`, 'Patterns are written as "string: /pattern/".');
    }
    return;
  }
  const ending = oddEnding(value);
  if (ending === undefined) return;
  const hint =
    ending === 'a description'
      ? 'Write "description:" beside the string.'
      : 'Write /pattern/ or /pattern/i; there are no other flags.';
  warn(`a pattern cannot end with ${ending}`, hint);
}
