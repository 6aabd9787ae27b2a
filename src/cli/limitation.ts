// The warning for inputs of which results say little: a limitation rule of the rule set matched the file on its own.

import { escapeText } from '../render/terminal/escape.ts';
import type { Rule } from '../rules/rule.ts';

const SEPARATOR = '-'.repeat(80);

/** Lines for standard error. */
export function describeLimitation(rule: Rule): string {
  const lines = rule.meta.description.trim().split(/\r?\n/);
  return [
    SEPARATOR,
    ...lines.map((line) => ` ${escapeText(line)}`),
    ` Found by the rule "${escapeText(rule.meta.name)}".`,
    ' Use -v or -vv to see the capabilities anyway.',
    SEPARATOR,
  ].join('\n');
}
