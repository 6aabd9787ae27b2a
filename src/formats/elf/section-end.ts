// How far what belongs together reaches from an address of an ELF file: sections say it, and segments that begin outside of all sections.

import { withoutOverlaps } from '../../bytes/ranges.ts';
import type { ElfFile } from './elf-file.ts';

interface Part {
  readonly start: number;
  readonly end: number;
}

/** The address behind the section that an address lies in; undefined where there is none. */
export function sectionEnds({ headers, layout }: ElfFile): (address: number) => number | undefined {
  const sections: Part[] = headers.sections
    .map(({ size }, index) => ({ start: layout.sectionAddresses[index] ?? -1, size }))
    .filter(({ start }) => start > 0)
    .map(({ start, size }) => ({ start, end: start + size }));
  const endInSections = endsIn(sections);
  const segments = layout.parts
    .filter(({ start }) => endInSections(start) === undefined)
    .map(({ start, size }) => ({ start, end: start + size }));
  return endsIn([...sections, ...segments]);
}

/** The end of the first part that an address lies in. */
function endsIn(parts: readonly Part[]): (address: number) => number | undefined {
  const pieces = withoutOverlaps(parts);
  return (address) => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pieces[middle] as Part).start <= address) low = middle + 1;
      else high = middle;
    }
    const piece = pieces[low - 1];
    return piece === undefined || address >= piece.end ? undefined : parts[piece.index]?.end;
  };
}
