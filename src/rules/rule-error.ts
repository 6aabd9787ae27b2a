// How a wrong rule is reported: where in its file, what is wrong, and what to write instead. Rule authors read these sentences, so
// every one names the offending text. What makes a rule unusable is thrown; what only means nothing is told as a warning.

import type { Severity, TextPlace } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { RuleCode, RuleDiagnostic } from './codes.ts';

/** Where a rule comes from and what it is called. */
export interface RuleOrigin {
  readonly path: string;
  readonly text: string;
  /** Known once `meta.name` has been read. */
  readonly name?: string;
  /** Told what is odd about the rule. Without it nobody is. */
  readonly onWarning?: WarningSink | undefined;
}

/** Takes a warning, which it makes only if it wants it: the place of one in a hostile text costs. */
export type WarningSink = (make: () => RuleDiagnostic) => void;

/** Longest piece of a rule that a message repeats, in UTF-16 units. */
const MAX_QUOTE = 80;

/** Text of a rule as a message repeats it. */
export function quote(text: string): string {
  return `"${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}"`;
}

/** Longest part of a line that a message carries, and how much of it stands before the place, in UTF-16 units. */
const MAX_LINE = 400;
const MAX_BEFORE = 200;

/** The place at an offset, in UTF-16 units, of the rule's text. */
export function placeAt({ path, text }: RuleOrigin, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
  const column = before.length - start + 1;
  const cut = Math.max(0, column - 1 - MAX_BEFORE);
  const source = { text: line.slice(cut, cut + MAX_LINE), column: column - cut };
  return { file: path, line: before.split('\n').length, column, source };
}

/** `path:line:column`, as editors read it. */
export function placeText({ file, line, column }: TextPlace): string {
  return `${file}:${line}:${column}`;
}

/**
 * The error for one invalid rule: code `rules-invalid`, `where` is `path:line:column`, `place` the same with that line. `problem`
 * continues the sentence `rule "name": ...`, or stands alone as long as the name is not known.
 */
export function invalidRule(origin: RuleOrigin, offset: number, problem: string, hint?: string): CapaxError {
  const place = placeAt(origin, offset);
  return new CapaxError('rules-invalid', withSubject(origin, problem), {
    where: placeText(place),
    place,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Tells what is odd about a rule that can be used nevertheless. */
export function warnOfRule(origin: RuleOrigin, code: RuleCode, offset: number, problem: string, hint?: string): void {
  origin.onWarning?.(() =>
    ruleDiagnostic(code, 'warning', withSubject(origin, problem), placeAt(origin, offset), hint),
  );
}

/** A diagnostic at a place. */
function ruleDiagnostic(
  code: RuleCode,
  severity: Severity,
  message: string,
  place: TextPlace,
  hint?: string,
): RuleDiagnostic {
  const where = placeText(place);
  return { code, severity, message, where, place, ...(hint === undefined ? {} : { hint }), count: 1 };
}

/** What a rule that cannot be used is listed as, where the others are used. */
export function setAside({ message, where, place, hint }: CapaxError, code: RuleCode = 'rule-invalid'): RuleDiagnostic {
  return {
    code,
    severity: 'error',
    message,
    ...(where === undefined ? {} : { where }),
    ...(place === undefined ? {} : { place }),
    ...(hint === undefined ? {} : { hint }),
    count: 1,
  };
}

/** Passes on as many warnings as somebody may want to read about one file; the others are not even made. */
export function limitWarnings(onWarning: (warning: RuleDiagnostic) => void): WarningSink {
  let told = 0;
  return (make) => {
    if (++told > LIMITS.ruleWarnings) return;
    const warning = make();
    onWarning(told < LIMITS.ruleWarnings ? warning : { ...warning, message: `${warning.message}; more may follow` });
  };
}

function withSubject({ name }: RuleOrigin, problem: string): string {
  return name === undefined ? problem : `rule ${quote(name)}: ${problem}`;
}
