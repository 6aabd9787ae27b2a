// Integers as VMRay writes them: `0x` and hexadecimal digits, or decimal.

import { parseDecimal, parseHex } from '../../bytes/python-integer.ts';
import type { Integer } from '../../features/feature.ts';

/** The integer, or undefined for other text. */
export function parseVmrayInteger(text: string): Integer | undefined {
  return text.startsWith('0x') ? parseHex(text) : parseDecimal(text);
}

/** An id: not negative and not beyond 2^53. */
export function parseVmrayId(text: string | undefined): number | undefined {
  const id = text === undefined ? undefined : parseVmrayInteger(text);
  return typeof id === 'number' && id >= 0 ? id : undefined;
}
