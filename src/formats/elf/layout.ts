// How an ELF file lies in memory: its loaded segments, at the addresses they name, or moved as a whole where they name none. Kernel modules and
// other relocatable files have no segments: their sections lie as they do in the file, and those without contents behind it.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedPart } from '../mapped-view.ts';
import type { ElfCode } from './codes.ts';
import { ELF_TYPE, type ElfHeaders, type ElfSection, SECTION, SECTION_FLAGS, SEGMENT } from './headers.ts';

const PAGE = 0x1000;
/** Where programs that may be loaded anywhere are put; what capa's analysis uses, so that addresses compare. */
const ANYWHERE = 0x2000000;
/** Parts that are mapped. Real files have up to a few dozen, kernel modules some hundred. */
const MAX_PARTS = 4096;

export interface ElfLayout {
  readonly parts: readonly MappedPart[];
  /** What is added to the addresses of the file. */
  readonly bias: number;
  /** Lowest address. */
  readonly base: number;
  /** Where each section lies, in the order of the sections; -1 where it is not in memory. */
  readonly sectionAddresses: Float64Array;
}

export function layOutElf(headers: ElfHeaders, fileSize: number, diagnostics: Diagnostics<ElfCode>): ElfLayout {
  const inFile: InFile = (offset, size) => {
    const there = Math.max(Math.min(size, fileSize - offset), 0);
    if (there < size) diagnostics.add('warning', 'elf-truncated', 'The file ends before the end of a mapped part.');
    return there;
  };
  const loaded = headers.segments.filter(({ type }) => type === SEGMENT.load);
  if (loaded.length === 0) return layOutSections(headers, fileSize, inFile);
  const lowest = loaded.reduce((least, { address }) => Math.min(least, address), Number.POSITIVE_INFINITY);
  const bias = headers.type === ELF_TYPE.shared && lowest < PAGE ? ANYWHERE : 0;
  const parts = loaded.slice(0, MAX_PARTS).map((segment, index) => ({
    name: `PHDR${index}`,
    start: segment.address + bias,
    size: Math.ceil(Math.max(segment.memorySize, segment.fileSize) / PAGE) * PAGE,
    fileOffset: segment.offset,
    fileSize: inFile(segment.offset, segment.fileSize),
    isReadable: (segment.flags & 4) !== 0,
    isWritable: (segment.flags & 2) !== 0,
    isExecutable: (segment.flags & 1) !== 0,
  }));
  const sectionAddresses = Float64Array.from(headers.sections, ({ flags, address }) =>
    (flags & SECTION_FLAGS.allocate) !== 0 ? address + bias : -1,
  );
  return { parts, bias, base: lowest + bias, sectionAddresses };
}

/** How much of a part of the file is there. */
type InFile = (offset: number, size: number) => number;

function layOutSections(headers: ElfHeaders, fileSize: number, inFile: InFile): ElfLayout {
  let behind = Math.ceil(fileSize / 16) * 16;
  const parts: MappedPart[] = [];
  const sectionAddresses = new Float64Array(headers.sections.length).fill(-1);
  headers.sections.forEach((section, index) => {
    if ((section.flags & SECTION_FLAGS.allocate) === 0 || section.size <= 0 || parts.length >= MAX_PARTS) return;
    const isEmpty = section.type === SECTION.empty;
    const start = isEmpty ? behind : section.offset;
    if (isEmpty) behind += Math.ceil(section.size / 16) * 16;
    sectionAddresses[index] = start;
    parts.push(sectionPart(section, start, isEmpty ? 0 : inFile(section.offset, section.size)));
  });
  return { parts, bias: 0, base: 0, sectionAddresses };
}

function sectionPart({ name, flags, size, offset }: ElfSection, start: number, fileSize: number): MappedPart {
  return {
    name,
    start,
    size,
    fileOffset: offset,
    fileSize,
    isReadable: true,
    isWritable: (flags & SECTION_FLAGS.write) !== 0,
    isExecutable: (flags & SECTION_FLAGS.execute) !== 0,
  };
}
