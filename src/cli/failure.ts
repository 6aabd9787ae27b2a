// A failed command: one clear message on standard error, and the exit code. No stack trace unless the user debugs.

import { CapaxError, type SourceLine } from '../errors.ts';
import { cellWidth } from '../render/terminal/cell-width.ts';
import { escapeText } from '../render/terminal/escape.ts';
import { EXIT_CODES, EXIT_UNEXPECTED } from './exit-codes.ts';

/** The line that a message is about and a caret below the place; each begins a line of its own. */
export function describeSource({ text, column }: SourceLine): string {
  const before = escapeText(text.slice(0, column - 1));
  return `\n  | ${escapeText(text)}\n  | ${' '.repeat(cellWidth(before))}^`;
}

/** The lines that explain a failure, without colours. Sample-controlled text is escaped. */
export function describeFailure(error: unknown, debug: boolean): string {
  if (error instanceof CapaxError) {
    const where = error.where === undefined ? '' : `\n  at: ${escapeText(error.where)}`;
    const source = error.source === undefined ? '' : describeSource(error.source);
    const hint = error.hint === undefined ? '' : `\n  ${escapeText(error.hint)}`;
    const trace = debug ? `\n${error.stack ?? ''}` : '';
    return `capax: ${escapeText(error.message)}${where}${source}${hint}\n  (${error.code})${trace}\n`;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = debug && error instanceof Error ? `\n${error.stack ?? ''}` : '\n  Run again with -d to see where.';
  return `capax: unexpected failure: ${escapeText(message)}${trace}\n`;
}

/** Exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  return error instanceof CapaxError ? EXIT_CODES[error.code] : EXIT_UNEXPECTED;
}

/** Prints the failure and returns its exit code. */
export function reportFailure(error: unknown, debug: boolean): number {
  process.stderr.write(describeFailure(error, debug));
  return exitCodeOf(error);
}
