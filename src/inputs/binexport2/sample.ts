// The program beside what a disassembler saw of it: what its own file says (as the reference's light readers of files see it), and its bytes
// in memory.

import type { Diagnostics } from '../../diagnostics.ts';
import { callNames } from '../../features/api-names.ts';
import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import { toFar, toNear } from '../../formats/binexport2/near.ts';
import { ElfFile } from '../../formats/elf/elf-file.ts';
import { ELF_MACHINE, SECTION, SEGMENT } from '../../formats/elf/headers.ts';
import { detectElfOs } from '../../formats/elf/os/detect-elf-os.ts';
import { type ElfSymbol, SYMBOL_TYPE, UNDEFINED_SECTION } from '../../formats/elf/symbols.ts';
import { MACHINE } from '../../formats/pe/headers.ts';
import { PeFile } from '../../formats/pe/pe-file.ts';
import { programFormat } from '../program-file.ts';
import { stringFeatures } from '../shared/native/file-features.ts';

/** Bytes of the file that lie in memory from an address (near.ts) on; what the file does not fill up to `size` is zero. */
export interface SamplePart {
  readonly start: number;
  readonly size: number;
  readonly bytes: Uint8Array;
}

export interface Sample {
  readonly bytes: Uint8Array;
  /** format, os, arch; what is not known is not there. */
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  /** As the file says it, in its order. */
  readonly parts: readonly SamplePart[];
  /** Addresses (near.ts) of its sections, and where it wants to be loaded. */
  readonly sections: readonly number[];
  readonly base: number;
}

const FUNCTION_OR_OBJECT: ReadonlySet<number> = new Set([
  SYMBOL_TYPE.function,
  SYMBOL_TYPE.object,
  SYMBOL_TYPE.indirect,
]);
const PE_ARCH: ReadonlyMap<number, string> = new Map([
  [MACHINE.i386, 'i386'],
  [MACHINE.amd64, 'amd64'],
  [MACHINE.arm64, 'aarch64'],
]);
const ELF_ARCH: ReadonlyMap<number, string> = new Map([
  [ELF_MACHINE.i386, 'i386'],
  [ELF_MACHINE.amd64, 'amd64'],
  [ELF_MACHINE.aarch64, 'aarch64'],
]);

/** What a file says; undefined where it is of no format that is known. Throws CapaxError where it is broken from the beginning. */
export function readSample(bytes: Uint8Array, diagnostics: Diagnostics): Sample | undefined {
  switch (programFormat(bytes)) {
    case 'PE':
      return readPe(bytes, diagnostics);
    case 'ELF':
      return readElf(bytes, diagnostics);
    default:
      return undefined;
  }
}

function globalsOf(format: string, os: string | undefined, arch: string | undefined): Feature[] {
  return [
    { type: 'format', value: format },
    ...(os === undefined ? [] : [{ type: 'os', value: os } as const]),
    ...(arch === undefined ? [] : [{ type: 'arch', value: arch } as const]),
  ];
}

const formatOf = (value: string): LocatedFeature => ({
  feature: { type: 'format', value },
  address: { type: 'no address' },
});

function located(
  type: 'import' | 'export' | 'section' | 'characteristic',
  value: string,
  address: number,
): LocatedFeature {
  return { feature: { type, value }, address: { type: 'absolute', value: toFar(address) } };
}

function readPe(bytes: Uint8Array, diagnostics: Diagnostics): Sample {
  const pe = new PeFile(bytes, diagnostics);
  const { headers } = pe;
  const base = toNear(headers.imageBase);
  const file: LocatedFeature[] = [];
  for (const { name, ordinal, module, slotRva, isDelayed } of pe.imports) {
    if (isDelayed) continue;
    const dot = module.lastIndexOf('.');
    const library = (dot < 0 ? module : module.slice(0, dot)).toLowerCase();
    const names = name === undefined ? [] : callNames(name);
    const values = name === undefined ? [`${library}.#${ordinal}`] : names.flatMap((one) => [`${library}.${one}`, one]);
    for (const value of values) file.push(located('import', value, base + slotRva));
  }
  for (const { name, rva, forwardedTo } of pe.exports.entries) {
    if (name === undefined) continue;
    const dot = forwardedTo?.lastIndexOf('.') ?? -1;
    const value = forwardedTo === undefined ? name : forwardedTo.slice(0, dot).toLowerCase() + forwardedTo.slice(dot);
    file.push(located('export', value, base + rva));
    if (forwardedTo === undefined) continue;
    file.push(located('characteristic', 'forwarded export', base + rva));
  }
  for (const { name, rva } of headers.sections) file.push(located('section', name, base + rva));
  return {
    bytes,
    globals: globalsOf('pe', 'windows', PE_ARCH.get(headers.machine)),
    file: [...file, ...stringFeatures(bytes), formatOf('pe')],
    parts: headers.sections.map(({ rva, virtualSize, rawOffset, rawSize }) => ({
      start: base + rva,
      size: Math.max(virtualSize, rawSize),
      bytes: bytes.subarray(rawOffset, rawOffset + rawSize),
    })),
    sections: headers.sections.map(({ rva }) => base + rva),
    base,
  };
}

function readElf(bytes: Uint8Array, diagnostics: Diagnostics): Sample {
  const elf = new ElfFile(bytes, diagnostics);
  const { headers, layout } = elf;
  /** An address of the file, whole: those of a kernel were made smaller. */
  const whole = (address: number): number => address + toNear(headers.shift);
  const file: LocatedFeature[] = [];
  for (const { symbol, address } of elf.relocations) {
    if (symbol !== undefined && isImported(symbol))
      file.push(located('import', symbol.name, whole(address - layout.bias)));
  }
  const tables = headers.sections
    .filter(({ type }) => type === SECTION.symbols || type === SECTION.dynamicSymbols)
    .map((section) => elf.symbolsOf(section));
  for (const symbols of [...tables, elf.dynamicSymbols]) {
    for (const symbol of symbols) {
      if (isExported(symbol)) file.push(located('export', symbol.name, whole(symbol.value)));
    }
  }
  for (const { name, address } of headers.sections) {
    file.push(located('section', name === '' ? 'NULL' : name, address === 0 ? 0 : whole(address)));
  }
  return {
    bytes,
    globals: globalsOf('elf', detectElfOs(elf), ELF_ARCH.get(headers.machine)),
    file: [...file, ...stringFeatures(bytes), formatOf('elf')],
    parts: headers.segments.map(({ address, memorySize, fileSize, offset }) => ({
      start: whole(address),
      size: memorySize,
      bytes: bytes.subarray(offset, offset + Math.min(fileSize, memorySize)),
    })),
    sections: headers.sections.flatMap(({ address }) => (address > 0 ? [whole(address)] : [])),
    base: whole(lowestLoaded(elf)),
  };
}

function lowestLoaded({ headers }: ElfFile): number {
  const addresses = headers.segments.flatMap(({ type, address }) => (type === SEGMENT.load ? [address] : []));
  return addresses.length === 0 ? 0 : addresses.reduce((lowest, address) => Math.min(lowest, address));
}

function isImported({ name, value, section, type }: ElfSymbol): boolean {
  return name !== '' && value === 0 && section === UNDEFINED_SECTION && FUNCTION_OR_OBJECT.has(type);
}

function isExported({ name, value, section, type }: ElfSymbol): boolean {
  return name !== '' && value !== 0 && section !== UNDEFINED_SECTION && FUNCTION_OR_OBJECT.has(type);
}
