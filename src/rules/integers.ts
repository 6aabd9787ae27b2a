// The two ways in which a rule writes an integer: a plain YAML 1.1 scalar, and text (inside `count(...)`, or with an inline
// description). They differ: `010` is 8 as a scalar and 10 as text. Follows YAML 1.1 as the reference's loader resolves it,
// and the reference's reading of numeric text.

import { type Integer, toInteger } from '../features/feature.ts';
import { LIMITS } from '../limits.ts';

const DECIMAL = /^[+-]?(?:0|[1-9][0-9_]*)$/;
const OCTAL = /^[+-]?0[0-7_]+$/;
const HEXADECIMAL = /^[+-]?0x[0-9a-fA-F_]+$/;
const BINARY = /^[+-]?0b[01_]+$/;
const SEXAGESIMAL = /^[+-]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;

const TEXT_HEXADECIMAL = /^-?0x_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/;
const TEXT_DECIMAL = /^[+-]?[0-9]+(?:_[0-9]+)*$/;

/** True if a plain YAML 1.1 scalar is an integer. */
export function isYamlInteger(text: string): boolean {
  return (
    DECIMAL.test(text) || HEXADECIMAL.test(text) || OCTAL.test(text) || BINARY.test(text) || SEXAGESIMAL.test(text)
  );
}

/** Applies the sign of `text` to what `read` makes of the digits behind it. Undefined if there are too many or no digits. */
function readSigned(text: string, read: (digits: string) => bigint): Integer | undefined {
  if (text.length > LIMITS.ruleIntegerDigits) return undefined;
  const digits = text.replace(/^[+-]/, '').replaceAll('_', '');
  if (/^0[xb]$/.test(digits)) return undefined;
  const value = read(digits);
  return toInteger(text.startsWith('-') ? -value : value);
}

function readSexagesimal(digits: string): bigint {
  return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

/**
 * Value of a plain YAML 1.1 integer: decimal, `0x`, `0b`, octal with a leading 0, or base 60 (`1:30` is 90); with sign and
 * underscores. Undefined if `text` is not one, or is longer than the limit.
 */
export function parseYamlInteger(text: string): Integer | undefined {
  if (OCTAL.test(text)) return readSigned(text, (digits) => BigInt(`0o${digits}`));
  if (SEXAGESIMAL.test(text)) return readSigned(text, readSexagesimal);
  return isYamlInteger(text) ? readSigned(text, BigInt) : undefined;
}

/**
 * Value of integer text: `0x..` or `-0x..`, else decimal with an optional sign; underscores between digits and blanks around are
 * allowed. Undefined if it is neither, or longer than the limit.
 */
export function parseIntegerText(text: string): Integer | undefined {
  const trimmed = text.trim();
  return TEXT_HEXADECIMAL.test(trimmed) || TEXT_DECIMAL.test(trimmed) ? readSigned(trimmed, BigInt) : undefined;
}
