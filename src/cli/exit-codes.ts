// Exit codes: the reference's numbers, so that pipelines built for it keep working.

import type { ErrorCode } from '../errors.ts';

export const EXIT_OK = 0;
export const EXIT_UNEXPECTED = 1;
export const EXIT_USAGE = 2;

/** Exit code of each error that ends a command. docs/errors.md lists them. */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  'input-not-found': 11,
  'input-unreadable': 11,
  'input-unsupported': 16,
  'input-empty': 16,
  'input-corrupt': 16,
  'input-encrypted': 16,
  'input-limit': 16,
  'report-no-processes': 23,
  'report-no-calls': 23,
  'report-unsupported-version': 16,
  'document-invalid': 16,
  'freeze-invalid': 16,
  'rules-not-found': 12,
  'rules-default-missing': 10,
  'rules-invalid': 12,
  'rules-empty': 12,
  'rules-install-failed': 12,
  'signatures-not-found': 15,
  'signatures-invalid': 15,
  limitation: 14,
  'option-invalid': 2,
  'sandbox-unreachable': 16,
  'sandbox-refused': 16,
  'sandbox-task-failed': 16,
  'sandbox-timeout': 16,
  'budget-exceeded': 16,
  internal: 1,
};
