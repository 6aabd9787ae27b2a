// The one error class of capax. Every failure that a user can meet has a stable code, a sentence that says what happened and
// where, and a hint that says what to do; docs/errors.md explains each code and a test compares the two lists.

/** Stable codes of all errors that end an analysis or a command. Exit codes are assigned in src/cli/exit-codes.ts. */
export const ERROR_CODES = [
  'input-not-found',
  'input-unreadable',
  'input-unsupported',
  'input-empty',
  'input-corrupt',
  'input-encrypted',
  'input-limit',
  'report-no-processes',
  'report-no-calls',
  'report-unsupported-version',
  'document-invalid',
  'freeze-invalid',
  'rules-not-found',
  'rules-default-missing',
  'rules-invalid',
  'rules-empty',
  'rules-install-failed',
  'limitation',
  'option-invalid',
  'sandbox-unreachable',
  'sandbox-refused',
  'sandbox-task-failed',
  'sandbox-timeout',
  'budget-exceeded',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** The line of a text that a message is about. Whoever prints it escapes it. */
export interface SourceLine {
  readonly text: string;
  /** Where in `text` the trouble is, from 1, in UTF-16 units. */
  readonly column: number;
}

export interface ErrorDetails {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** Where: a path, an URL, a position. Sample-controlled text is allowed; whoever prints it escapes it. */
  readonly where?: string;
  /** The line at that place, where it is one of a text. */
  readonly source?: SourceLine;
  readonly cause?: unknown;
}

/** A failure with a stable code. Anything else that escapes from capax is a defect. */
export class CapaxError extends Error {
  override readonly name = 'CapaxError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  readonly source: SourceLine | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.where = details.where;
    this.source = details.source;
  }
}
