// Addresses of a report: `0x` text, or numbers.

import type { JsonCursor } from '../../../bytes/json-cursor.ts';
import { toReportInteger } from './integers.ts';

const QUOTE = 0x22;
const ZERO = 0x30;
const X = 0x78;
/** Digits below which a number is exact. */
const EXACT_DIGITS = 13;

/** The address at the cursor; 0 for what is none, or beyond 2^53. Hot where callers are wanted: short texts are not decoded. */
export function readAddress(cursor: JsonCursor): number {
  if (cursor.peek() !== QUOTE) return toAddress(toReportInteger(cursor.readScalar()));
  cursor.readString();
  const { bytes, textStart, textEnd } = cursor;
  const isHex = bytes[textStart] === ZERO && bytes[textStart + 1] === X;
  if (!isHex || textEnd - textStart > EXACT_DIGITS + 2) return toAddress(toReportInteger(cursor.text()));
  let address = 0;
  for (let at = textStart + 2; at < textEnd; at++) {
    const digit = hexDigit(bytes[at] as number);
    if (digit < 0) return 0;
    address = address * 16 + digit;
  }
  return address;
}

/** A number as an address; 0 for what is none. */
export function toAddress(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function hexDigit(byte: number): number {
  if (byte >= ZERO && byte <= 0x39) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
