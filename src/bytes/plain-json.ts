// JSON that can be looked at: on a terminal, line by line, in an editor. JSON allows characters in texts that a terminal obeys, that
// end a line for some programs, or that reverse the reading direction.

// C1 controls with DEL, bidirectional controls, line and paragraph separators. JSON escapes the other controls itself.
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The same JSON with these characters as escapes: in JSON they stand in texts only, so it may also be a part of a document. */
export function plainJson(json: string): string {
  return json.replace(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
