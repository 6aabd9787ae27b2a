// The programs in a Mach-O file: one, or in a universal ("fat") file one for each machine. Facts: mach-o/fat.h, mach/machine.h.

import { ByteView } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { MachOCode } from './codes.ts';

export const CPU = { amd64: 0x01000007, aarch64: 0x0100000c } as const;
/** How `mach/machine.h` and Apple's tools name machines. */
const CPU_NAMES: ReadonlyMap<number, string> = new Map([
  [CPU.amd64, 'x86_64'],
  [CPU.aarch64, 'arm64'],
  [7, 'i386'],
  [12, 'arm'],
  [18, 'ppc'],
  [0x01000012, 'ppc64'],
  [0x0200000c, 'arm64_32'],
]);
/** Other names that people use. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['amd64', 'x86_64'],
  ['x64', 'x86_64'],
  ['x86-64', 'x86_64'],
  ['aarch64', 'arm64'],
  ['arm64e', 'arm64'],
]);

const FAT = 0xcafebabe;
const FAT_64 = 0xcafebabf;
const THIN_64 = 0xfeedfacf;
const THIN_32 = 0xfeedface;
/** Bytes of the header of a 64-bit program. */
export const HEADER_BYTES = 32;
/** More than there are machines; what begins alike and states more is something else. */
const MAX_SLICES = 42;

/** A program inside of the file. */
export interface MachOSlice {
  readonly cpu: number;
  /** `x86_64`, `arm64`; of unknown machines the number. */
  readonly arch: string;
  /** Whether it is a 64-bit little-endian program for a machine that is taken apart. */
  readonly isSupported: boolean;
  /** In the file, with as much as the file has of it. */
  readonly offset: number;
  readonly size: number;
}

/** The program that is meant, and what the others in the file are for. */
export interface ChosenSlice {
  readonly slice: MachOSlice;
  readonly others: readonly string[];
}

/**
 * Chooses a program of a file: the one for a machine that is named, or the first one that is taken apart. Throws CapaxError `input-corrupt`
 * where there is none, `input-unsupported` for other machines, `option-invalid` where none is for the machine that is named.
 */
export function chooseSlice(
  bytes: Uint8Array,
  wanted: string | undefined,
  diagnostics: Diagnostics<MachOCode>,
): ChosenSlice {
  const slices = readSlices(bytes, diagnostics);
  if (slices.length === 0) {
    throw new CapaxError('input-corrupt', 'This has no Mach-O header, or it breaks off in it.', {
      hint: 'Get the file again. A piece of code without its file is analysed with --format sc32 or sc64.',
    });
  }
  const names = slices.map(({ arch }) => arch).join(', ');
  const name = wanted === undefined ? undefined : (ALIASES.get(wanted.toLowerCase()) ?? wanted.toLowerCase());
  const fitting = name === undefined ? slices : slices.filter(({ arch }) => arch === name);
  if (fitting.length === 0) {
    throw new CapaxError('option-invalid', `the file has no program for ${wanted}`, { hint: `It has: ${names}.` });
  }
  const slice = fitting.find(({ isSupported }) => isSupported);
  if (slice === undefined) {
    throw new CapaxError('input-unsupported', 'This is a Mach-O program for a machine that is not taken apart', {
      where: fitting.map(({ arch }) => arch).join(', '),
      hint: 'capax takes 64-bit Mach-O programs for x86_64 and arm64 apart.',
    });
  }
  return { slice, others: slices.filter((other) => other !== slice).map(({ arch }) => arch) };
}

function readSlices(bytes: Uint8Array, diagnostics: Diagnostics<MachOCode>): MachOSlice[] {
  const view = new ByteView(bytes, false);
  const magic = view.u32(0);
  if (magic !== FAT && magic !== FAT_64) {
    const slice = readSlice(bytes, 0, bytes.length);
    return slice === undefined ? [] : [slice];
  }
  const stated = view.u32(4);
  const size = magic === FAT_64 ? 32 : 20;
  const slices: MachOSlice[] = [];
  const count = Math.min(stated, MAX_SLICES, Math.floor(Math.max(bytes.length - 8, 0) / size));
  if (count < stated) diagnostics.add('warning', 'macho-truncated', 'The list of programs in the file breaks off.');
  for (let i = 0; i < count; i++) {
    const at = 8 + i * size;
    const offset = magic === FAT_64 ? view.u64(at + 8) : view.u32(at + 8);
    const length = magic === FAT_64 ? view.u64(at + 16) : view.u32(at + 12);
    // Some files repeat a program, or hold themselves.
    if (slices.some((known) => known.offset === offset)) continue;
    const slice = readSlice(bytes, offset, length);
    if (slice !== undefined) slices.push(slice);
    else if (length > 0)
      diagnostics.add('warning', 'macho-entry-skipped', 'A part of the file is not the program that it is said to be.');
    if (slice !== undefined && slice.size < length)
      diagnostics.add('warning', 'macho-truncated', `The file ends in the program for ${slice.arch}.`);
  }
  return slices;
}

/** Its header decides what a program is for, whatever the list says. */
function readSlice(bytes: Uint8Array, offset: number, length: number): MachOSlice | undefined {
  if (offset >= bytes.length) return undefined;
  const size = Math.min(length, bytes.length - offset);
  const part = bytes.subarray(offset, offset + size);
  const little = new ByteView(part);
  const order = [THIN_32, THIN_64].includes(little.u32(0)) ? little : new ByteView(part, false);
  const magic = order.u32(0);
  const cpu = order.u32(4);
  if ((magic !== THIN_32 && magic !== THIN_64) || cpu < 0) return undefined;
  const is64 = magic === THIN_64 && order === little;
  if (is64 && size < HEADER_BYTES) return undefined;
  const name = CPU_NAMES.get(cpu) ?? `cpu ${cpu}`;
  return { cpu, arch: name, isSupported: is64 && (cpu === CPU.amd64 || cpu === CPU.aarch64), offset, size };
}
