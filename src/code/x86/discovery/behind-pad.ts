// Landing pads: instructions that mark where indirect branches may go, and do nothing.

import type { CodeMap } from './code-map.ts';

/** First bytes of endbr32 and endbr64, whose last ones are FA and FB. */
const PAD = 0x1e0ff3;
const PAD_BYTES = 4;

/** Where a function begins to do something. */
export function behindPad({ image, finding }: CodeMap, address: number): number {
  const isPad = finding.seesBehindPads && image.unsigned(address, 3) === PAD && (image.u8(address + 3) | 1) === 0xfb;
  return isPad ? address + PAD_BYTES : address;
}
