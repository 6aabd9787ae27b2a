// An ELF file as typed tables, each read when it is first asked for. Nothing here knows features or code. All addresses are those of the
// loaded program.

import { fixedText } from '../../bytes/byte-view.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { type FrameRange, type FrameTrouble, frameTableOf, readFrames } from '../frames.ts';
import { MappedView } from '../mapped-view.ts';
import { NameBudget } from '../name-budget.ts';
import type { ElfCode } from './codes.ts';
import { DynamicTable } from './dynamic.ts';
import { type ElfHeaders, type ElfSection, readElfHeaders, SECTION, SEGMENT } from './headers.ts';
import { type ElfLayout, layOutElf } from './layout.ts';
import { type ElfRelocation, readElfRelocations } from './relocations.ts';
import { type ElfSymbol, MAX_SYMBOLS, readDynamicSymbols, readSymbolSection } from './symbols.ts';

export class ElfFile {
  readonly bytes: Uint8Array;
  readonly headers: ElfHeaders;
  readonly layout: ElfLayout;
  /** The loaded program. */
  readonly view: MappedView;
  /** What may be read of names. */
  readonly names: NameBudget;
  readonly #symbolsLeft = { count: MAX_SYMBOLS };
  readonly #diagnostics: Diagnostics<ElfCode>;
  readonly #sectionSymbols = new Map<ElfSection, readonly ElfSymbol[]>();
  #dynamic: DynamicTable | undefined;
  #dynamicSymbols: readonly ElfSymbol[] | undefined;
  #relocations: readonly ElfRelocation[] | undefined;
  #frames: readonly FrameRange[] | undefined;
  #moved: IntegerMap<number> | undefined;

  /** Throws CapaxError `input-corrupt` where this is no ELF file; all other damage is a diagnostic. */
  constructor(bytes: Uint8Array, diagnostics: Diagnostics<ElfCode>) {
    this.bytes = bytes;
    this.names = new NameBudget(bytes.length, () =>
      diagnostics.add('warning', 'elf-table-cut', 'The tables have more names than are read.'),
    );
    this.headers = readElfHeaders(bytes, this.names, diagnostics);
    this.layout = layOutElf(this.headers, bytes.length, diagnostics);
    this.view = new MappedView(bytes, this.layout.parts, this.names, this.headers.isLittleEndian);
    this.#diagnostics = diagnostics;
  }

  get dynamic(): DynamicTable {
    this.#dynamic ??= new DynamicTable(this.headers, this.layout, this.view, this.#diagnostics);
    return this.#dynamic;
  }

  get dynamicSymbols(): readonly ElfSymbol[] {
    this.#dynamicSymbols ??= readDynamicSymbols(this.#context(), this.dynamic, this.view);
    return this.#dynamicSymbols;
  }

  /** Symbols of the last static table; the reference takes that one as well. */
  get staticSymbols(): readonly ElfSymbol[] {
    const section = this.headers.sections.findLast(({ type }) => type === SECTION.symbols);
    return section === undefined ? [] : this.symbolsOf(section);
  }

  get relocations(): readonly ElfRelocation[] {
    this.#relocations ??= readElfRelocations(
      {
        headers: this.headers,
        layout: this.layout,
        view: this.view,
        dynamic: this.dynamic,
        dynamicSymbols: this.dynamicSymbols,
        symbolsOf: (section) => this.symbolsOf(section),
        diagnostics: this.#diagnostics,
      },
      this.bytes,
    );
    return this.#relocations;
  }

  /** Ranges of code with frame information, in the order of the table. */
  get frames(): readonly FrameRange[] {
    this.#frames ??= this.#readFrames();
    return this.#frames;
  }

  /** The pointer at a place once the program is loaded: the file may have only a distance there, or nothing. */
  pointerAt(address: number): number {
    if (this.#moved === undefined) {
      this.#moved = new IntegerMap();
      for (const { kind, address: place, addend } of this.relocations) {
        if (kind === 'relative') this.#moved.set(place, addend + this.layout.bias);
      }
    }
    return this.#moved.get(address) ?? this.view.address(address, this.headers.bits);
  }

  /** The program that loads this one. */
  get interpreter(): string | undefined {
    const segment = this.headers.segments.find(({ type }) => type === SEGMENT.interpreter);
    const bytes = segment && this.wholeBytes(segment.offset, segment.fileSize);
    return bytes && fixedText(bytes);
  }

  /** A part of the file; undefined where the file does not have all of it. */
  wholeBytes(offset: number, size: number): Uint8Array | undefined {
    return offset + size <= this.bytes.length ? this.bytes.subarray(offset, offset + size) : undefined;
  }

  /** The contents of a section, as much as the file has. */
  sectionBytes({ type, offset, size }: ElfSection): Uint8Array {
    return type === SECTION.empty ? new Uint8Array() : this.bytes.subarray(offset, offset + size);
  }

  /** Symbols of a section, in its order. */
  symbolsOf(section: ElfSection): readonly ElfSymbol[] {
    let symbols = this.#sectionSymbols.get(section);
    if (symbols === undefined) {
      symbols = readSymbolSection(this.#context(), this.bytes, section);
      this.#sectionSymbols.set(section, symbols);
    }
    return symbols;
  }

  #readFrames(): FrameRange[] {
    const { headers, layout, view } = this;
    const context = { view, bits: headers.bits };
    const tell = (trouble: FrameTrouble): void => {
      if (trouble === 'cut')
        this.#diagnostics.add('warning', 'elf-table-cut', 'Not all of the frame information is read.');
      else this.#diagnostics.add('warning', 'elf-table-damaged', 'The frame information breaks off.');
    };
    const index = headers.sections.findIndex(({ name }) => name === '.eh_frame');
    const section = headers.sections[index];
    const place = layout.sectionAddresses[index] ?? -1;
    if (section !== undefined && place >= 0) return readFrames(context, place, section.size, tell);
    const segment = headers.segments.find(({ type }) => type === SEGMENT.frames);
    const table = segment && frameTableOf(context, segment.address + layout.bias);
    const part = table === undefined ? undefined : view.partAt(table);
    if (table === undefined || part === undefined) return [];
    return readFrames(context, table, part.start + part.fileSize - table, tell);
  }

  #context() {
    const { headers, layout, names } = this;
    return { headers, layout, names, left: this.#symbolsLeft, diagnostics: this.#diagnostics };
  }
}
