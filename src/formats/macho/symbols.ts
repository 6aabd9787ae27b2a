// The symbol table of a Mach-O program (mach-o/nlist.h), and the indirect table that says which symbols stubs and pointers stand for.

import { ByteView } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { NameBudget } from '../name-budget.ts';
import type { MachOCode } from './codes.ts';
import type { MachOHeaders, MachOSection } from './headers.ts';

export interface MachOSymbol {
  /** With the leading underscore of C, one character a byte. */
  readonly name: string;
  readonly address: number;
  /** Whether it has a place in the program. */
  readonly isDefined: boolean;
  /** Whether another file has it. */
  readonly isImported: boolean;
  /** Whether others see it. */
  readonly isExternal: boolean;
  /** Whether it stands inside of what another symbol begins. */
  readonly isInner: boolean;
  /** Of one that is imported: the number of the library, from 1. */
  readonly library: number;
}

const SYMBOL_BYTES = 16;
const MAX_SYMBOLS = 1_000_000;
const MAX_NAME = 8192;
const TYPE = { debug: 0xe0, privateExternal: 0x10, mask: 0x0e, external: 1 } as const;
const UNDEFINED = 0;
const IN_SECTION = 0x0e;
const INNER = 0x200;
/** Numbers of the indirect table from here on stand for places without a symbol. */
const NO_SYMBOL = 0x40000000;

/** Symbols by their place in the table; undefined for what debuggers read. */
export function readSymbols(
  bytes: Uint8Array,
  { symbols: table, symbolNames, bias }: MachOHeaders,
  names: NameBudget,
  diagnostics: Diagnostics<MachOCode>,
): (MachOSymbol | undefined)[] {
  if (table === undefined) return [];
  const view = new ByteView(bytes);
  const there = Math.floor(Math.max(bytes.length - table.offset, 0) / SYMBOL_BYTES);
  const count = Math.min(table.entries, there, MAX_SYMBOLS);
  if (count < table.entries)
    diagnostics.add(
      'warning',
      there < table.entries ? 'macho-truncated' : 'macho-table-cut',
      'Not all symbols are read.',
    );
  const symbols: (MachOSymbol | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    const at = table.offset + i * SYMBOL_BYTES;
    const type = view.u8(at + 4);
    if ((type & TYPE.debug) !== 0) {
      symbols.push(undefined);
      continue;
    }
    const name = nameAt(view, symbolNames, view.u32(at), names);
    if (name === undefined) diagnostics.add('warning', 'macho-entry-skipped', 'The name of a symbol cannot be read.');
    const description = view.u16(at + 6);
    const kind = type & TYPE.mask;
    symbols.push({
      name: name ?? '',
      address: view.address(at + 8, 64) + (kind === IN_SECTION ? bias : 0),
      isDefined: kind === IN_SECTION,
      isImported: kind === UNDEFINED && (type & TYPE.external) !== 0,
      isExternal: (type & TYPE.external) !== 0 && (type & TYPE.privateExternal) === 0,
      isInner: (description & INNER) !== 0,
      library: kind === UNDEFINED ? ((description >> 8) << 24) >> 24 : 0,
    });
  }
  return symbols;
}

function nameAt(
  view: ByteView,
  strings: MachOHeaders['symbolNames'],
  at: number,
  names: NameBudget,
): string | undefined {
  if (at === 0) return '';
  if (strings === undefined || at >= strings.size) return undefined;
  return names.take(() => view.text(strings.offset + at, MAX_NAME));
}

/** Numbers of the symbols of a section of stubs or pointers, in its order; -1 for places without one. */
export function readIndirectSymbols(
  bytes: Uint8Array,
  { indirectSymbols: table }: MachOHeaders,
  section: MachOSection,
  entrySize: number,
): number[] {
  if (table === undefined || entrySize <= 0) return [];
  const view = new ByteView(bytes);
  const count = Math.min(
    Math.floor(section.size / entrySize),
    Math.max(table.entries - section.firstSymbol, 0),
    MAX_SYMBOLS,
  );
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    const number = view.u32(table.offset + (section.firstSymbol + i) * 4);
    if (number < 0) break;
    numbers.push(number >= NO_SYMBOL ? -1 : number);
  }
  return numbers;
}
