// The warning for inputs of which results say little: what the limitation rule says, and what it was found by.

import type { Limitation } from '../analyze.ts';
import { escapeText } from '../render/terminal/escape.ts';
import type { Rule } from '../rules/rule.ts';

const SEPARATOR = '-'.repeat(80);

/** Lines for standard error. */
export function describeLimitation({ rule, because }: Limitation): string {
  const lines = rule.meta.description.trim().split(/\r?\n/);
  const found = because.length === 0 ? '' : `, because of ${because.map(quoteName).join(', ')}`;
  return [
    SEPARATOR,
    ...lines.map((line) => ` ${escapeText(line)}`),
    ` Found by the rule ${quoteName(rule)}${found}.`,
    SEPARATOR,
  ].join('\n');
}

function quoteName({ meta: { name } }: Rule): string {
  return `"${escapeText(name)}"`;
}
