// Codes of the diagnostics of this input; docs/errors.md explains each.

export const TENET_CODES = ['tenet-line-malformed', 'tenet-truncated', 'tenet-thread-skipped'] as const;

export type TenetCode = (typeof TENET_CODES)[number];
