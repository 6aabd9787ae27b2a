// Codes of the diagnostics about signature files; docs/errors.md explains each.

export const SIGNATURE_CODES = ['signatures-damaged', 'signatures-line-malformed', 'signatures-file-ignored'] as const;

export type SignatureCode = (typeof SIGNATURE_CODES)[number];
