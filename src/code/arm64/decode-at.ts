// Decoding at an address of a program.

import type { Image } from '../image.ts';
import { decode } from './decode.ts';
import type { Instruction } from './instruction.ts';

/** Decodes the instruction at an address, which must be a multiple of four; false where there is none. */
export function decodeAt(image: Image, address: number, into: Instruction): boolean {
  if (address % 4 !== 0) return false;
  const region = image.regionAt(address);
  if (region === undefined) return false;
  const { bytes, start } = region;
  const at = address - start;
  if (at + 4 > bytes.length) return false;
  return decode(wordAt(bytes, at), address, into);
}

/** The instruction word at a place: little-endian always, whatever data is; with a sign. */
function wordAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return low | ((bytes[at + 3] as number) << 24);
}
