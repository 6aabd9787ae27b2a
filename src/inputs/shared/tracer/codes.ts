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

/** A code that the logs of a tracer of this name may have. */
export type TracerCode<Format extends string> = `${Format}-${TracerWord}`;

/** The codes of one tracer's logs. */
export function tracerCodes<Format extends string>(format: Format): TracerCode<Format>[] {
  return WORDS.map((word) => `${format}-${word}` as const);
}
