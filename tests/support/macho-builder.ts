// Small Mach-O files, thin and universal, made field by field.

import { Buffer } from 'node:buffer';
import { Layout } from './program-builder.ts';

export interface MachOSectionRecipe {
  readonly name: string;
  /** From the beginning of its segment. */
  readonly at: number;
  readonly size: number;
  readonly flags?: number;
  readonly reserved?: readonly [first: number, size: number];
}

export interface MachOSegmentRecipe {
  readonly name: string;
  readonly address: number | bigint;
  /** What the file has of it; that of the first one begins behind the load commands, at `firstDataAt`. */
  readonly data: Uint8Array;
  readonly size?: number | bigint;
  readonly protection?: number;
  readonly sections?: readonly MachOSectionRecipe[];
}

export interface MachORecipe {
  readonly cpu?: number;
  readonly fileType?: number;
  readonly segments?: readonly MachOSegmentRecipe[];
  /** Load commands behind those of the segments: number and contents. `place` gives the offset of a table in the file. */
  readonly commands?: readonly (readonly [command: number, body: Uint8Array])[];
}

export const AMD64 = 0x01000007;
export const ARM64 = 0x0100000c;
/** Flags of a section: nothing but instructions. */
export const CODE = 0x80000400;
/** Where the second segment begins in the file, and every further one behind it; the first one has the headers. */
const SEGMENT_STEP = 0x1000;

/** A 64-bit little-endian file. Segments lie behind each other, each at a multiple of `SEGMENT_STEP`; the headers are written over the first one. */
export function buildMachO({ cpu = AMD64, fileType = 2, segments = [], commands = [] }: MachORecipe = {}): Uint8Array {
  const offsets: number[] = [];
  let end = 0;
  for (const { data } of segments) {
    const offset = Math.ceil(end / SEGMENT_STEP) * SEGMENT_STEP;
    offsets.push(offset);
    end = offset + Math.max(data.length, 1);
  }
  const parts = [
    ...segments.map((segment, i) => segmentCommand(segment, offsets[i] as number)),
    ...commands.map(([command, body]) => loadCommand(command, body)),
  ];
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const file = Buffer.alloc(Math.max(end, 32 + size));
  for (const [i, { data }] of segments.entries()) file.set(data, offsets[i]);
  const header = new Layout(32).u32(0, 0xfeedfacf, cpu, 3, fileType, parts.length, size);
  file.set(Buffer.concat([header.bytes, ...parts]));
  return new Uint8Array(file);
}

/** A load command with its length, which is a multiple of 8. */
function loadCommand(command: number, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8 + Math.ceil(body.length / 8) * 8);
  bytes.writeUInt32LE(command);
  bytes.writeUInt32LE(bytes.length, 4);
  bytes.set(body, 8);
  return bytes;
}

function segmentCommand(segment: MachOSegmentRecipe, offset: number): Buffer {
  const { name, address, data, size = data.length, protection = 5, sections = [] } = segment;
  const layout = new Layout(72 + sections.length * 80);
  layout.bytes.write(name, 8, 16, 'latin1');
  layout.u32(0, 0x19, layout.bytes.length).u64(24, address, size, offset, data.length);
  layout.u32(56, protection, protection, sections.length);
  sections.forEach(({ name: own, at, size: bytes, flags = 0, reserved = [0, 0] }, i) => {
    const place = 72 + i * 80;
    layout.bytes.write(own, place, 16, 'latin1');
    layout.bytes.write(name, place + 16, 16, 'latin1');
    layout.u64(place + 32, BigInt(address) + BigInt(at), bytes);
    layout.u32(place + 48, offset + at, 0, 0, 0, flags, ...reserved);
  });
  return layout.bytes;
}

/** Numbers of 32 bits, as the bodies of most commands are. */
export function words(...values: number[]): Uint8Array {
  return new Layout(values.length * 4).u32(0, ...values).bytes;
}

/** LC_LOAD_DYLIB. */
export function library(path: string): readonly [number, Uint8Array] {
  return [0xc, Buffer.concat([words(24, 0, 0, 0), Buffer.from(`${path}\0`)])];
}

/** An unsigned number of variable length. */
export function uleb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

/** The bytes of a name with its end. */
export function named(name: string): number[] {
  return [...Buffer.from(name, 'latin1'), 0];
}

/** A row of the symbol table. */
export interface SymbolRow {
  readonly name: string;
  /** 0xf: external and in a section; 1: external and undefined. */
  readonly type: number;
  readonly description?: number;
  readonly value?: number;
}

/** A symbol table with its names behind it. */
export function symbolTable(rows: readonly SymbolRow[]): { readonly bytes: Uint8Array; readonly names: number } {
  const table = new Layout(rows.length * 16);
  let names = '\0';
  rows.forEach(({ name, type, description = 0, value = 0 }, i) => {
    table
      .u32(i * 16, names.length)
      .u16(i * 16 + 6, description)
      .u64(i * 16 + 8, value);
    table.bytes[i * 16 + 4] = type;
    table.bytes[i * 16 + 5] = type === 1 ? 0 : 1;
    names += `${name}\0`;
  });
  return { bytes: new Uint8Array(Buffer.concat([table.bytes, Buffer.from(names, 'latin1')])), names: names.length };
}

/** A universal file of programs, each at a multiple of 4 KB. */
export function buildFat(programs: readonly Uint8Array[], is64 = false): Uint8Array {
  const size = is64 ? 32 : 20;
  const header = Buffer.alloc(SEGMENT_STEP);
  header.writeUInt32BE(is64 ? 0xcafebabf : 0xcafebabe);
  header.writeUInt32BE(programs.length, 4);
  const parts = [header];
  let offset = SEGMENT_STEP;
  programs.forEach((program, i) => {
    const at = 8 + i * size;
    header.writeUInt32BE(new DataView(program.buffer, program.byteOffset).getUint32(4, true), at);
    if (is64) {
      header.writeBigUInt64BE(BigInt(offset), at + 8);
      header.writeBigUInt64BE(BigInt(program.length), at + 16);
    } else {
      header.writeUInt32BE(offset, at + 8);
      header.writeUInt32BE(program.length, at + 12);
    }
    const padded = Buffer.alloc(Math.ceil(program.length / SEGMENT_STEP) * SEGMENT_STEP);
    padded.set(program);
    parts.push(padded);
    offset += padded.length;
  });
  return new Uint8Array(Buffer.concat(parts));
}
