// The one error class of capax. Every failure that a user can meet has a stable code, a sentence that says what happened and
// where, and a hint that says what to do; docs/errors.md explains each code and a test compares the two lists.

import type { TextDiagnostic, TextPlace } from './diagnostics.ts';

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
  'signatures-not-found',
  'signatures-invalid',
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

export interface ErrorDetails {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** Where: a path, an URL, a position. Sample-controlled text is allowed; whoever prints it escapes it. */
  readonly where?: string;
  /** The same for programs, with the line itself, where it is in a text that people write. */
  readonly place?: TextPlace;
  /** What is wrong with single rules, where together they end the command. */
  readonly problems?: readonly TextDiagnostic[];
  /** Hashes of what would have run, where a report says them and holds nothing else. */
  readonly sample?: { readonly md5: string; readonly sha1: string; readonly sha256: string };
  readonly cause?: unknown;
}

/** A failure with a stable code. Anything else that escapes from capax is a defect. */
export class CapaxError extends Error {
  override readonly name = 'CapaxError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  readonly place: TextPlace | undefined;
  readonly problems: readonly TextDiagnostic[];
  readonly sample: ErrorDetails['sample'];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.where = details.where;
    this.place = details.place;
    this.problems = details.problems ?? [];
    this.sample = details.sample;
  }
}
