// Codes of the diagnostics of this input; docs/errors.md explains each.

export const VMRAY_CODES = [
  'vmray-summary-malformed',
  'vmray-sample-unknown',
  'vmray-sample-damaged',
  'vmray-static-malformed',
  'vmray-string-limit',
  'vmray-process-malformed',
  'vmray-thread-malformed',
  'vmray-call-malformed',
  'vmray-call-cut',
  'vmray-process-repeated',
  'vmray-thread-repeated',
  'vmray-process-contradiction',
  'vmray-calls-unlisted',
  'vmray-call-too-long',
  'vmray-number-malformed',
  'vmray-too-many-threads',
  'vmray-line-malformed',
  'vmray-truncated',
  'vmray-fact-limit',
  'vmray-too-many-processes',
] as const;

export type VmrayCode = (typeof VMRAY_CODES)[number];
