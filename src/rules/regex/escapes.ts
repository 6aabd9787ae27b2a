// Backslash escapes of Python's regular expressions, inside and outside of character classes.

import type { PatternCursor } from './cursor.ts';
import type { AssertionTest, CategoryItem } from './syntax.ts';

const OCTAL = /[0-7]/;
const HEX = /[0-9a-fA-F]/;
const DIGIT = /[0-9]/;
const ASCII_LETTER = /^[A-Za-z]$/;
const LARGEST_OCTAL = 0o377;

const CONTROL: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
]);
const CATEGORY: ReadonlyMap<string, CategoryItem['category']> = new Map([
  ['d', 'digit'],
  ['s', 'space'],
  ['w', 'word'],
]);
/** Digits that must follow. */
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

export type Escape =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'category'; readonly item: CategoryItem }
  | { readonly kind: 'assertion'; readonly test: AssertionTest }
  | { readonly kind: 'reference'; readonly group: number };

function readHex(cursor: PatternCursor, letter: string, length: number, start: number): number {
  const digits = cursor.takeWhile(HEX, length);
  if (digits.length < length) cursor.fail(`incomplete escape \\${letter}${digits}`, start);
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) cursor.fail(`escape \\${letter}${digits} is beyond Unicode`, start);
  return code;
}

function readOctal(cursor: PatternCursor, digits: string, start: number): Escape {
  const code = Number.parseInt(digits, 8);
  if (code > LARGEST_OCTAL) cursor.fail(`octal escape \\${digits} is larger than \\377`, start);
  return { kind: 'code', code };
}

/** A backslash and a digit outside of classes: `\0`, `\07` and `\123` are octal, `\1` to `\99` refer to groups. */
function readNumber(cursor: PatternCursor, first: string, start: number): Escape {
  if (first === '0') return readOctal(cursor, first + cursor.takeWhile(OCTAL, 2), start);
  let digits = first + cursor.takeWhile(DIGIT, 1);
  if (/^[0-7]{2}$/.test(digits) && OCTAL.test(cursor.peek())) {
    digits += cursor.next();
    return readOctal(cursor, digits, start);
  }
  return { kind: 'reference', group: Number(digits) };
}

function readShared(cursor: PatternCursor, letter: string, ascii: boolean, start: number): Escape {
  if (letter === '') cursor.fail('backslash at the end', start);
  const control = CONTROL.get(letter);
  if (control !== undefined) return { kind: 'code', code: control };
  const category = CATEGORY.get(letter.toLowerCase());
  if (category !== undefined) {
    return { kind: 'category', item: { category, negated: letter !== letter.toLowerCase(), ascii } };
  }
  const length = HEX_DIGITS.get(letter);
  if (length !== undefined) return { kind: 'code', code: readHex(cursor, letter, length, start) };
  if (letter === 'N') cursor.fail('characters by name (\\N{...}) are not supported', start);
  if (ASCII_LETTER.test(letter) || DIGIT.test(letter)) cursor.fail(`unknown escape \\${letter}`, start);
  return { kind: 'code', code: letter.codePointAt(0) as number };
}

/** Reads an escape outside of classes; the cursor stands behind the backslash. `ascii`: properties are limited to ASCII. */
export function readEscape(cursor: PatternCursor, ascii: boolean): Escape {
  const start = cursor.at - 1;
  const letter = cursor.next();
  switch (letter) {
    case 'A':
      return { kind: 'assertion', test: 'text-start' };
    case 'Z':
      return { kind: 'assertion', test: 'text-end' };
    case 'b':
      return { kind: 'assertion', test: ascii ? 'ascii-boundary' : 'boundary' };
    case 'B':
      return { kind: 'assertion', test: ascii ? 'not-ascii-boundary' : 'not-boundary' };
    default:
      return letter >= '0' && letter <= '9'
        ? readNumber(cursor, letter, start)
        : readShared(cursor, letter, ascii, start);
  }
}

/** Reads an escape inside a class; the cursor stands behind the backslash. */
export function readClassEscape(cursor: PatternCursor, ascii: boolean): number | CategoryItem {
  const start = cursor.at - 1;
  const letter = cursor.next();
  if (letter === 'b') return 0x08;
  const read = OCTAL.test(letter)
    ? readOctal(cursor, letter + cursor.takeWhile(OCTAL, 2), start)
    : readShared(cursor, letter, ascii, start);
  if (read.kind === 'code') return read.code;
  if (read.kind === 'category') return read.item;
  return cursor.fail('unknown escape in a class', start);
}
