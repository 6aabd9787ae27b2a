// Codes of the diagnostics of Mach-O files; docs/errors.md explains each.

export const MACHO_CODES = [
  'macho-truncated',
  'macho-table-damaged',
  'macho-table-cut',
  'macho-entry-skipped',
  'macho-encrypted',
  'macho-other-slices',
] as const;

export type MachOCode = (typeof MACHO_CODES)[number];
