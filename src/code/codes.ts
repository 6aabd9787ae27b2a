// Codes of the diagnostics about the code of programs; docs/errors.md explains each.

export const CODE_CODES = ['code-left-out', 'code-function-cut', 'code-stopped'] as const;

export type CodeCode = (typeof CODE_CODES)[number];
