// How an invalid rule is reported: which rule, where in its file, what is wrong, and what to write instead. Rule authors read
// these sentences, so every one names the offending text.

import { CapaxError, type SourceLine } from '../errors.ts';

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

/** Longest part of a line that an error shows, and how much of it stands before the place, in UTF-16 units. */
const MAX_LINE = 160;
const MAX_BEFORE = 100;

interface Position {
  /** From 1; the column counts UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly source: SourceLine;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
  const column = offset - start + 1;
  const cut = Math.max(0, column - 1 - MAX_BEFORE);
  const source = { text: line.slice(cut, cut + MAX_LINE), column: column - cut };
  return { line: before.split('\n').length, column, source };
}

/**
 * The error for one invalid rule: code `rules-invalid`, `where` is `path:line:column`, `source` that line. `problem` continues the sentence
 * `rule "name": ...`.
 */
export function invalidRule(origin: RuleOrigin, offset: number, problem: string, hint?: string): CapaxError {
  const { line, column, source } = positionAt(origin.text, offset);
  const subject = origin.name === undefined ? `rule file ${origin.path}` : `rule ${quote(origin.name)}`;
  return new CapaxError('rules-invalid', `${subject}: ${problem}`, {
    where: `${origin.path}:${line}:${column}`,
    source,
    ...(hint === undefined ? {} : { hint }),
  });
}
