// What is wrong with rules, as editors and people read it: file, line and column first, then the line with a caret, then what to do.

import type { Severity, TextDiagnostic } from '../diagnostics.ts';
import { escapeText } from '../render/terminal/escape.ts';
import { renderSource } from '../render/terminal/source-line.ts';

/** What there is to say about a problem. */
type Problem = { readonly [K in 'message' | 'where' | 'place' | 'hint']?: TextDiagnostic[K] | undefined };

/** One problem: lines without an end of line after the last. */
export function describeRuleProblem(severity: Severity, problem: Problem, width: number): string {
  const { message = '', where, place, hint } = problem;
  const prefix = where === undefined ? '' : `${escapeText(where)}: `;
  const lines = [`${prefix}${severity}: ${escapeText(message)}`];
  if (place !== undefined) lines.push(...renderSource(place.source, width));
  if (hint !== undefined) lines.push(`  ${escapeText(hint)}`);
  return lines.join('\n');
}

/** All of them and a line that counts them, each with an end of line; nothing if there are none. */
export function describeRuleProblems(problems: readonly TextDiagnostic[], width: number): string {
  if (problems.length === 0) return '';
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const counts = [
    ...(errors === 0 ? [] : [`${countOf(errors, 'rule')} could not be used`]),
    ...(errors === problems.length ? [] : [countOf(problems.length - errors, 'warning')]),
  ];
  return [
    ...problems.map((problem) => describeRuleProblem(problem.severity, problem, width)),
    counts.join(', '),
    '',
  ].join('\n');
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
