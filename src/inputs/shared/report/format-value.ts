// Values of arguments as the display form of a call shows them (spec dynamic.md section 2.7).

import type { JsonScalar } from '../../../bytes/json-cursor.ts';
import { toReportInteger } from './integers.ts';

/** As Python's `hex`. */
export function formatHex(value: number | bigint): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** A number in hexadecimal, text in quotes, nothing for what is neither. */
export function formatValue(value: JsonScalar | undefined): string {
  const integer = typeof value === 'boolean' ? Number(value) : toReportInteger(value);
  if (integer !== undefined) return formatHex(integer);
  return typeof value === 'string' ? `"${value}"` : '';
}
