// How compilers begin functions of 32-bit programs, as far as nothing else begins like that.

import type { Image } from '../../image.ts';

const ANY = -1;
const PROLOGUES: readonly (readonly number[])[] = [
  // push ebp; mov ebp, esp: in both encodings, and behind the room for a patch.
  [0x55, 0x8b, 0xec],
  [0x55, 0x89, 0xe5],
  [0x8b, 0xff, 0x55, 0x8b, 0xec],
  // push esi; mov esi, ecx: a method.
  [0x56, 0x8b, 0xf1],
  // push size; push table; call: a frame with an exception handler.
  [0x6a, ANY, 0x68, ANY, ANY, ANY, ANY, 0xe8],
];
const LONGEST = 8;

export function hasPrologue(image: Image, address: number): boolean {
  if (image.bits !== 32) return false;
  const bytes = image.bytesAt(address, LONGEST);
  return PROLOGUES.some((wanted) => wanted.every((byte, i) => (byte === ANY ? i < bytes.length : bytes[i] === byte)));
}
