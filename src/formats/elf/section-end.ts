// How far what belongs together reaches from an address of an ELF file: sections say it, and segments that begin outside of all sections.

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
  const partAt = (parts: readonly Part[], address: number): Part | undefined =>
    parts.find(({ start, end }) => address >= start && address < end);
  const segments = layout.parts
    .filter(({ start }) => partAt(sections, start) === undefined)
    .map(({ start, size }) => ({ start, end: start + size }));
  const parts = [...sections, ...segments];
  return (address) => partAt(parts, address)?.end;
}
