// Landing pads: instructions that mark where indirect branches may go, and do nothing.

import { behindEndbr } from '../behind-endbr.ts';
import type { CodeMap } from './code-map.ts';

/** Where a function begins to do something. */
export function behindPad({ image, finding }: CodeMap, address: number): number {
  return finding.seesBehindPads ? behindEndbr(image, address) : address;
}
