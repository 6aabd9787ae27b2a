// Decoding at an address of a program.

import type { Image } from '../image.ts';
import { decode } from './decode.ts';
import type { Instruction } from './instruction.ts';

/** Decodes the instruction at an address; false where there is none. */
export function decodeAt(image: Image, address: number, into: Instruction): boolean {
  const region = image.regionAt(address);
  if (region === undefined) return false;
  const { bytes, start } = region;
  return decode(bytes, address - start, bytes.length, address, image.bits, into) > 0;
}
