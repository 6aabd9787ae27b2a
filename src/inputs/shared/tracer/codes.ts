// Codes of the diagnostics of logs of tracers, behind the name of the tracer; docs/errors.md explains each.

const WORDS = [
  'truncated',
  'line-foreign',
  'line-malformed',
  'beginning-missing',
  'too-many-threads',
  'too-many-open-calls',
] as const;

export type TracerWord = (typeof WORDS)[number];

/** The codes of one tracer's logs. */
export function tracerCodes(format: string): string[] {
  return WORDS.map((word) => `${format}-${word}`);
}
