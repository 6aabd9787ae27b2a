// What is wrong with files of signatures, in lines for standard error.

import type { Diagnostic } from '../diagnostics.ts';
import { escapeText } from '../render/terminal/escape.ts';

/** Each problem in a line with its end. */
export function describeSignatureProblems(problems: readonly Diagnostic[]): string {
  return problems
    .map(({ severity, message, where, count }) => {
      const place = where === undefined ? '' : `${escapeText(where)}: `;
      return `${place}${severity}: ${escapeText(message)}${count === 1 ? '' : ` (${count} times)`}\n`;
    })
    .join('');
}
