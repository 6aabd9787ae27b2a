// What the notes of an ELF file say about its system.

import { ByteView } from '../../../bytes/byte-view.ts';
import type { ElfFile } from '../elf-file.ts';
import { SECTION, SEGMENT } from '../headers.ts';
import { type ElfNote, readFirstNote } from '../notes.ts';
import { SYSTEM_BY_TAG } from './system-names.ts';

const SECTION_OWNERS: ReadonlyMap<string, string> = new Map([
  ['Linux', 'linux'],
  ['OpenBSD', 'openbsd'],
  ['NetBSD', 'netbsd'],
  ['FreeBSD', 'freebsd'],
]);
const SEGMENT_OWNERS: ReadonlyMap<string, string> = new Map([...SECTION_OWNERS, ['Android', 'android']]);
const ABI_TAG = 1;
const ABI_TAG_BYTES = 16;

/** The first note of each segment of notes. */
export function systemOfSegmentNotes(elf: ElfFile): string | undefined {
  for (const segment of elf.headers.segments) {
    const bytes = segment.type === SEGMENT.note ? elf.wholeBytes(segment.offset, segment.fileSize) : undefined;
    const note = bytes && readFirstNote(bytes, elf.headers.isLittleEndian);
    const system = note?.type === ABI_TAG ? systemOf(elf, note, SEGMENT_OWNERS) : undefined;
    if (system !== undefined) return system;
  }
  return undefined;
}

/** The first note of each section of notes. */
export function systemOfSectionNotes(elf: ElfFile): string | undefined {
  for (const section of elf.headers.sections) {
    const bytes = section.type === SECTION.note ? elf.wholeBytes(section.offset, section.size) : undefined;
    const note = bytes && readFirstNote(bytes, elf.headers.isLittleEndian);
    const system = note && systemOf(elf, note, SECTION_OWNERS);
    if (system !== undefined) return system;
  }
  return undefined;
}

function systemOf({ headers }: ElfFile, note: ElfNote, owners: ReadonlyMap<string, string>): string | undefined {
  if (note.owner !== 'GNU') return owners.get(note.owner);
  if (note.description.length < ABI_TAG_BYTES) return undefined;
  return SYSTEM_BY_TAG[new ByteView(note.description, headers.isLittleEndian).u32(0)];
}
