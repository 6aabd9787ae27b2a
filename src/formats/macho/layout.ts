// Where the parts of a Mach-O program lie in memory. Segments that may be executed hold texts and tables as well; sections say what of them
// are instructions.

import type { Diagnostics } from '../../diagnostics.ts';
import { type MappedPart, withinFile } from '../mapped-view.ts';
import type { MachOCode } from './codes.ts';
import { type MachOHeaders, type MachOSection, type MachOSegment, PROTECTION } from './headers.ts';

/** Addresses end here, so that sums of them stay exact. */
const HIGHEST = 2 ** 52;

/** The parts in the order of the segments. */
export function layOutMachO(
  { segments }: MachOHeaders,
  fileSize: number,
  diagnostics: Diagnostics<MachOCode>,
): MappedPart[] {
  const parts = segments.flatMap((segment) => partsOf(segment, fileSize, diagnostics));
  return withinFile(parts, fileSize, () =>
    diagnostics.add('warning', 'macho-table-damaged', 'The segments map the file many times; not all of it is.'),
  );
}

/** None of a segment that nobody may touch, as the one is that catches null pointers. */
function partsOf(segment: MachOSegment, fileSize: number, diagnostics: Diagnostics<MachOCode>): MappedPart[] {
  const { name, address, size, protection, sections } = segment;
  const end = Math.min(address + size, HIGHEST);
  if (end <= address || (protection === 0 && segment.fileSize === 0)) return [];
  if (end - address < size) diagnostics.add('warning', 'macho-table-damaged', 'A segment is larger than memory.');
  if (segment.fileOffset >= fileSize && segment.fileSize > 0) return sectionParts(segment, fileSize, diagnostics);
  const there = Math.min(segment.fileSize, end - address, Math.max(fileSize - segment.fileOffset, 0));
  if (there < Math.min(segment.fileSize, end - address))
    diagnostics.add('warning', 'macho-truncated', 'The file ends in a segment.');
  const part = { name, ...rightsOf(protection), fileOffset: segment.fileOffset, fileSize: there };
  const whole = { ...part, start: address, size: end - address };
  return part.isExecutable ? splitAtCode(whole, sections) : [whole];
}

function rightsOf(protection: number): Pick<MappedPart, 'isReadable' | 'isWritable' | 'isExecutable'> {
  return {
    isReadable: (protection & PROTECTION.read) !== 0,
    isWritable: (protection & PROTECTION.write) !== 0,
    isExecutable: (protection & PROTECTION.execute) !== 0,
  };
}

/** Sections say themselves where they are; a segment that lies outside of the file is filled by them. */
function sectionParts(
  { name, protection, sections }: MachOSegment,
  fileSize: number,
  diagnostics: Diagnostics<MachOCode>,
): MappedPart[] {
  diagnostics.add('warning', 'macho-table-damaged', 'A segment lies outside of the file.');
  const rights = rightsOf(protection);
  return sections
    .filter(({ size, address }) => size > 0 && address + size <= HIGHEST)
    .map(({ address, size, offset, hasInstructions, isZeroFilled }) => ({
      ...{ name, ...rights, isExecutable: rights.isExecutable && hasInstructions },
      ...{ start: address, size, fileOffset: offset },
      fileSize: isZeroFilled ? 0 : Math.min(size, Math.max(fileSize - offset, 0)),
    }));
}

/** Pieces of a segment, of which those from the first to the last of neighbouring sections with instructions may be executed. */
function splitAtCode(whole: MappedPart, sections: readonly MachOSection[]): MappedPart[] {
  const end = whole.start + whole.size;
  const inside = sections
    .filter(({ address, size }) => size > 0 && address >= whole.start && address + size <= end)
    .sort((a, b) => a.address - b.address);
  if (!inside.some(({ hasInstructions }) => hasInstructions)) return [whole];
  const pieces: MappedPart[] = [];
  let at = whole.start;
  const upTo = (next: number, isExecutable: boolean): void => {
    if (next <= at) return;
    const from = at - whole.start;
    const fileSize = Math.min(Math.max(whole.fileSize - from, 0), next - at);
    pieces.push({
      ...whole,
      ...{ start: at, size: next - at, isExecutable },
      ...{ fileOffset: whole.fileOffset + from, fileSize },
    });
    at = next;
  };
  let codeEnd = -1;
  for (const { address, size, hasInstructions } of inside) {
    if (hasInstructions) {
      if (codeEnd < 0) upTo(address, false);
      codeEnd = Math.max(codeEnd, address + size);
    } else if (codeEnd >= 0) {
      upTo(codeEnd, true);
      codeEnd = -1;
    }
  }
  if (codeEnd >= 0) upTo(codeEnd, true);
  upTo(end, false);
  return pieces;
}
