// Imports of a PE file: the ordinary table and the delayed one, each a list of modules with a table of names and a table of slots that the
// loader fills. Bound imports only repeat what these say.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { PeCode } from './codes.ts';
import type { DataDirectory } from './headers.ts';

export interface PeImport {
  /** As the file writes it: `KERNEL32.dll`. One character a byte, as all names here. */
  readonly module: string;
  /** Absent where it is imported by number. */
  readonly name?: string;
  readonly ordinal?: number;
  /** Where the loader puts the address, relative to the base. */
  readonly slotRva: number;
  readonly isDelayed: boolean;
}

export interface ImportContext {
  readonly view: MappedView;
  readonly bits: 32 | 64;
  readonly imageBase: bigint;
  readonly diagnostics: Diagnostics<PeCode>;
}

/** Modules, and symbols of all modules together. Real programs have up to some hundred and some ten thousand. */
const MAX_MODULES = 4096;
const MAX_SYMBOLS = 200_000;

const DESCRIPTOR_BYTES = 20;
const DELAY_DESCRIPTOR_BYTES = 32;

/** Reads the ordinary table; an empty one where there is none. */
export function readImports(context: ImportContext, { rva }: DataDirectory): PeImport[] {
  const { view } = context;
  const imports: PeImport[] = [];
  const left = { symbols: MAX_SYMBOLS };
  for (let i = 0; i < MAX_MODULES; i++) {
    const at = rva + i * DESCRIPTOR_BYTES;
    const [names, name, slots] = [view.u32(at), view.u32(at + 12), view.u32(at + 16)];
    if (names < 0 || name < 0 || slots < 0) return damaged(context, imports, 'The import table leaves the program.');
    // The loader ends at the first entry without a name or without slots.
    if (name === 0 || slots === 0) return imports;
    const module = view.text(name);
    if (module === undefined) return damaged(context, imports, 'An imported module has no name.');
    const table = names !== 0 && view.u32(names) > 0 ? names : slots;
    readSymbols(context, imports, left, { module, table, slots, isDelayed: false, bias: 0n });
  }
  return cut(context, imports);
}

/** Reads the table of modules that are loaded when they are first used. */
export function readDelayImports(context: ImportContext, { rva }: DataDirectory): PeImport[] {
  const { view } = context;
  const imports: PeImport[] = [];
  const left = { symbols: MAX_SYMBOLS };
  for (let i = 0; i < MAX_MODULES; i++) {
    const at = rva + i * DELAY_DESCRIPTOR_BYTES;
    const fields = [view.u32(at + 4), view.u32(at + 12), view.u32(at + 16)] as const;
    if (fields.some((field) => field < 0)) return damaged(context, imports, 'The delayed imports leave the program.');
    if (fields[0] === 0) return imports;
    const bias = biasOf(context, fields);
    const [name, slots, names] = fields.map((field) => (field === 0 ? 0 : field - Number(bias))) as [
      number,
      number,
      number,
    ];
    const module = view.text(name);
    if (module === undefined) return damaged(context, imports, 'A delayed module has no name.');
    const table = names !== 0 && view.has(names, 4) ? names : slots;
    readSymbols(context, imports, left, { module, table, slots, isDelayed: true, bias });
  }
  return cut(context, imports);
}

/**
 * Old linkers wrote addresses where new ones write places relative to the base, whatever the attribute says. Most of the fields decide:
 * an address is not below the base.
 */
function biasOf({ imageBase }: ImportContext, fields: readonly number[]): bigint {
  const set = fields.filter((field) => field !== 0);
  const addresses = set.filter((field) => BigInt(field) >= imageBase).length;
  return imageBase > 0n && addresses * 2 > set.length ? imageBase : 0n;
}

interface SymbolTable {
  readonly module: string;
  readonly table: number;
  readonly slots: number;
  readonly isDelayed: boolean;
  /** What has to be taken from places to make them relative to the base. */
  readonly bias: bigint;
}

function readSymbols(context: ImportContext, imports: PeImport[], left: { symbols: number }, from: SymbolTable): void {
  const { view, bits } = context;
  const { module, table, slots, isDelayed, bias } = from;
  const bytes = bits / 8;
  const byNumber = 1n << BigInt(bits - 1);
  for (let i = 0; left.symbols > 0; i++, left.symbols--) {
    const word = view.word(table + i * bytes, bits);
    if (word < 0n)
      context.diagnostics.add(
        'warning',
        'pe-table-damaged',
        'The names of an imported module leave the program.',
        module,
      );
    if (word <= 0n) return;
    const slotRva = slots + i * bytes;
    if (!view.has(slotRva, bytes)) {
      context.diagnostics.add(
        'warning',
        'pe-table-damaged',
        'The slots of an imported module leave the program.',
        module,
      );
      return;
    }
    if ((word & byNumber) !== 0n) {
      imports.push({ module, ordinal: Number(word & 0xffffn), slotRva, isDelayed });
      continue;
    }
    const name = view.text(Number(word - bias) + 2);
    if (name === undefined)
      context.diagnostics.add('warning', 'pe-entry-skipped', 'An imported symbol has no name.', module);
    else imports.push({ module, name, slotRva, isDelayed });
  }
  context.diagnostics.add('warning', 'pe-table-cut', `Only the first ${MAX_SYMBOLS} imported symbols are read.`);
}

function damaged({ diagnostics }: ImportContext, imports: PeImport[], message: string): PeImport[] {
  diagnostics.add('warning', 'pe-table-damaged', message);
  return imports;
}

function cut({ diagnostics }: ImportContext, imports: PeImport[]): PeImport[] {
  diagnostics.add('warning', 'pe-table-cut', `Only the first ${MAX_MODULES} imported modules are read.`);
  return imports;
}
