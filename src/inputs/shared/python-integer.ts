// Sandbox reports write numbers as text, and the reference decides "number or text?" with Python's integer parser. Its rules
// (signs, blanks, underscores, Unicode digits) decide which rules match, so they are reproduced here.

import { type Integer, toInteger } from '../../features/feature.ts';

/** Python refuses longer decimal texts. */
const MAX_DECIMAL_DIGITS = 4300;
const SHORT_HEX = /^0x[0-9a-f]{1,13}$/;
const SHORT_DECIMAL = /^(?:0|[1-9][0-9]{0,14})$/;
const HEX = /^0x_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/;
// Python's str.strip() white space.
const BLANKS = /^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/g;
const DECIMAL = /^[+-]?\p{Nd}+(?:_\p{Nd}+)*$/u;
const PREFIXED = /^([+-]?)0(?:[xX]((?:_?[0-9a-fA-F])+)|[oO]((?:_?[0-7])+)|[bB]((?:_?[01])+))$/;
const BASE0_DECIMAL = /^[+-]?(?:[1-9](?:_?\p{Nd})*|0(?:_?0)*)$/u;

/** Zero of every Unicode decimal block is a multiple-of-ten run; \p{Nd} blocks are ten consecutive code points. */
function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) as number;
    if (code < 0x80) return digit;
    let zero = code;
    while (zero > 0 && code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}

function decimal(text: string): Integer | undefined {
  const digits = asciiDigits(text.replaceAll('_', ''));
  const count = digits.length - (/^[+-]/.test(digits) ? 1 : 0);
  if (count > MAX_DECIMAL_DIGITS) return undefined;
  return toInteger(digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace(/^\+/, '')));
}

/** Hexadecimal text that starts with `0x` (lower-case x, no sign), any size. */
export function parseHex(text: string): Integer | undefined {
  if (SHORT_HEX.test(text)) return Number(text);
  return HEX.test(text) ? toInteger(BigInt(text.replaceAll('_', ''))) : undefined;
}

/** Python's `int(text)`: optional sign, blanks around, underscores between digits, any Unicode decimal digits. */
export function parseDecimal(text: string): Integer | undefined {
  if (SHORT_DECIMAL.test(text)) return Number(text);
  const trimmed = text.replace(BLANKS, '');
  return DECIMAL.test(trimmed) ? decimal(trimmed) : undefined;
}

/** Python's `int(text, 0)`: as `parseDecimal`, with 0x/0o/0b prefixes and without leading zeros in decimals. */
export function parsePrefixed(text: string): Integer | undefined {
  if (SHORT_HEX.test(text) || SHORT_DECIMAL.test(text)) return Number(text);
  const trimmed = text.replace(BLANKS, '');
  const match = PREFIXED.exec(trimmed);
  if (match !== null) {
    const [, sign, hex, octal, binary] = match;
    const literal = hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : `0b${binary}`;
    const value = BigInt(literal.replaceAll('_', ''));
    return toInteger(sign === '-' ? -value : value);
  }
  return BASE0_DECIMAL.test(trimmed) ? decimal(trimmed) : undefined;
}
