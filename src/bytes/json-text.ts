// Bytes between the quotes of a JSON string -> text. Hostile reports hold bytes that are not UTF-8, halves of surrogate pairs and
// escapes that do not exist; each is replaced or kept, never fatal, and reported as a bit.

/** What was wrong with a text, as bits. */
export const TEXT_PROBLEMS = { badUtf8: 1, loneSurrogate: 2, badEscape: 4, control: 8 } as const;

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const TOLERANT = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
const LONE_SURROGATES = /\p{Surrogate}/gu;
const FOUR_DIGITS = /^[0-9a-fA-F]{4}$/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * Decodes the raw bytes of a string. Bytes that are not UTF-8 and lone surrogates become U+FFFD; an unknown escape keeps its
 * backslash. `special` says whether there may be escapes or bytes above 0x7f. `problems` holds TEXT_PROBLEMS bits.
 */
export function decodeJsonText(bytes: Uint8Array, special: boolean): { text: string; problems: number } {
  let text: string;
  let problems = 0;
  try {
    text = STRICT.decode(bytes);
  } catch {
    text = TOLERANT.decode(bytes);
    problems = TEXT_PROBLEMS.badUtf8;
  }
  if (!special || !text.includes('\\')) return { text, problems };
  let out = '';
  let at = 0;
  let unicode = false;
  for (let slash = text.indexOf('\\'); slash >= 0; slash = text.indexOf('\\', at)) {
    out += text.slice(at, slash);
    const letter = text[slash + 1] ?? '';
    const plain = ESCAPES.get(letter);
    at = slash + 2;
    if (plain !== undefined) {
      out += plain;
    } else if (letter === 'u' && FOUR_DIGITS.test(text.slice(at, at + 4))) {
      out += String.fromCharCode(Number.parseInt(text.slice(at, at + 4), 16));
      at += 4;
      unicode = true;
    } else {
      out += `\\${letter}`;
      problems |= TEXT_PROBLEMS.badEscape;
    }
  }
  out += text.slice(at);
  if (unicode && out.search(LONE_SURROGATES) >= 0) {
    out = out.replace(LONE_SURROGATES, '\ufffd');
    problems |= TEXT_PROBLEMS.loneSurrogate;
  }
  return { text: out, problems };
}
