// A failed command: one clear message on standard error, and the exit code. No stack trace unless the user debugs.

import { CapaxError } from '../errors.ts';
import { escapeLines, escapeText } from '../render/terminal/escape.ts';
import { EXIT_CODES, EXIT_UNEXPECTED } from './exit-codes.ts';
import { describeRuleProblem, describeRuleProblems } from './rule-problems.ts';
import { messageWidth, tell } from './terminal.ts';

/** How a failure is told. */
export interface FailureTalk {
  /** With where in capax it happened. */
  readonly debug: boolean;
  /** Cells of a line. */
  readonly width: number;
}

/** What is wrong with the rules, where that is behind a failure; each line with its end. */
export function describeProblemsOf(error: unknown, width: number): string {
  return error instanceof CapaxError ? describeRuleProblems(error.problems, width) : '';
}

/** The lines that explain a failure, without colours. Sample-controlled text is escaped. */
export function describeFailure(error: unknown, { debug, width }: FailureTalk): string {
  if (error instanceof CapaxError) {
    const trace = debug ? `\n${describeStack(error)}` : '';
    return `${describeCapaxError(error, width)}\n  (${error.code})${trace}\n`;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = debug && error instanceof Error ? `\n${describeStack(error)}` : '\n  Run again with -d to see where.';
  return `capax: unexpected failure: ${escapeText(message)}${trace}\n`;
}

/** What is in a text begins with its place, so that editors find it; so does each of several problems, which are told before. */
function describeCapaxError(error: CapaxError, width: number): string {
  const isListed = error.problems.length > 0;
  if (error.place !== undefined && !isListed) return describeRuleProblem('error', error, width);
  const where = error.where === undefined || isListed ? '' : `\n  at: ${escapeText(error.where)}`;
  const hint = error.hint === undefined ? '' : `\n  ${escapeText(error.hint)}`;
  return `capax: ${escapeText(error.message)}${where}${hint}`;
}

/** Where it happened. The message in front of the frames may hold a stranger's text, line ends included. */
function describeStack({ name, message, stack = '' }: Error): string {
  const head = `${name}: ${message}`;
  const frames = stack.startsWith(head) ? stack.slice(head.length) : `\n${stack}`;
  return escapeText(head) + escapeLines(frames);
}

/** Exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  return error instanceof CapaxError ? EXIT_CODES[error.code] : EXIT_UNEXPECTED;
}

/** Prints the failure and returns its exit code. */
export function reportFailure(error: unknown, debug: boolean): number {
  const width = messageWidth();
  tell(describeProblemsOf(error, width) + describeFailure(error, { debug, width }));
  return exitCodeOf(error);
}
