// A Mach-O program as typed tables, each read when it is first asked for. Nothing here knows features or code. Offsets are those in the
// program, which begins anywhere in a universal file; addresses are those of the loaded program.

import { IntegerSet } from '../../bytes/integer-map.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { readFrames } from '../frames.ts';
import { type MappedPart, MappedView } from '../mapped-view.ts';
import { NameBudget } from '../name-budget.ts';
import { type ChainContext, readChainedImports, readChains } from './chained-fixups.ts';
import type { MachOCode } from './codes.ts';
import { readBinds, readRebases } from './dyld-info.ts';
import { type MachOExport, readExportTrie } from './export-trie.ts';
import { Fixups } from './fixups.ts';
import { readFunctionStarts } from './function-starts.ts';
import { type FilePart, type MachOHeaders, type MachOSection, readMachOHeaders, SECTION_TYPE } from './headers.ts';
import { layOutMachO } from './layout.ts';
import { linkObject } from './object-links.ts';
import { type MachOSymbol, readIndirectSymbols, readSymbols } from './symbols.ts';
import { readUnwindInfo } from './unwind-info.ts';

const WORD = 8;
const PAGE = 4096;
/** Bytes of an entry of the unwind information, at least. */
const LEAST_ENTRY = 4;
/** Functions of all lists of initialisers. Real ones have up to some thousand (constructors of C++ programs). */
const MAX_FUNCTIONS = 65_536;
const MAX_INDIRECT = 1_000_000;
/** The library of what the program itself may have, too: itself, or whoever comes first. */
const OWN_FIRST: ReadonlySet<number> = new Set([0, -3]);

/** A symbol of another file. */
export interface MachOImport {
  /** Where dyld puts its address; undefined where no such place is known. */
  readonly slot: number | undefined;
  /** With the leading underscore of C, one character a byte. */
  readonly name: string;
  /** Path of the library; empty where the file does not say. */
  readonly library: string;
}

export class MachOFile {
  /** The program, without others in the file. */
  readonly bytes: Uint8Array;
  readonly headers: MachOHeaders;
  readonly parts: readonly MappedPart[];
  /** The loaded program, with pointers as the file has them. */
  readonly view: MappedView;
  readonly sections: readonly MachOSection[];
  readonly #names: NameBudget;
  readonly #diagnostics: Diagnostics<MachOCode>;
  #symbols: readonly (MachOSymbol | undefined)[] | undefined;
  #fixups: Fixups | undefined;
  #exports: readonly MachOExport[] | undefined;
  #imports: readonly MachOImport[] | undefined;

  /** `bytes` begin with the header. */
  constructor(bytes: Uint8Array, diagnostics: Diagnostics<MachOCode>) {
    this.bytes = bytes;
    this.#diagnostics = diagnostics;
    this.#names = new NameBudget(bytes.length, () =>
      diagnostics.add('warning', 'macho-table-cut', 'The tables have more names than are read.'),
    );
    this.headers = readMachOHeaders(bytes, diagnostics);
    this.parts = layOutMachO(this.headers, bytes.length, diagnostics);
    this.view = new MappedView(bytes, this.parts, this.#names);
    this.sections = this.headers.segments.flatMap(({ sections }) => sections);
    if (this.headers.isEncrypted)
      diagnostics.add('warning', 'macho-encrypted', 'Parts of the program are encrypted: its code is not what runs.');
  }

  /** The symbols by their place in the table; undefined for what debuggers read. */
  get symbols(): readonly (MachOSymbol | undefined)[] {
    this.#symbols ??= readSymbols(this.bytes, this.headers, this.#names, this.#diagnostics);
    return this.#symbols;
  }

  get fixups(): Fixups {
    this.#fixups ??= this.#readFixups();
    return this.#fixups;
  }

  /** What others can use, by the export trie, or by the symbols where there is none. */
  get exports(): readonly MachOExport[] {
    this.#exports ??= this.#readExports();
    return this.#exports;
  }

