// Codes of the diagnostics of ELF files; docs/errors.md explains each.

export const ELF_CODES = ['elf-truncated', 'elf-table-damaged', 'elf-table-cut', 'elf-entry-skipped'] as const;

export type ElfCode = (typeof ELF_CODES)[number];
