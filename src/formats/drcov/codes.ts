// Codes of the diagnostics of drcov files.

export const DRCOV_CODES = [
  'drcov-truncated',
  'drcov-module-malformed',
  'drcov-module-count',
  'drcov-block-malformed',
  'drcov-block-count',
  'drcov-module-unknown',
] as const;

export type DrcovCode = (typeof DRCOV_CODES)[number];
