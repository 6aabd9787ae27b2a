// Codes of what can be wrong with a BinExport2 file.

/** docs/errors.md explains each. */
export const BINEXPORT2_CODES = [
  'binexport2-truncated',
  'binexport2-too-large',
  'binexport2-entry-skipped',
  'binexport2-blocks-cut',
  'binexport2-sample-missing',
  'binexport2-sample-unread',
  'binexport2-addresses-unknown',
] as const;

export type BinExport2Code = (typeof BINEXPORT2_CODES)[number];
