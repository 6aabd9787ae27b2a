// Sandbox reports write numbers as text, and the reference decides "number or text?" with Python's integer parser. Its rules
// (signs, blanks, underscores, Unicode digits) decide which rules match, so they are reproduced here; checked against CPython
// 3.11. Values are hostile and may be megabytes long, so they are scanned by hand: no backtracking, no quadratic trimming.

import { type Integer, toInteger } from './integer.ts';

/** Python refuses longer decimal texts. */
const MAX_DECIMAL_DIGITS = 4300;
/** Python has no such bound. No rule holds such a number, and printing one takes seconds, so it stays text here. */
const MAX_OTHER_DIGITS = 65_536;
const SHORT_HEX = /^0x[0-9a-f]{1,13}$/;
const SHORT_DECIMAL = /^(?:0|[1-9][0-9]{0,14})$/;
const NON_ASCII = /[^\u0000-\u007f]/;
const EACH_NON_ASCII = /[^\u0000-\u007f]/gu;
const BLANK = /^[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
const DIGIT = /^\p{Nd}$/u;

/** What a character beyond ASCII means inside an integer: a blank, a digit (digits stand in runs of whole tens), or an error. */
function toAscii(character: string): string {
  if (BLANK.test(character)) return ' ';
  if (!DIGIT.test(character)) return '?';
  const code = character.codePointAt(0) as number;
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Digits without the underscores that may stand between them (and before the first where a prefix precedes). */
function readDigits(text: string, from: number, to: number, radix: number, afterPrefix: boolean): string | undefined {
  const limit = radix === 10 ? MAX_DECIMAL_DIGITS : MAX_OTHER_DIGITS;
  let digits = 0;
  let underscores = 0;
  let previousIsDigit = afterPrefix;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5f) {
      if (!previousIsDigit) return undefined;
      previousIsDigit = false;
      underscores++;
      continue;
    }
    const lower = code | 0x20;
    const value = code <= 0x39 ? code - 0x30 : lower >= 0x61 ? lower - 0x57 : radix;
    if (value < 0 || value >= radix || ++digits > limit) return undefined;
    previousIsDigit = true;
  }
  if (digits === 0 || !previousIsDigit) return undefined;
  const slice = text.slice(from, to);
  return underscores === 0 ? slice : slice.replaceAll('_', '');
}

/** Python's `int(text, base)`. */
function parse(original: string, base: 0 | 10 | 16): Integer | undefined {
  // Most values are paths and names: nothing that begins with an ASCII letter or later is a number.
  const first = original.charCodeAt(0);
  if (first > 0x39 && first < 0x80) return undefined;
  const text = NON_ASCII.test(original) ? original.replace(EACH_NON_ASCII, toAscii) : original;
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (from < to && isBlank(text.charCodeAt(to - 1))) to--;
  const sign = text[from];
  if (sign === '+' || sign === '-') from++;
  let radix = 10;
  if (text[from] === '0' && base !== 10) {
    const letter = text[from + 1];
    if (letter === 'x' || letter === 'X') radix = 16;
    else if (base === 0 && (letter === 'o' || letter === 'O')) radix = 8;
    else if (base === 0 && (letter === 'b' || letter === 'B')) radix = 2;
  }
  if (base === 16 && radix !== 16) return undefined;
  const digits = readDigits(text, radix === 10 ? from : from + 2, to, radix, radix !== 10);
  if (digits === undefined) return undefined;
  if (base === 0 && radix === 10 && digits[0] === '0' && !/^0+$/.test(digits)) return undefined;
  const value = BigInt((radix === 16 ? '0x' : radix === 8 ? '0o' : radix === 2 ? '0b' : '') + digits);
  return toInteger(sign === '-' ? -value : value);
}

/** Python's `int(text, 16)` for text that starts with `0x` (lower-case x, no sign, no blank before), any size. */
export function parseHex(text: string): Integer | undefined {
  if (SHORT_HEX.test(text)) return Number(text);
  return text.startsWith('0x') ? parse(text, 16) : undefined;
}

/** Python's `int(text)`: optional sign, blanks around, underscores between digits, any Unicode decimal digits. */
export function parseDecimal(text: string): Integer | undefined {
  return SHORT_DECIMAL.test(text) ? Number(text) : parse(text, 10);
}

/** Python's `int(text, 0)`: as `parseDecimal`, with 0x/0o/0b prefixes and without leading zeros in decimals. */
export function parsePrefixed(text: string): Integer | undefined {
  return SHORT_HEX.test(text) || SHORT_DECIMAL.test(text) ? Number(text) : parse(text, 0);
}
