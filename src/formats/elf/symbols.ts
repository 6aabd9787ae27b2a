// Symbols of an ELF file: those of the static table, which strip removes, and those of the dynamic one, which loading needs.

import { ByteView } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { ElfCode } from './codes.ts';
import type { DynamicTable } from './dynamic.ts';
import { ELF_TYPE, type ElfHeaders, type ElfSection, SECTION } from './headers.ts';
import type { ElfLayout } from './layout.ts';

export const SYMBOL_TYPE = { none: 0, object: 1, function: 2, section: 3, file: 4, tls: 6, indirect: 10 } as const;
export const UNDEFINED_SECTION = 0;
const FIRST_RESERVED_SECTION = 0xff00;

export interface ElfSymbol {
  /** One character a byte. */
  readonly name: string;
  /** As the file has it. */
  readonly value: number;
  /** Where it lies once the program is loaded; as `value` for what has no place. */
  readonly address: number;
  readonly size: number;
  /** Type and binding in one byte, as the file has it; the type are the low four bits. */
  readonly info: number;
  readonly type: number;
  readonly section: number;
}

export interface SymbolContext {
  readonly headers: ElfHeaders;
  readonly layout: ElfLayout;
  readonly diagnostics: Diagnostics<ElfCode>;
}

const MAX_NAME = 8192;
const MAX_SYMBOLS = 1_000_000;

/** Symbols of a section, in its order, with the empty one that begins each table. */
export function readSymbolSection(context: SymbolContext, bytes: Uint8Array, section: ElfSection): ElfSymbol[] {
  const { headers, diagnostics } = context;
  const file = new ByteView(bytes, headers.isLittleEndian);
  const size = headers.bits === 64 ? 24 : 16;
  const strings = headers.sections[section.link];
  const count = Math.floor(Math.min(section.size, Math.max(bytes.length - section.offset, 0)) / size);
  if (count * size < section.size - size)
    diagnostics.add('warning', 'elf-truncated', 'The file ends in a symbol table.');
  const name = (at: number): string =>
    strings === undefined || at >= strings.size ? '' : (file.text(strings.offset + at, MAX_NAME) ?? '');
  return readTable(context, file, section.offset, count, name);
}

/** Symbols that the dynamic table points at. */
export function readDynamicSymbols(context: SymbolContext, dynamic: DynamicTable, view: MappedView): ElfSymbol[] {
  const { headers } = context;
  const table = dynamic.address('symbols');
  if (table === undefined) return [];
  const size = headers.bits === 64 ? 24 : 16;
  const count = countDynamicSymbols(headers, dynamic, view, table, size);
  const bytes = view.fileBytesAt(table, count * size);
  const there = new ByteView(bytes, headers.isLittleEndian);
  const read = Math.floor(bytes.length / size);
  if (read < count) context.diagnostics.add('warning', 'elf-table-damaged', 'The dynamic symbols leave the program.');
  return readTable(context, there, 0, read, (at) => dynamic.string(at) ?? '');
}

function readTable(
  { headers, layout, diagnostics }: SymbolContext,
  view: ByteView,
  first: number,
  stated: number,
  nameAt: (at: number) => string,
): ElfSymbol[] {
  const is64 = headers.bits === 64;
  const size = is64 ? 24 : 16;
  if (stated > MAX_SYMBOLS)
    diagnostics.add('warning', 'elf-table-cut', `Only the first ${MAX_SYMBOLS} symbols are read.`);
  const symbols: ElfSymbol[] = [];
  for (let i = 0; i < Math.min(stated, MAX_SYMBOLS); i++) {
    const at = first + i * size;
    const value = view.address(at + (is64 ? 8 : 4), headers.bits);
    const info = view.u8(at + (is64 ? 4 : 12));
    const section = view.u16(at + (is64 ? 6 : 14));
    symbols.push({
      name: nameAt(view.u32(at)),
      value,
      address: addressOf(headers, layout, value, section),
      size: is64 ? view.u64(at + 16) : view.u32(at + 8),
      info,
      type: info & 15,
      section,
    });
  }
  return symbols;
}

function addressOf(headers: ElfHeaders, layout: ElfLayout, value: number, section: number): number {
  if (section === UNDEFINED_SECTION || section >= FIRST_RESERVED_SECTION) return value;
  if (headers.type !== ELF_TYPE.relocatable) return value + layout.bias;
  const start = layout.sectionAddresses[section] ?? -1;
  return start < 0 ? value : start + value;
}

/** The table does not say how long it is; what finds symbols by name does, and its section. */
function countDynamicSymbols(
  headers: ElfHeaders,
  dynamic: DynamicTable,
  view: MappedView,
  table: number,
  size: number,
): number {
  const section = headers.sections.find(({ type }) => type === SECTION.dynamicSymbols);
  const bySection = section === undefined ? 0 : Math.floor(section.size / size);
  const hash = dynamic.address('hash');
  const byHash = hash === undefined ? 0 : view.u32(hash + 4);
  const byGnuHash = byHash > 0 ? 0 : countByGnuHash(headers, dynamic, view);
  const strings = dynamic.address('strings') ?? 0;
  // The names lie behind the symbols nearly always.
  const byStrings = strings > table ? Math.floor((strings - table) / size) : 0;
  const found = Math.max(bySection, byHash, byGnuHash);
  return Math.min(found > 0 ? found : byStrings, MAX_SYMBOLS + 1);
}

function countByGnuHash(headers: ElfHeaders, dynamic: DynamicTable, view: MappedView): number {
  const at = dynamic.address('gnuHash');
  if (at === undefined) return 0;
  const [buckets, first, bloom] = [view.u32(at), view.u32(at + 4), view.u32(at + 8)];
  if (buckets < 0 || first < 0 || bloom < 0) return 0;
  const bucketsAt = at + 16 + bloom * (headers.bits / 8);
  const chains = bucketsAt + buckets * 4;
  let last = 0;
  for (let i = 0; i < buckets && view.has(bucketsAt + i * 4, 4); i++)
    last = Math.max(last, view.u32(bucketsAt + i * 4));
  if (last < first) return first;
  for (let i = last; i < last + MAX_SYMBOLS; i++) {
    const hash = view.u32(chains + (i - first) * 4);
    if (hash < 0 || (hash & 1) === 1) return i + 1;
  }
  return last + 1;
}
