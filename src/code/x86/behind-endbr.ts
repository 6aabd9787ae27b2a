// Stubs of linkers may begin with an instruction that only marks where indirect branches may go.

import type { Image } from '../image.ts';

/** First bytes of endbr32 and endbr64, whose last ones are FB and FA. */
const ENDBR = 0x1e0ff3;
const LENGTH = 4;

/** The address behind such an instruction; the address itself where there is none. */
export function behindEndbr(image: Image, address: number): number {
  const isMark = image.unsigned(address, 3) === ENDBR && (image.u8(address + 3) | 1) === 0xfb;
  return isMark ? address + LENGTH : address;
}
