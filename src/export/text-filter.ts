// A text that a user looks for: as it is, or `/pattern/` with the meaning that patterns have in rules.

import { CapaxError } from '../errors.ts';
import { isRegexText, parseRegexFeature } from '../rules/regex.ts';

/** Whether a text holds what is looked for. Throws CapaxError `option-invalid` for a pattern that is none. */
export function compileTextFilter(text: string): (value: string) => boolean {
  if (!isRegexText(text)) return (value) => value.includes(text);
  try {
    const regex = parseRegexFeature(text);
    return (value) => regex.search(value) === true;
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    throw new CapaxError('option-invalid', `The filter is not a valid regular expression: ${error.message}`, {
      hint: 'Patterns have the syntax of Python; without slashes the text is searched for as it is.',
      cause: error,
    });
  }
}
