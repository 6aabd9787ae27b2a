// Relocations of an ELF file: places that the dynamic linker (or the loader of kernel modules) fills, and with what.

import { ByteView } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { ElfCode } from './codes.ts';
import type { DynamicTable } from './dynamic.ts';
import { ELF_MACHINE, ELF_TYPE, type ElfHeaders, type ElfSection, SECTION } from './headers.ts';
import type { ElfLayout } from './layout.ts';
import type { ElfSymbol } from './symbols.ts';

/**
 * What is put there: the address of a symbol (`absolute`, `got`, and `slot` of a function that may be bound late), the place of the
 * program moved (`relative`), what a function returns (`indirect`). `other` are those of code, data of threads, and copies.
 */
export type RelocationKind = 'absolute' | 'got' | 'slot' | 'relative' | 'indirect' | 'copy' | 'other';

export interface ElfRelocation {
  /** The place, as loaded. */
  readonly address: number;
  readonly kind: RelocationKind;
  /** The machine's own number of the kind. */
  readonly type: number;
  readonly symbol?: ElfSymbol;
  /** What is added; for tables without, what the place holds. */
  readonly addend: number;
}

const KINDS: ReadonlyMap<number, ReadonlyMap<number, RelocationKind>> = new Map([
  [ELF_MACHINE.i386, kinds({ absolute: 1, copy: 5, got: 6, slot: 7, relative: 8, indirect: 42 })],
  [ELF_MACHINE.amd64, kinds({ absolute: 1, copy: 5, got: 6, slot: 7, relative: 8, indirect: 37 })],
  [ELF_MACHINE.aarch64, kinds({ absolute: 257, copy: 1024, got: 1025, slot: 1026, relative: 1027, indirect: 1032 })],
]);

function kinds(numbers: Partial<Record<RelocationKind, number>>): ReadonlyMap<number, RelocationKind> {
  return new Map(Object.entries(numbers).map(([kind, number]) => [number, kind as RelocationKind]));
}

const MAX_RELOCATIONS = 1_000_000;

/** A table of relocations: where its bytes are, how an entry is made, and what its symbols are. */
interface Table {
  readonly bytes: Uint8Array;
  readonly hasAddends: boolean;
  readonly symbols: readonly ElfSymbol[];
  /** What is added to the places. */
  readonly origin: number;
}

export interface RelocationContext {
  readonly headers: ElfHeaders;
  readonly layout: ElfLayout;
  readonly view: MappedView;
  readonly dynamic: DynamicTable;
  readonly dynamicSymbols: readonly ElfSymbol[];
  /** Symbols of a section. */
  readonly symbolsOf: (section: ElfSection) => readonly ElfSymbol[];
  readonly diagnostics: Diagnostics<ElfCode>;
}

/** All relocations: those of the dynamic table, and those of sections that no dynamic table covers. */
export function readElfRelocations(context: RelocationContext, bytes: Uint8Array): ElfRelocation[] {
  const relocations: ElfRelocation[] = [];
  const tables = context.dynamic.isEmpty ? sectionTables(context, bytes) : dynamicTables(context);
  const left = { count: MAX_RELOCATIONS };
  for (const table of tables) readTable(context, table, relocations, left);
  readPackedRelative(context, relocations);
  return relocations;
}

function dynamicTables({ dynamic, view, dynamicSymbols, layout }: RelocationContext): Table[] {
  const table = (place: number | undefined, size: number | undefined, hasAddends: boolean): Table[] =>
    place === undefined || size === undefined
      ? []
      : [{ bytes: view.fileBytesAt(place, size), hasAddends, symbols: dynamicSymbols, origin: layout.bias }];
  const pltHasAddends = dynamic.value('pltRelocationKind') === 7;
  return [
    ...table(dynamic.address('rela'), dynamic.value('relaBytes'), true),
    ...table(dynamic.address('rel'), dynamic.value('relBytes'), false),
    ...table(dynamic.address('pltRelocations'), dynamic.value('pltRelocationBytes'), pltHasAddends),
  ];
}

