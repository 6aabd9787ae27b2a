// Small PE and ELF files, made field by field.

import { Buffer } from 'node:buffer';

export interface BuiltSection {
  readonly name: string;
  readonly rva: number;
  readonly virtualSize?: number;
  readonly data?: Uint8Array;
  readonly characteristics?: number;
}

export interface PeRecipe {
  readonly bits?: 32 | 64;
  /** Default: x86 of so many bits. */
  readonly machine?: number;
  readonly imageBase?: bigint;
  readonly entryRva?: number;
  /** By index. */
  readonly directories?: Readonly<Record<number, readonly [rva: number, size: number]>>;
  readonly sections?: readonly BuiltSection[];
}

const FILE_ALIGNMENT = 0x200;
const SECTION_ALIGNMENT = 0x1000;
const CODE = 0x60000020;

/** A PE file with headers of 0x400 bytes and the sections behind them. */
export function buildPe({ bits = 32, imageBase = 0x400000n, entryRva = 0, ...recipe }: PeRecipe = {}): Uint8Array {
  const sections = recipe.sections ?? [];
  const headers = Buffer.alloc(Math.ceil((0x178 + sections.length * 40) / FILE_ALIGNMENT) * FILE_ALIGNMENT);
  const optionalSize = bits === 64 ? 240 : 224;
  const optional = 0x80 + 24;
  headers.write('MZ');
  headers.writeUInt32LE(0x80, 0x3c);
  headers.write('PE', 0x80);
  headers.writeUInt16LE(recipe.machine ?? (bits === 64 ? 0x8664 : 0x14c), 0x84);
  headers.writeUInt16LE(sections.length, 0x86);
  headers.writeUInt16LE(optionalSize, 0x94);
  headers.writeUInt16LE(bits === 64 ? 0x20b : 0x10b, optional);
  headers.writeUInt32LE(entryRva, optional + 16);
  if (bits === 64) headers.writeBigUInt64LE(imageBase, optional + 24);
  else headers.writeUInt32LE(Number(imageBase), optional + 28);
  headers.writeUInt32LE(SECTION_ALIGNMENT, optional + 32);
  headers.writeUInt32LE(FILE_ALIGNMENT, optional + 36);
  headers.writeUInt32LE(headers.length, optional + 60);
  const directories = optional + (bits === 64 ? 112 : 96);
  headers.writeUInt32LE(16, directories - 4);
  for (const [index, [rva, size]] of Object.entries(recipe.directories ?? {})) {
    headers.writeUInt32LE(rva, directories + Number(index) * 8);
    headers.writeUInt32LE(size, directories + Number(index) * 8 + 4);
  }
  return withSections(headers, optional + optionalSize, sections);
}

function withSections(headers: Buffer, table: number, sections: readonly BuiltSection[]): Uint8Array {
  const parts: Buffer[] = [headers];
  let offset = headers.length;
  sections.forEach(({ name, rva, data = new Uint8Array(), virtualSize, characteristics = CODE }, index) => {
    const at = table + index * 40;
    const raw = Buffer.alloc(Math.ceil(data.length / FILE_ALIGNMENT) * FILE_ALIGNMENT);
    raw.set(data);
    headers.write(name, at, 8, 'latin1');
    headers.writeUInt32LE(virtualSize ?? data.length, at + 8);
    headers.writeUInt32LE(rva, at + 12);
    headers.writeUInt32LE(raw.length, at + 16);
    headers.writeUInt32LE(offset, at + 20);
    headers.writeUInt32LE(characteristics, at + 36);
    parts.push(raw);
    offset += raw.length;
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** Bytes that are written place by place. */
export class Layout {
  readonly bytes: Buffer;

  constructor(size: number) {
    this.bytes = Buffer.alloc(size);
  }

  u16(at: number, ...values: number[]): this {
    values.forEach((value, index) => {
      this.bytes.writeUInt16LE(value, at + index * 2);
    });
    return this;
  }

  u32(at: number, ...values: number[]): this {
    values.forEach((value, index) => {
      this.bytes.writeUInt32LE(value, at + index * 4);
    });
    return this;
  }

  u64(at: number, ...values: (number | bigint)[]): this {
    values.forEach((value, index) => {
      this.bytes.writeBigUInt64LE(BigInt(value), at + index * 8);
    });
    return this;
  }

  text(at: number, text: string): this {
    this.bytes.write(`${text}\0`, at, 'latin1');
    return this;
  }
}

export interface ElfSegmentRecipe {
  readonly type: number;
  readonly flags?: number;
  readonly address?: number | bigint;
  readonly data: Uint8Array;
  readonly memorySize?: number;
}

export interface ElfSectionRecipe {
  readonly name: string;
  readonly type: number;
  readonly flags?: number;
  readonly address?: number;
  readonly data: Uint8Array;
  readonly link?: number;
}

export interface ElfRecipe {
  readonly type?: number;
  readonly machine?: number;
  readonly osAbi?: number;
  readonly entry?: number;
  readonly segments?: readonly ElfSegmentRecipe[];
  /** Behind the empty one that is always there; the last one in the file holds the names. */
  readonly sections?: readonly ElfSectionRecipe[];
}

/** A 64-bit little-endian ELF file: header, program headers, contents, section headers. */
export function buildElf({ type = 2, machine = 62, osAbi = 0, entry = 0, ...recipe }: ElfRecipe = {}): Uint8Array {
  const segments = recipe.segments ?? [];
  const names = ['', ...(recipe.sections ?? []).map(({ name }) => name), '.shstrtab'];
  const strings = Buffer.from(`${names.join('\0')}\0`, 'latin1');
  const sections = [...(recipe.sections ?? []), { name: '.shstrtab', type: 3, data: strings }];
  const header = new Layout(64 + segments.length * 56);
  const parts: Uint8Array[] = [header.bytes];
  let offset = header.bytes.length;
  const place = (data: Uint8Array): number => {
    const at = offset;
    parts.push(data);
    offset += data.length;
    return at;
  };
  segments.forEach(({ type: kind, flags = 5, address = 0, data, memorySize }, index) => {
    const size = data.length;
    header.u32(64 + index * 56, kind, flags);
    header.u64(64 + index * 56 + 8, place(data), address, address, size, memorySize ?? size, 0x1000);
  });
  const table = new Layout((sections.length + 1) * 64);
  let nameAt = 1;
  sections.forEach((section: ElfSectionRecipe, index) => {
    const at = (index + 1) * 64;
    table.u32(at, nameAt, section.type).u64(at + 8, section.flags ?? 0, section.address ?? 0, place(section.data));
    table.u64(at + 32, section.data.length).u32(at + 40, section.link ?? 0);
    nameAt += section.name.length + 1;
  });
  header.u32(0, 0x464c457f).u16(16, type, machine).u64(24, entry, 64, offset);
  header.u16(52, 64, 56, segments.length, 64, sections.length + 1, sections.length);
  header.bytes.set([2, 1, 1, osAbi], 4);
  return new Uint8Array(Buffer.concat([...parts, table.bytes]));
}
