// Everything behind the opening parenthesis of a call -> arguments and result.

import type { TracerDialect } from './dialect.ts';
import { scanArguments } from './scan-arguments.ts';

export interface CallParts {
  readonly args: readonly string[];
  /** Whether the closing parenthesis was there; the last argument may be damaged where it was not. */
  readonly closed: boolean;
  /** What stands behind `= `, without the time that the call took. Undefined where there is no result as this tracer writes it. */
  readonly result: string | undefined;
}

const DURATION = / <\d{1,9}(?:\.\d{1,9})?>$/;

/** Takes the text of a call apart. */
export function splitCallText(text: string, dialect: TracerDialect): CallParts {
  const { args, end } = scanArguments(text, 0, dialect.characters);
  if (end < 0) return { args, closed: false, result: undefined };
  const rest = text.slice(end);
  if (!dialect.result.test(rest)) return { args, closed: true, result: undefined };
  return {
    args,
    closed: true,
    result: rest
      .slice(rest.indexOf('=') + 1)
      .replace(DURATION, '')
      .trim(),
  };
}