  /** In the order of the tables. */
  get imports(): readonly MachOImport[] {
    this.#imports ??= this.#readImports();
    return this.#imports;
  }

  get functionStarts(): number[] {
    const { functionStarts } = this.headers;
    if (functionStarts === undefined) return [];
    return readFunctionStarts(this.#part(functionStarts), this.headers.base, () =>
      this.#damaged('The list of function starts is damaged.'),
    );
  }

  /** Beginnings of functions by the tables for unwinding. */
  get unwoundFunctions(): number[] {
    const named = (wanted: string): MachOSection | undefined => this.sections.find(({ name }) => name === wanted);
    const compact = named('__unwind_info');
    const starts = compact === undefined ? [] : this.#readUnwindInfo(compact);
    const frames = named('__eh_frame');
    if (frames === undefined) return starts;
    const tell = (): void => this.#damaged('The frame information is damaged.');
    for (const { start } of readFrames({ view: this.view, bits: 64 }, frames.address, frames.size, tell))
      starts.push(start);
    return starts;
  }

  /** Functions that run before and after the program itself. */
  get startFunctions(): number[] {
    const lists: readonly number[] = [SECTION_TYPE.initialisers, SECTION_TYPE.terminators];
    const functions: number[] = [];
    const most = Math.min(MAX_FUNCTIONS, this.bytes.length / WORD);
    for (const { type, address, size } of this.sections) {
      if (!lists.includes(type)) continue;
      for (let at = 0; at + WORD <= size && functions.length < most; at += WORD)
        functions.push(this.pointerAt(address + at));
    }
    return functions;
  }

  /** The page behind everything. */
  get endOfParts(): number {
    const end = this.parts.reduce((most, { start, size }) => Math.max(most, start + size), 0);
    return Math.ceil(end / PAGE) * PAGE;
  }

  /** Where the program begins. */
  get entry(): number | undefined {
    const { mainOffset, threadStart } = this.headers;
    return mainOffset === undefined ? threadStart : this.headers.base + mainOffset;
  }

  /** The pointer at a place once the program is loaded; 0 for what only dyld knows. */
  pointerAt(address: number): number {
    const known = this.fixups.pointers.get(address);
    return known === undefined || known < 0 ? this.view.address(address, 64) : known;
  }

