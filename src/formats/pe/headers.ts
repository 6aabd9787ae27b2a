// The headers of a PE file (Microsoft PE/COFF specification, revision 11): where they are, what machine the program is for, how it is
// laid out in memory, and where its tables are.

import { ByteView, fixedText } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { PeCode } from './codes.ts';

export const MACHINE = { i386: 0x14c, amd64: 0x8664, arm64: 0xaa64 } as const;

/** Places of tables in the optional header. */
export const DIRECTORY = {
  exports: 0,
  imports: 1,
  resources: 2,
  exceptions: 3,
  relocations: 5,
  tls: 9,
  loadConfig: 10,
  delayImports: 13,
  clr: 14,
} as const;

const SECTION_BYTES = 40;
const PE32_PLUS = 0x20b;

/** Where a table is, relative to the base. */
export interface DataDirectory {
  readonly rva: number;
  readonly size: number;
}

export interface PeSection {
  /** As the header has it, one character a byte; `/4` stands for a long name elsewhere, which no loader looks at. */
  readonly name: string;
  readonly rva: number;
  readonly virtualSize: number;
  readonly rawOffset: number;
  readonly rawSize: number;
  readonly characteristics: number;
}

export const SECTION_FLAG = { code: 0x20, execute: 0x20000000, read: 0x40000000, write: 0x80000000 } as const;

export interface PeHeaders {
  readonly machine: number;
  readonly bits: 32 | 64;
  /** COFF flags: bit 13 is a library. */
  readonly characteristics: number;
  /** Seconds since 1970, as the linker wrote them. */
  readonly timestamp: number;
  readonly subsystem: number;
  readonly entryRva: number;
  readonly imageBase: bigint;
  readonly sizeOfImage: number;
  readonly sizeOfHeaders: number;
  readonly sectionAlignment: number;
  readonly fileAlignment: number;
  readonly baseOfCode: number;
  readonly sizeOfCode: number;
  readonly dllCharacteristics: number;
  readonly directories: readonly DataDirectory[];
  /** Where managed code is; its place is read also where the headers count fewer tables, as the runtime does. */
  readonly managed: DataDirectory | undefined;
  readonly sections: readonly PeSection[];
  /** Where in the file the signature `PE` is. */
  readonly headerOffset: number;
}

/** Reads the headers. Throws CapaxError `input-corrupt` where there is no PE header. */
export function readHeaders(bytes: Uint8Array, diagnostics: Diagnostics<PeCode>): PeHeaders {
  const view = new ByteView(bytes);
  const headerOffset = view.u32(0x3c);
  const coff = headerOffset + 4;
  const optional = coff + 20;
  if (view.u16(0) !== 0x5a4d || headerOffset < 0 || view.u32(headerOffset) !== 0x4550 || view.u16(optional) < 0) {
    throw new CapaxError('input-corrupt', 'This has no PE header, or it breaks off in it.', {
      hint: 'Get the file again. A piece of code without its file is analysed with --format sc32 or sc64.',
    });
  }
  const isPlus = view.u16(optional) === PE32_PLUS;
  const optionalSize = view.u16(coff + 16);
  const field = (at: number): number => Math.max(view.u32(optional + at), 0);
  const half = (at: number): number => Math.max(view.u16(optional + at), 0);
  const base = isPlus ? view.big64(optional + 24) : BigInt(field(28));
  return {
    machine: view.u16(coff),
    bits: isPlus ? 64 : 32,
    characteristics: view.u16(coff + 18),
    timestamp: view.u32(coff + 4),
    subsystem: half(68),
    entryRva: field(16),
    imageBase: base < 0n ? 0n : base,
    sizeOfImage: field(56),
    sizeOfHeaders: field(60),
    sectionAlignment: field(32),
    fileAlignment: field(36),
    baseOfCode: field(20),
    sizeOfCode: field(4),
    dllCharacteristics: half(70),
    directories: readDirectories(view, optional + (isPlus ? 108 : 92)),
    managed: readManaged(view, optional + (isPlus ? 112 : 96) + DIRECTORY.clr * 8),
    sections: readSections(view, coff, optional + optionalSize, diagnostics),
    headerOffset,
  };
}

function readDirectories(view: ByteView, countAt: number): DataDirectory[] {
  const directories: DataDirectory[] = [];
  const count = Math.min(Math.max(view.u32(countAt), 0), 16);
  for (let i = 0; i < count && view.has(countAt + 4 + i * 8, 8); i++) {
    directories.push({ rva: view.u32(countAt + 4 + i * 8), size: view.u32(countAt + 8 + i * 8) });
  }
  return directories;
}

function readManaged(view: ByteView, at: number): DataDirectory | undefined {
  const rva = view.u32(at);
  return rva > 0 && view.has(at, 8) ? { rva, size: view.u32(at + 4) } : undefined;
}

function readSections(view: ByteView, coff: number, at: number, diagnostics: Diagnostics<PeCode>): PeSection[] {
  const stated = view.u16(coff + 2);
  const sections: PeSection[] = [];
  for (let i = 0; i < stated; i++) {
    const entry = at + i * SECTION_BYTES;
    if (!view.has(entry, SECTION_BYTES)) {
      diagnostics.add(
        'warning',
        'pe-truncated',
        `The file ends in the section table, after ${i} of ${stated} sections.`,
      );
      break;
    }
    sections.push({
      name: fixedText(view.slice(entry, 8)),
      virtualSize: view.u32(entry + 8),
      rva: view.u32(entry + 12),
      rawSize: view.u32(entry + 16),
      rawOffset: view.u32(entry + 20),
      characteristics: view.u32(entry + 36),
    });
  }
  return sections;
}
