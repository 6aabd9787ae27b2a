// Codes of the diagnostics of PE files; docs/errors.md explains each.

export const PE_CODES = ['pe-truncated', 'pe-table-damaged', 'pe-table-cut', 'pe-entry-skipped'] as const;

export type PeCode = (typeof PE_CODES)[number];