  #part({ offset, size }: FilePart): Uint8Array {
    if (offset + size > this.bytes.length && size > 0)
      this.#diagnostics.add('warning', 'macho-truncated', 'The file ends in a table.');
    return this.bytes.subarray(offset, offset + size);
  }

  #damaged(message: string): void {
    this.#diagnostics.add('warning', 'macho-table-damaged', message);
  }

  #readFixups(): Fixups {
    const { segments, chainedFixups, rebases, binds, weakBinds, lazyBinds } = this.headers;
    const fixups = new Fixups(this.bytes.length, () =>
      this.#diagnostics.add('warning', 'macho-table-cut', 'Not all fixups are read.'),
    );
    if (rebases !== undefined && !readRebases(this.#part(rebases), segments, fixups))
      this.#damaged('The list of pointers is damaged.');
    this.#moveRebased(fixups);
    for (const part of [binds, lazyBinds, weakBinds]) {
      if (part === undefined || readBinds(this.#part(part), segments, part === lazyBinds, fixups)) continue;
      this.#damaged('The list of imported symbols is damaged.');
    }
    if (chainedFixups !== undefined) this.#followChains(this.#part(chainedFixups), fixups);
    this.#fillOwn(fixups);
    if (this.headers.isObject) this.#link(fixups);
    return fixups;
  }

  #readUnwindInfo(section: MachOSection): number[] {
    const most = Math.floor(this.bytes.length / LEAST_ENTRY);
    const tell = (): void => this.#damaged('The compact unwind information is damaged.');
    return readUnwindInfo(this.view, section, { base: this.headers.base, most }, tell);
  }

  #link(fixups: Fixups): void {
    const { bytes, view, sections, symbols } = this;
    const { cpu, bias } = this.headers;
    const slotOf = (symbol: number): number | undefined =>
      symbols[symbol]?.isImported === true ? this.#slotBehind(symbol) : undefined;
    linkObject({ bytes, cpu, bias, view, sections, symbols, slotOf }, fixups);
  }

  /** The place that a symbol of another file has in an object file. */
  #slotBehind(symbol: number): number {
    return this.endOfParts + symbol * WORD;
  }

  /** What the file has in the places of pointers is not moved yet. */
  #moveRebased({ pointers }: Fixups): void {
    const { bias } = this.headers;
    if (bias === 0) return;
    for (const [address, value] of [...pointers]) {
      const pointer = value < 0 ? this.view.address(address, 64) : -1;
      if (pointer > 0) pointers.set(address, pointer + bias);
    }
  }

  #followChains(bytes: Uint8Array, fixups: Fixups): void {
    const context: ChainContext = {
      bytes,
      base: this.headers.base,
      bias: this.headers.bias,
      names: this.#names,
      word: (address) => this.view.big64(address),
      tell: (message) => this.#damaged(message),
    };
    readChains(context, readChainedImports(context), fixups);
  }

  /** Symbols that the program has itself are the ones that its own references get. */
  #fillOwn({ binds, pointers }: Fixups): void {
    if (!binds.some(({ library }) => OWN_FIRST.has(library))) return;
    const own = new Map(this.exports.map(({ name, address }) => [name, address]));
    for (const { address, name, library, addend } of binds) {
      const target = OWN_FIRST.has(library) ? own.get(name) : undefined;
      if (target !== undefined && target + addend >= 0) pointers.set(address, target + addend);
    }
  }

  #readExports(): MachOExport[] {
    const { exportsTrie } = this.headers;
    const { base } = this.headers;
    const damaged = (): void => this.#damaged('The table of exports is damaged.');
    if (exportsTrie !== undefined && exportsTrie.size > 0)
      return readExportTrie(this.#part(exportsTrie), base, this.#names, damaged);
    return this.symbols.flatMap((symbol) =>
      symbol?.isDefined && symbol.isExternal && symbol.name !== ''
        ? [{ name: symbol.name, address: symbol.address }]
        : [],
    );
  }

  #readImports(): MachOImport[] {
    const own = new Set(this.exports.map(({ name }) => name));
    const imports: MachOImport[] = [];
    const slots = new IntegerSet();
    const known = new Set<string>();
    const add = (slot: number | undefined, name: string, library: number): void => {
      if (slot !== undefined && slots.has(slot)) return;
      if (slot !== undefined) slots.add(slot);
      known.add(name);
      imports.push({ slot, name, library: this.headers.libraries[library - 1] ?? '' });
    };
    for (const { address, name, library } of this.fixups.binds)
      if (!own.has(name) || !OWN_FIRST.has(library)) add(address, name, library);
    for (const [slot, { name, library }] of this.#pointersBySymbol()) add(slot, name, library);
    const { isObject } = this.headers;
    this.symbols.forEach((symbol, number) => {
      if (!symbol?.isImported || symbol.name === '' || known.has(symbol.name)) return;
      add(isObject ? this.#slotBehind(number) : undefined, symbol.name, symbol.library);
    });
    return imports;
  }

  /** Imported symbols that the indirect table gives to pointers: all that is left where the tables of dyld are damaged. */
  *#pointersBySymbol(): Iterable<readonly [number, MachOSymbol]> {
    let left = Math.min(MAX_INDIRECT, Math.floor(this.bytes.length / LEAST_ENTRY));
    for (const section of this.sections) {
      if (section.type !== SECTION_TYPE.pointers && section.type !== SECTION_TYPE.lazyPointers) continue;
      const numbers = readIndirectSymbols(this.bytes, this.headers, section, WORD);
      for (let i = 0; i < numbers.length && left > 0; i++, left--) {
        const symbol = this.symbols[numbers[i] as number];
        if (symbol?.isImported && symbol.name !== '') yield [section.address + i * WORD, symbol];
      }
      if (left === 0) return;
    }
  }
}
