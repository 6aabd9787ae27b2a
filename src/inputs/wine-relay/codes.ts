// Codes of the diagnostics of this input; docs/errors.md explains each.

export const WINE_CODES = [
  'wine-truncated',
  'wine-line-foreign',
  'wine-line-malformed',
  'wine-beginning-missing',
  'wine-library-calls',
  'wine-too-many-threads',
  'wine-too-many-open-calls',
] as const;

export type WineCode = (typeof WINE_CODES)[number];
