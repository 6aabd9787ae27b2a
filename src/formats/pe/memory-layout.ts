// PE images as they lie in memory: dumps that nobody made files of again. Their sections are at their places in memory, not where the
// headers say that a file has them.

import { ByteView } from '../../bytes/byte-view.ts';

const SECTION_BYTES = 40;
/** Sections that are looked at. Real files have up to a few dozen. */
const MAX_SECTIONS = 96;

interface Table {
  /** Where the entries of sections that have bytes in a file are. */
  readonly entries: readonly {
    readonly at: number;
    readonly size: number;
    readonly rva: number;
    readonly raw: number;
  }[];
  readonly sizeOfHeaders: number;
}

/**
 * The file that such a dump would be: a copy whose headers say where its sections are. Other bytes are given back as they are. A dump is
 * known by what is between its headers and its first section: a file has the beginning of a section there, memory has nothing.
 */
export function fileOfImage(bytes: Uint8Array): Uint8Array {
  const table = readTable(new ByteView(bytes));
  if (table === undefined) return bytes;
  const { entries, sizeOfHeaders } = table;
  const first = entries.reduce((least, { rva }) => Math.min(least, rva), Number.POSITIVE_INFINITY);
  const last = entries.reduce((most, { rva }) => Math.max(most, rva), 0);
  const isMoved = entries.some(({ rva, raw }) => rva !== raw);
  const hasRoom = sizeOfHeaders > 0 && sizeOfHeaders < first && last < bytes.length;
  if (!isMoved || !hasRoom || !entries.some(({ raw }) => raw >= sizeOfHeaders && raw < first)) return bytes;
  for (let at = sizeOfHeaders; at < first; at++) if (bytes[at] !== 0) return bytes;
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (const { at, size, rva } of entries) {
    view.setUint32(at + 16, Math.min(size, Math.max(bytes.length - rva, 0)), true);
    view.setUint32(at + 20, rva, true);
  }
  return copy;
}

function readTable(view: ByteView): Table | undefined {
  const header = view.u32(0x3c);
  if (view.u16(0) !== 0x5a4d || header < 0 || view.u32(header) !== 0x4550) return undefined;
  const start = header + 24 + Math.max(view.u16(header + 20), 0);
  const count = Math.min(view.u16(header + 6), MAX_SECTIONS);
  const all = Array.from({ length: Math.max(count, 0) }, (_, i) => start + i * SECTION_BYTES);
  const entries = all
    .filter((at) => view.has(at, SECTION_BYTES))
    .map((at) => ({ at, size: view.u32(at + 8), rva: view.u32(at + 12), raw: view.u32(at + 20) }))
    .filter(({ size, rva }) => size > 0 && rva > 0);
  return entries.length === 0 ? undefined : { entries, sizeOfHeaders: view.u32(header + 24 + 60) };
}
