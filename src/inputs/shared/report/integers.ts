// How the reports of CAPE and Cuckoo 2 spell identifiers and integers, and how the reference reads them: some are numbers, some are
// text, addresses are `0x` text; each is accepted in the other spelling too.

import type { JsonValue } from '../../../bytes/exact-json.ts';
import { type Integer, toInteger } from '../../../bytes/integer.ts';
import type { JsonScalar } from '../../../bytes/json-cursor.ts';
import { parseDecimal, parseHex } from '../../../bytes/python-integer.ts';

/** `5.0` counts as 5, as in the reference. */
const WITH_ZERO_FRACTION = /^([^.]+)\.0+$/;

/** `0x...` in hexadecimal, other text in decimal; undefined for text that is neither. */
export function parseReportInteger(text: string): Integer | undefined {
  return text.startsWith('0x') ? parseHex(text) : parseDecimal(text);
}

/** A number or the text of one. */
export function toReportInteger(value: JsonValue | undefined): Integer | undefined {
  if (typeof value === 'string') return parseReportInteger(value);
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? toInteger(BigInt(value)) : undefined;
}

/** A process or thread id. Ids are not negative and are exact as numbers; anything else is none. */
export function toId(value: JsonScalar | undefined): number | undefined {
  let id: Integer | undefined;
  if (typeof value === 'number') id = value;
  else if (typeof value === 'string')
    id = parseDecimal(value) ?? parseDecimal(WITH_ZERO_FRACTION.exec(value)?.[1] ?? '');
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}
