// Codes of diagnostics that inputs of facts share, behind the name of the input.

const WORDS = ['fact-malformed', 'fact-limit', 'process-malformed', 'too-many-processes'] as const;

/** A code that an input of facts may have. */
export type FactCode<Format extends string = string> = `${Format}-${(typeof WORDS)[number]}`;

/** The code of an input for one of these words. */
export function factCode<Format extends string>(format: Format, word: (typeof WORDS)[number]): FactCode<Format> {
  return `${format}-${word}`;
}

/** All of them. */
export function factCodes<Format extends string>(format: Format): FactCode<Format>[] {
  return WORDS.map((word) => factCode(format, word));
}
