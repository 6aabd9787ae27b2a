// PE images as they lie in memory: dumps that nobody made files of again. Their sections are at their places in memory, not where the
// headers say that a file has them.

import { ByteView } from '../../bytes/byte-view.ts';

const SECTION_BYTES = 40;
/** Sections that are looked at. Real files have up to a few dozen. */
const MAX_SECTIONS = 96;

interface Section {
  /** Where its entry in the table is. */
  readonly at: number;
  readonly size: number;
  readonly rva: number;
  readonly rawSize: number;
  readonly raw: number;
}

interface Table {
  /** By place in memory; those that are somewhere. */
  readonly sections: readonly Section[];
  readonly sizeOfHeaders: number;
}

/**
 * The file that such a dump would be: a copy whose headers say where its sections are. Other bytes are given back as they are. A dump is
 * known by what is before the first section that is elsewhere in a file: a file has the beginning of that section there, memory has nothing.
 */
export function fileOfImage(bytes: Uint8Array): Uint8Array {
  const table = readTable(new ByteView(bytes));
  if (table === undefined || !isInMemory(bytes, table)) return bytes;
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  for (const { at, size, rva } of table.sections) {
    view.setUint32(at + 16, Math.min(size, Math.max(bytes.length - rva, 0)), true);
    view.setUint32(at + 20, rva, true);
  }
  return copy;
}

function isInMemory(bytes: Uint8Array, { sections, sizeOfHeaders }: Table): boolean {
  const number = sections.findIndex(({ rva, raw, rawSize }) => rawSize > 0 && rva !== raw);
  const moved = sections[number];
  const before = sections[number - 1];
  const end = before === undefined ? sizeOfHeaders : before.rva + Math.max(before.size, before.rawSize);
  if (moved === undefined || moved.raw < end || moved.raw >= moved.rva) return false;
  if (end <= 0 || (sections.at(-1)?.rva ?? 0) >= bytes.length) return false;
  for (let at = end; at < moved.rva; at++) if (bytes[at] !== 0) return false;
  return true;
}

function readTable(view: ByteView): Table | undefined {
  const header = view.u32(0x3c);
  if (view.u16(0) !== 0x5a4d || header < 0 || view.u32(header) !== 0x4550) return undefined;
  const start = header + 24 + Math.max(view.u16(header + 20), 0);
  const count = Math.max(Math.min(view.u16(header + 6), MAX_SECTIONS), 0);
  const sections = Array.from({ length: count }, (_, i) => start + i * SECTION_BYTES)
    .filter((at) => view.has(at, SECTION_BYTES))
    .map((at) => ({
      at,
      size: view.u32(at + 8),
      rva: view.u32(at + 12),
      rawSize: view.u32(at + 16),
      raw: view.u32(at + 20),
    }))
    .filter(({ size, rva }) => size > 0 && rva > 0)
    .sort((a, b) => a.rva - b.rva);
  return { sections, sizeOfHeaders: view.u32(header + 24 + 60) };
}
