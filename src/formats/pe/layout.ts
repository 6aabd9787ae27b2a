// How a PE file lies in memory: the headers, then each section at its place. Parts are relative to the base.
//
// A section is as large as it says it is in memory, filled up to the alignment of the file; one that says nothing, or has nothing in the file,
// reaches to the next one.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedPart } from '../mapped-view.ts';
import type { PeCode } from './codes.ts';
import type { PeHeaders, PeSection } from './headers.ts';
import { SECTION_FLAG } from './headers.ts';

/** Name of the part that the headers make. */
const HEADER_PART = 'PE_Header';
/** Parts that are mapped. Real files have up to a few dozen. */
const MAX_PARTS = 4096;
const SMALLEST_ALIGNMENT = 0x200;

/** The parts of memory that the file fills, headers first, sections in their order. */
export function layOut(headers: PeHeaders, fileSize: number, diagnostics: Diagnostics<PeCode>): MappedPart[] {
  const { sections } = headers;
  const starts = sections.map(({ rva }) => rva).sort((a, b) => a - b);
  const parts: MappedPart[] = [headerPart(headers, fileSize)];
  if (sections.length > MAX_PARTS)
    diagnostics.add('warning', 'pe-table-cut', `Only the first ${MAX_PARTS} sections are mapped.`);
  for (const section of sections.slice(0, MAX_PARTS)) {
    const next = starts[firstAbove(starts, section.rva)];
    const size = sizeInMemory(headers, section, next);
    if (size <= 0) continue;
    const part = sectionPart(headers, section, size, fileSize);
    if (part.fileSize < Math.min(section.rawSize, section.virtualSize, size))
      diagnostics.add('warning', 'pe-truncated', 'The file ends before the end of a section.', section.name);
    parts.push(part);
  }
  return parts;
}

function headerPart(headers: PeHeaders, fileSize: number): MappedPart {
  const size = roundUp(Math.max(headers.sizeOfHeaders, 1), headers.sectionAlignment);
  return {
    name: HEADER_PART,
    start: 0,
    size,
    fileOffset: 0,
    fileSize: Math.min(headers.sizeOfHeaders, size, fileSize),
    isReadable: true,
    isWritable: false,
    isExecutable: false,
  };
}

function sectionPart(headers: PeHeaders, section: PeSection, size: number, fileSize: number): MappedPart {
  const { name, rva, characteristics } = section;
  const fileOffset = rawStart(headers, section);
  const filled = Math.min(section.rawSize, section.virtualSize, size, Math.max(fileSize - fileOffset, 0));
  return {
    name,
    start: rva,
    size,
    fileOffset,
    fileSize: filled,
    isReadable: (characteristics & SECTION_FLAG.read) !== 0,
    isWritable: (characteristics & SECTION_FLAG.write) !== 0,
    isExecutable: holdsCode(headers, section),
  };
}

/** The loader rounds the place in the file down to a sector. */
function rawStart(headers: PeHeaders, section: PeSection): number {
  return headers.sectionAlignment < 0x1000
    ? section.rawOffset
    : Math.floor(section.rawOffset / SMALLEST_ALIGNMENT) * SMALLEST_ALIGNMENT;
}

function holdsCode(headers: PeHeaders, { rva, virtualSize, characteristics }: PeSection): boolean {
  const isNamedCode = rva >= headers.baseOfCode && rva < headers.baseOfCode + headers.sizeOfCode;
  const hasEntry = headers.entryRva >= rva && headers.entryRva < rva + virtualSize;
  return (characteristics & (SECTION_FLAG.code | SECTION_FLAG.execute)) !== 0 || isNamedCode || hasEntry;
}

function sizeInMemory(headers: PeHeaders, section: PeSection, next: number | undefined): number {
  if (section.rawSize > 0 && section.virtualSize > 0) return roundUp(section.virtualSize, headers.fileAlignment);
  return next === undefined ? roundUp(section.virtualSize, headers.fileAlignment) : next - section.rva;
}

function roundUp(value: number, alignment: number): number {
  return alignment > 0 ? Math.ceil(value / alignment) * alignment : value;
}

function firstAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
