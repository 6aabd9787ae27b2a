// How text features are shown inside quotes, in the reference's spelling (spec core.md 3.2): nothing that a terminal or a
// reader could misread is left as it is.

// Unicode "other" and "separator" categories without the space, and the two characters that the quoting itself uses.
const UNPRINTABLE = /[\\"]|(?! )[\p{C}\p{Z}]/gu;
const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, whichever is the shortest that holds the code point of `character`. A lone surrogate is
 * shown as U+FFFD, because that is all that a saved document can hold of it.
 */
export function escapeCodePoint(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/**
 * Text for display between double quotes: backslash and quote are escaped, tab and line ends become `\t \n \r`, everything
 * else that is not printable becomes a hexadecimal escape. Unlike in the reference a backslash before an apostrophe is escaped
 * too, so that different texts never look the same.
 */
export function escapeFeatureText(text: string): string {
  return text.replace(UNPRINTABLE, (character) => SHORT[character] ?? escapeCodePoint(character));
}
