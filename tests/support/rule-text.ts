// Rule files as text and parsed rules, for tests that care about one aspect only.

import { CapaxError } from '../../src/errors.ts';
import type { ComNames } from '../../src/rules/com-names.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';
import type { Rule, Statement } from '../../src/rules/rule.ts';

export interface RuleTextParts {
  readonly name?: string;
  readonly static?: string;
  readonly dynamic?: string;
  /** Further lines of `meta`, without indentation. */
  readonly meta?: string;
}

function indent(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(width) + line)
    .join('\n');
}

/** A rule file. `features` is the list below `features:`, without indentation. */
export function ruleText(features: string, parts: RuleTextParts = {}): string {
  const { name = 'test rule', static: staticScope = 'function', dynamic = 'process', meta } = parts;
  return [
    'rule:',
    '  meta:',
    `    name: ${name}`,
    '    scopes:',
    `      static: ${staticScope}`,
    `      dynamic: ${dynamic}`,
    ...(meta === undefined ? [] : [indent(meta, 4)]),
    '  features:',
    indent(features, 4),
    '',
  ].join('\n');
}

/** A parsed rule; its path is `NAME.yml`. */
export function ruleOf(features: string, parts: RuleTextParts = {}): Rule {
  return parseRule({ text: ruleText(features, parts), path: `${parts.name ?? 'test rule'}.yml` });
}

/** The statement of a rule with these features. */
export function statementOf(features: string, parts: RuleTextParts = {}, comNames?: ComNames): Statement {
  return parseRule({ text: ruleText(features, parts), path: 'test.yml' }, { comNames }).statement;
}

/** The CapaxError that `action` throws. */
export function errorOf(action: () => unknown): CapaxError {
  try {
    action();
  } catch (error) {
    if (error instanceof CapaxError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