function sectionTables({ headers, layout, symbolsOf }: RelocationContext, bytes: Uint8Array): Table[] {
  const tables: Table[] = [];
  for (const section of headers.sections) {
    if (section.type !== SECTION.rel && section.type !== SECTION.rela) continue;
    const symbols = headers.sections[section.link];
    const isRelocatable = headers.type === ELF_TYPE.relocatable;
    const origin = isRelocatable ? (layout.sectionAddresses[section.info] ?? -1) : layout.bias;
    if (origin < 0) continue;
    tables.push({
      bytes: bytes.subarray(section.offset, section.offset + section.size),
      hasAddends: section.type === SECTION.rela,
      symbols: symbols === undefined ? [] : symbolsOf(symbols),
      origin,
    });
  }
  return tables;
}

/** `left` counts entries that may still be looked at, in all tables. */
function readTable(
  context: RelocationContext,
  table: Table,
  relocations: ElfRelocation[],
  left: { count: number },
): void {
  const { headers, view, diagnostics } = context;
  const is64 = headers.bits === 64;
  const word = headers.bits / 8;
  const size = word * (table.hasAddends ? 3 : 2);
  const entries = new ByteView(table.bytes, headers.isLittleEndian);
  const known = KINDS.get(headers.machine);
  for (let at = 0; at + size <= entries.length; at += size) {
    if (left.count-- <= 0) {
      diagnostics.add('warning', 'elf-table-cut', 'Not all relocations are read.');
      return;
    }
    const address = entries.address(at, headers.bits) + table.origin;
    const info = entries.u32(at + (is64 && !headers.isLittleEndian ? word + 4 : word));
    const symbolIndex = is64 ? entries.u32(at + (headers.isLittleEndian ? word + 4 : word)) : info >>> 8;
    const type = is64 ? info : info & 0xff;
    const symbol = symbolIndex === 0 ? undefined : table.symbols[symbolIndex];
    if (symbolIndex !== 0 && symbol === undefined) {
      diagnostics.add('warning', 'elf-entry-skipped', 'A relocation names a symbol that is not in the table.');
      continue;
    }
    const addend = table.hasAddends
      ? signed(entries, at + word * 2, headers.bits)
      : view.address(address, headers.bits);
    relocations.push({
      address,
      kind: known?.get(type) ?? 'other',
      type,
      addend,
      ...(symbol === undefined ? {} : { symbol }),
    });
  }
}

/** Addends may be negative, and are addresses otherwise. */
function signed(view: ByteView, at: number, bits: 32 | 64): number {
  if (bits === 32) return view.u32(at) | 0;
  const value = BigInt.asIntN(64, view.big64(at));
  return value < -(2n ** 32n) ? view.address(at, 64) : Number(value);
}

/** Relative relocations in their packed form: a place, then words whose bits stand for the places behind it. */
function readPackedRelative(context: RelocationContext, relocations: ElfRelocation[]): void {
  const { headers, layout, view, dynamic } = context;
  const table = dynamic.address('relr');
  const bytes = dynamic.value('relrBytes');
  if (table === undefined || bytes === undefined) return;
  const word = headers.bits / 8;
  let next = 0;
  const add = (address: number): void => {
    relocations.push({ address, kind: 'relative', type: -1, addend: view.address(address, headers.bits) });
  };
  const words = new ByteView(view.fileBytesAt(table, bytes), headers.isLittleEndian);
  for (let at = 0; at + word <= words.length && relocations.length < MAX_RELOCATIONS; at += word) {
    const isPlace = (words.u8(headers.isLittleEndian ? at : at + word - 1) & 1) === 0;
    if (isPlace) {
      next = words.address(at, headers.bits) + layout.bias;
      add(next);
      next += word;
      continue;
    }
    for (let bit = 1; bit < headers.bits; bit++) {
      const byte = words.u8(headers.isLittleEndian ? at + (bit >> 3) : at + word - 1 - (bit >> 3));
      if (((byte >> (bit & 7)) & 1) === 1) add(next + (bit - 1) * word);
    }
    next += (headers.bits - 1) * word;
  }
}
