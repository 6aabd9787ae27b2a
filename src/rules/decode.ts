// Bytes of a rule file -> its text, or the place of the first byte that is none.

import { invalidRule } from './rule-error.ts';

const REPLACEMENT = '\ufffd';

/** UTF-8 without its byte order mark. Throws `rules-invalid` with the place of the first byte that is not UTF-8. */
export function decodeRule(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder().decode(bytes);
    throw invalidRule({ path, text }, firstReplaced(text, bytes), 'the file is not UTF-8 text here', SAVE_AS);
  }
}

const SAVE_AS = 'Save the file as UTF-8.';

/** Offset of the first replacement character that stands for a byte, rather than for itself. */
function firstReplaced(text: string, bytes: Uint8Array): number {
  const encoder = new TextEncoder();
  let byte = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let from = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, from)) {
    byte += encoder.encode(text.slice(from, at)).length;
    if (bytes[byte] !== 0xef || bytes[byte + 1] !== 0xbf || bytes[byte + 2] !== 0xbd) return at;
    byte += REPLACEMENT_BYTES;
    from = at + 1;
  }
  return 0;
}

const REPLACEMENT_BYTES = 3;
