// Base relocations of a PE file: places that hold addresses and change when the program is loaded elsewhere. For an analysis they are the
// list of all pointers in it.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { PeCode } from './codes.ts';
import type { DataDirectory } from './headers.ts';

/** The pointer that is to be changed is 4 bytes (3) or 8 (10). */
const HIGHLOW = 3;
const DIR64 = 10;
const PAGE = 0x1000;
/** Entries of one program, blocks included. The largest real ones have some 100,000. */
const MAX_RELOCATIONS = 2_000_000;

/** Places of whole pointers, relative to the base, in the order of the table; the kinds that change half of one are left out. */
export function readRelocations(
  view: MappedView,
  { rva, size }: DataDirectory,
  diagnostics: Diagnostics<PeCode>,
): Uint32Array {
  const end = rva + size;
  const places: number[] = [];
  let entries = 0;
  for (let block = rva; block + 8 <= end; ) {
    const page = view.u32(block);
    const bytes = view.u32(block + 4);
    if (page < 0 || bytes < 8) {
      // Linkers pad the table with zeros.
      if (page !== 0 || bytes !== 0) diagnostics.add('warning', 'pe-table-damaged', 'The relocations break off.');
      break;
    }
    for (let at = block + 8; at + 2 <= Math.min(block + bytes, end) && entries < MAX_RELOCATIONS; at += 2, entries++) {
      const entry = view.u16(at);
      if (entry < 0) break;
      const kind = entry >> 12;
      if (kind === HIGHLOW || kind === DIR64) places.push(page + (entry & (PAGE - 1)));
    }
    entries++;
    if (entries > MAX_RELOCATIONS) {
      diagnostics.add('warning', 'pe-table-cut', 'Not all relocations are read.');
      break;
    }
    block += bytes;
  }
  return Uint32Array.from(places);
}
