// The one place where sample-controlled text is made safe to print. A name in a report can hold terminal commands, line ends and
// characters that reverse the reading direction; each becomes a visible escape. Everything else is printed as it is: there is no
// markup in capax's output that a text could imitate.

import { escapeCodePoint } from '../../features/text.ts';

// C0 and C1 controls with DEL, line and paragraph separators, bidirectional controls, lone surrogates.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}\p{Surrogate}]/gu;
const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * `text` on one line without anything that a terminal would obey. Escapes are those of `escapeFeatureText`, but backslashes and
 * quotes stay, so that paths can be copied. Idempotent.
 */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT[character] ?? escapeCodePoint(character));
}

/** The same for text of several lines of ours, into which no stranger can put a line end. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeText).join('\n');
}
