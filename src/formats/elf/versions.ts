// Versions that an ELF file needs of the symbols of other files, such as `GLIBC_2.34` of libc.so.6.

import { ByteView } from '../../bytes/byte-view.ts';
import type { ElfFile } from './elf-file.ts';
import { SECTION } from './headers.ts';

export interface NeededVersion {
  readonly file: string;
  readonly version: string;
}

const MAX_RECORDS = 65_536;
const MAX_NAME = 8192;

/** All of them, in the order of the table; empty where there is no such section. */
export function readNeededVersions(elf: ElfFile): NeededVersion[] {
  const { headers, bytes, names } = elf;
  const section = headers.sections.find(({ type }) => type === SECTION.versionNeeds);
  const strings = section && headers.sections[section.link];
  if (section === undefined || strings === undefined) return [];
  const table = new ByteView(elf.sectionBytes(section), headers.isLittleEndian);
  const file = new ByteView(bytes, headers.isLittleEndian);
  const name = (at: number): string =>
    at < strings.size ? (names.take(() => file.text(strings.offset + at, MAX_NAME)) ?? '') : '';
  const needed: NeededVersion[] = [];
  for (let at = 0; table.has(at, 16) && needed.length < MAX_RECORDS; ) {
    const library = name(table.u32(at + 4));
    for (let part = at + table.u32(at + 8), i = 0; i < table.u16(at + 2) && table.has(part, 16); i++) {
      needed.push({ file: library, version: name(table.u32(part + 8)) });
      const next = table.u32(part + 12);
      if (next === 0) break;
      part += next;
    }
    const next = table.u32(at + 12);
    if (next === 0) break;
    at += next;
  }
  return needed;
}
