// Codes of diagnostics that reports of several sandboxes share, behind the name of the input.

const WORDS = [
  'unknown-format',
  'unknown-os',
  'unknown-arch',
  'pe-malformed',
  'text-malformed',
  'text-limit',
  'process-malformed',
  'call-malformed',
  'call-without-thread',
  'argument-malformed',
  'too-many-processes',
  'too-many-threads',
] as const;

/** A code that a report of this format may have. */
export type ReportCode<Format extends string> = `${Format}-${(typeof WORDS)[number]}`;

/** The code of a report in this format for one of these words. */
export function reportCode(format: ReportFormat, word: (typeof WORDS)[number]): ReportCode<ReportFormat> {
  return `${format}-${word}`;
}

/** All of them. */
export function reportCodes<Format extends string>(format: Format): ReportCode<Format>[] {
  return WORDS.map((word) => `${format}-${word}` as const);
}

/** Inputs that are such reports. */
export type ReportFormat = 'cape' | 'cuckoo2';
