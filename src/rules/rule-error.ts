// How an invalid rule is reported: which rule, where in its file, what is wrong, and what to write instead. Rule authors read
// these sentences, so every one names the offending text.

import { CapaxError } from '../errors.ts';

/** Where a rule comes from and what it is called. */
export interface RuleOrigin {
  readonly path: string;
  readonly text: string;
  /** Known once `meta.name` has been read. */
  readonly name?: string;
}

/** Longest piece of a rule that a message repeats, in UTF-16 units. */
const MAX_QUOTE = 80;

/** Text of a rule as a message repeats it. */
export function quote(text: string): string {
  return `"${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}"`;
}

/** Line and column of an offset, both from 1; the column counts UTF-16 units. */
function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/**
 * The error for one invalid rule: code `rules-invalid`, `where` is `path:line:column`. `problem` continues the sentence
 * `rule "name": ...`.
 */
export function invalidRule(origin: RuleOrigin, offset: number, problem: string, hint?: string): CapaxError {
  const { line, column } = positionAt(origin.text, offset);
  const subject = origin.name === undefined ? `rule file ${origin.path}` : `rule ${quote(origin.name)}`;
  return new CapaxError('rules-invalid', `${subject}: ${problem}`, {
    where: `${origin.path}:${line}:${column}`,
    ...(hint === undefined ? {} : { hint }),
  });
}
