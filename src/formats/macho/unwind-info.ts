// `__unwind_info` (mach-o/compact_unwind_encoding.h): how to unwind from each function. Neighbours with equal encodings are folded into one
// entry, so it has some function starts and not all.

import type { MappedView } from '../mapped-view.ts';
import type { MachOSection } from './headers.ts';

const VERSION = 1;
const REGULAR = 2;
const COMPRESSED = 3;
const INDEX_BYTES = 12;
const MAX_ENTRIES = 1_000_000;

interface UnwindOptions {
  /** Address of the header. */
  readonly base: number;
  /** Entries that are read. */
  readonly most: number;
}
/** A second-level page has at most 4 KB. */
const MAX_PAGE_ENTRIES = 1024;

/** Addresses of functions, in the order of the table; `tell` is called where it is damaged. */
export function readUnwindInfo(
  view: MappedView,
  { address: place, size }: MachOSection,
  { base, most }: UnwindOptions,
  tell: () => void,
): number[] {
  const starts: number[] = [];
  const first = view.u32(place + 20);
  const count = view.u32(place + 24);
  if (view.u32(place) !== VERSION || first < 0 || count < 0) {
    tell();
    return starts;
  }
  // The last one only ends the table.
  for (let i = 0; i + 1 < count && starts.length < Math.min(most, MAX_ENTRIES); i++) {
    const at = place + first + i * INDEX_BYTES;
    if (first + (i + 1) * INDEX_BYTES > size || view.u32(at) < 0) {
      tell();
      break;
    }
    const page = view.u32(at + 4);
    if (page > 0 && page < size) readPage(view, place + page, base, view.u32(at), starts);
  }
  return starts;
}

function readPage(view: MappedView, page: number, base: number, pageStart: number, starts: number[]): void {
  const kind = view.u32(page);
  const first = view.u16(page + 4);
  const count = Math.min(view.u16(page + 6), MAX_PAGE_ENTRIES);
  const bytes = kind === REGULAR ? 8 : 4;
  if (kind !== REGULAR && kind !== COMPRESSED) return;
  for (let i = 0; i < count; i++) {
    const entry = view.u32(page + first + i * bytes);
    if (entry < 0) return;
    starts.push(base + (kind === REGULAR ? entry : pageStart + (entry & 0xffffff)));
  }
}
