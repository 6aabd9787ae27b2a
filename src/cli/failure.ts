// A failed command: one clear message on standard error, and the exit code. No stack trace unless the user debugs.

import { CapaxError } from '../errors.ts';
import { escapeText } from '../render/escape.ts';
import { EXIT_CODES, EXIT_UNEXPECTED } from './exit-codes.ts';

/** The lines that explain a failure, without colours. Sample-controlled text is escaped. */
export function describeFailure(error: unknown, debug: boolean): string {
  if (error instanceof CapaxError) {
    const where = error.where === undefined ? '' : `\n  at: ${escapeText(error.where)}`;
    const hint = error.hint === undefined ? '' : `\n  ${escapeText(error.hint)}`;
    const trace = debug ? `\n${error.stack ?? ''}` : '';
    return `capax: ${escapeText(error.message)}${where}${hint}\n  (${error.code})${trace}\n`;
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
