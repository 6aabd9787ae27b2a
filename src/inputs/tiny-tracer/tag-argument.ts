// An argument as tiny_tracer writes it: `0`, `0x1f = 31`, `ptr 0x12ff -> "text"` (also `L"..."`, and `U"..."` for a UNICODE_STRING), and
// `ptr 0x12ff -> {4d 5a ...}` for bytes that are no text.

import type { Integer } from '../../bytes/integer.ts';
import { parseDecimal, parsePrefixed } from '../../bytes/python-integer.ts';

export interface TagArgument {
  /** What the register holds. */
  readonly number: Integer | undefined;
  /** The text that it points to. */
  readonly text: string | undefined;
}

const NUMBER = /^(?:[0-9a-fx]{1,20} = )?(\d{1,20})$/i;
const POINTER = /^ptr (?:0x)?([0-9a-f]{1,16})/i;
const TEXT = /^ (?:-> )+[LU]?"(.*)"$/s;

export function readTagArgument(value: string): TagArgument {
  const number = NUMBER.exec(value)?.[1];
  if (number !== undefined) return { number: parseDecimal(number), text: undefined };
  const pointer = POINTER.exec(value);
  if (pointer === null) return { number: undefined, text: undefined };
  const text = TEXT.exec(value.slice(pointer[0].length))?.[1];
  return { number: parsePrefixed(`0x${pointer[1]}`), text };
}
