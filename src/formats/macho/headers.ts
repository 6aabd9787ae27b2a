// The header and load commands of a 64-bit Mach-O program (mach-o/loader.h): segments, sections, libraries, and where the tables are.
// Addresses beyond 2^53 are their low 48 bits.

import { ByteView, fixedText } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { MachOCode } from './codes.ts';
import { CPU, HEADER_BYTES } from './slices.ts';

export const PROTECTION = { read: 1, write: 2, execute: 4 } as const;
export const SECTION_TYPE = { lazyPointers: 7, pointers: 6, stubs: 8, initialisers: 9, terminators: 10 } as const;
/** Attributes: nothing but instructions, some instructions. */
const INSTRUCTIONS = 0x80000400;
/** Types whose sections the file does not fill. */
const ZERO_FILLED: ReadonlySet<number> = new Set([1, 12, 18]);

const COMMAND = {
  symbols: 0x2,
  thread: 0x5,
  dynamicSymbols: 0xb,
  segment: 0x19,
  dyldInfo: 0x22,
  functionStarts: 0x26,
  encryption: 0x2c,
  dyldInfoOnly: 0x80000022,
  main: 0x80000028,
  exportsTrie: 0x80000033,
  chainedFixups: 0x80000034,
} as const;
const LIBRARY_COMMANDS: ReadonlySet<number> = new Set([0xc, 0x20, 0x80000018, 0x8000001f, 0x80000023]);

const OBJECT = 1;
/** Real programs have some dozens. */
const MAX_COMMANDS = 65_536;
const COMMAND_BYTES = 8;
const SEGMENT_BYTES = 72;
const SECTION_BYTES = 80;
const NAME_BYTES = 16;
const MAX_SECTIONS = 65_536;
const MAX_LIBRARY_NAME = 4096;

export interface MachOSection {
  /** One character a byte. */
  readonly name: string;
  readonly segment: string;
  readonly address: number;
  readonly size: number;
  readonly offset: number;
  readonly type: number;
  readonly hasInstructions: boolean;
  readonly isZeroFilled: boolean;
  /** Of object files. */
  readonly relocations: FileTable;
  /** Of pointers and stubs: where their symbols begin in the indirect table. */
  readonly firstSymbol: number;
  /** Of stubs. */
  readonly entrySize: number;
}

export interface MachOSegment {
  readonly name: string;
  readonly address: number;
  readonly size: number;
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly protection: number;
  readonly sections: readonly MachOSection[];
}

/** A part of the file. */
export interface FilePart {
  readonly offset: number;
  readonly size: number;
}

/** `entries` is a number of table rows of fixed size. */
export interface FileTable {
  readonly offset: number;
  readonly entries: number;
}

export interface MachOHeaders {
  readonly cpu: number;
  /** Whether it is no program yet, but a part of one. */
  readonly isObject: boolean;
  readonly segments: readonly MachOSegment[];
  /** Paths of libraries; symbols name them by their place here, from 1. */
  readonly libraries: readonly string[];
  readonly symbols?: FileTable;
  readonly symbolNames?: FilePart;
  readonly indirectSymbols?: FileTable;
  readonly rebases?: FilePart;
  readonly binds?: FilePart;
  readonly weakBinds?: FilePart;
  readonly lazyBinds?: FilePart;
  readonly exportsTrie?: FilePart;
  readonly chainedFixups?: FilePart;
  readonly functionStarts?: FilePart;
  /** Counted from the header. */
  readonly mainOffset?: number;
  /** Address that the first thread begins at. */
  readonly threadStart?: number;
  readonly isEncrypted: boolean;
  /** Address of the header, from which offsets are counted. */
  readonly base: number;
  /** What was added to the addresses in the file. */
  readonly bias: number;
  /** What is missing of addresses beyond 2^53; 0 for all others. */
  readonly shift: bigint;
}

type Found = { -readonly [K in keyof MachOHeaders]?: MachOHeaders[K] };

/** Where programs are put that are made for address 0, as libraries are: small numbers are not to be taken for addresses. */
const USUAL_BASE = 0x1_0000_0000;

/** Reads what there is. The header itself is known to be there. All addresses are moved by the bias. */
export function readMachOHeaders(bytes: Uint8Array, diagnostics: Diagnostics<MachOCode>): MachOHeaders {
  const reader = new CommandReader(bytes, diagnostics);
  reader.run();
  const view = new ByteView(bytes);
  const { libraries, found, shift } = reader;
  const stated = baseOf(reader.segments);
  const bias = stated === 0 ? USUAL_BASE : 0;
  const place = { base: stated + bias, bias, segments: reader.segments.map((segment) => moved(segment, bias)) };
  const { threadStart } = found;
  const start = threadStart === undefined ? {} : { threadStart: threadStart + bias };
  return {
    isEncrypted: false,
    ...found,
    ...start,
    ...place,
    cpu: view.u32(4),
    isObject: view.u32(12) === OBJECT,
    libraries,
    shift,
  };
}

/** The segment with the beginning of the file has the header. */
function baseOf(segments: readonly MachOSegment[]): number {
  const first =
    segments.find(({ fileOffset, fileSize }) => fileOffset === 0 && fileSize > 0) ??
    segments.find(({ name, fileSize }) => name === '__TEXT' || fileSize > 0);
  return first?.address ?? 0;
}

function moved(segment: MachOSegment, bias: number): MachOSegment {
  if (bias === 0) return segment;
  const sections = segment.sections.map((section) => ({ ...section, address: section.address + bias }));
  return { ...segment, address: segment.address + bias, sections };
}

class CommandReader {
  readonly segments: MachOSegment[] = [];
  readonly libraries: string[] = [];
  readonly found: Found = {};
  shift = 0n;
  readonly #view: ByteView;
  readonly #diagnostics: Diagnostics<MachOCode>;
  #sections = 0;

  constructor(bytes: Uint8Array, diagnostics: Diagnostics<MachOCode>) {
    this.#view = new ByteView(bytes);
    this.#diagnostics = diagnostics;
  }

  run(): void {
    const view = this.#view;
    const count = view.u32(16);
    const stated = view.u32(20);
    // One of the two may lie: the size is believed unless so many commands cannot be in it.
    const bySize = count > MAX_COMMANDS || stated >= count * COMMAND_BYTES;
    const end = bySize ? Math.min(HEADER_BYTES + stated, view.length) : view.length;
    if (!bySize || count > MAX_COMMANDS) this.#damaged('The numbers of load commands contradict each other.');
    let at = HEADER_BYTES;
    for (let i = 0; i < Math.min(count, MAX_COMMANDS); i++) {
      if (at + COMMAND_BYTES > end) {
        if (count <= MAX_COMMANDS) this.#truncated('The file ends in the load commands.');
        return;
      }
      const command = view.u32(at);
      let size = view.u32(at + 4);
      if (size < COMMAND_BYTES || at + size > end) {
        this.#damaged('A load command has an impossible size.');
        // That of a segment follows from its sections.
        if (command !== COMMAND.segment) return;
        size = SEGMENT_BYTES + Math.max(view.u32(at + 64), 0) * SECTION_BYTES;
      }
      this.#read(command, at, Math.min(size, end - at));
      at += size;
    }
  }

  #read(command: number, at: number, size: number): void {
    if (LIBRARY_COMMANDS.has(command)) this.libraries.push(this.#libraryName(at, size));
    else if (command === COMMAND.segment) this.#readSegment(at, size);
    else if (command === COMMAND.dyldInfo || command === COMMAND.dyldInfoOnly) this.#readDyldInfo(at, size);
    else if (size >= 16) this.#readOther(command, at, size);
  }

  #readOther(command: number, at: number, size: number): void {
    const view = this.#view;
    const { found } = this;
    const part = (from: number): FilePart => ({ offset: view.u32(at + from), size: view.u32(at + from + 4) });
    const table = (from: number): FileTable => ({ offset: view.u32(at + from), entries: view.u32(at + from + 4) });
    switch (command) {
      case COMMAND.symbols:
        found.symbols = table(8);
        if (size >= 24) found.symbolNames = part(16);
        break;
      case COMMAND.dynamicSymbols:
        if (size >= 64) found.indirectSymbols = table(56);
        break;
      case COMMAND.functionStarts:
        found.functionStarts = part(8);
        break;
      case COMMAND.exportsTrie:
        found.exportsTrie = part(8);
        break;
      case COMMAND.chainedFixups:
        found.chainedFixups = part(8);
        break;
      case COMMAND.main:
        found.mainOffset = view.u64(at + 8);
        break;
      case COMMAND.thread:
        this.#readThread(at, size);
        break;
      case COMMAND.encryption:
        if (size >= 20 && view.u32(at + 16) > 0) found.isEncrypted = true;
        break;
      default:
    }
  }

  #readDyldInfo(at: number, size: number): void {
    const part = (from: number): FilePart => ({
      offset: this.#view.u32(at + from),
      size: from + 8 <= size ? this.#view.u32(at + from + 4) : 0,
    });
    this.found.rebases = part(8);
    this.found.binds = part(16);
    this.found.weakBinds = part(24);
    this.found.lazyBinds = part(32);
    this.found.exportsTrie ??= part(40);
  }

  /** Registers of the first thread: the instruction pointer is the 17th of x86-64 and the 33rd of ARM64. */
  #readThread(at: number, size: number): void {
    const register = this.#view.u32(4) === CPU.amd64 ? 16 : 32;
    const place = at + 16 + register * 8;
    if (place + 8 <= at + size) this.found.threadStart = this.#view.address(place, 64);
  }

  #libraryName(at: number, size: number): string {
    const from = this.#view.u32(at + 8);
    const name =
      from < 0 || from >= size ? undefined : this.#view.text(at + from, Math.min(size - from, MAX_LIBRARY_NAME));
    // What fills its command to the end has no zero behind it.
    if (name !== undefined) return name;
    if (from > 0 && from < size) return fixedText(this.#view.slice(at + from, Math.min(size - from, MAX_LIBRARY_NAME)));
    this.#skipped('A library has no name.');
    return '';
  }

  #readSegment(at: number, size: number): void {
    const view = this.#view;
    if (size < SEGMENT_BYTES || !view.has(at, SEGMENT_BYTES)) {
      this.#truncated('The file ends in a segment.');
      return;
    }
    const whole = view.big64(at + 24);
    if (this.shift === 0n && whole >= 1n << 53n) this.shift = whole - (whole & ((1n << 48n) - 1n));
    const stated = view.u32(at + 64);
    const there = Math.floor((size - SEGMENT_BYTES) / SECTION_BYTES);
    const count = Math.min(stated, there, MAX_SECTIONS - this.#sections);
    if (count < stated) this.#damaged('A segment has fewer sections than it says.');
    this.#sections += count;
    const sections: MachOSection[] = [];
    for (let i = 0; i < count; i++) sections.push(this.#section(at + SEGMENT_BYTES + i * SECTION_BYTES));
    this.segments.push({
      name: this.#name(at + 8),
      address: view.address(at + 24, 64),
      size: view.u64(at + 32),
      fileOffset: view.u64(at + 40),
      fileSize: view.u64(at + 48),
      protection: view.u32(at + 60),
      sections,
    });
  }

  #section(at: number): MachOSection {
    const view = this.#view;
    const flags = view.u32(at + 64);
    return {
      name: this.#name(at),
      segment: this.#name(at + NAME_BYTES),
      address: view.address(at + 32, 64),
      size: view.u64(at + 40),
      offset: view.u32(at + 48),
      relocations: { offset: view.u32(at + 56), entries: view.u32(at + 60) },
      type: flags & 0xff,
      hasInstructions: (flags & INSTRUCTIONS) !== 0,
      isZeroFilled: ZERO_FILLED.has(flags & 0xff),
      firstSymbol: view.u32(at + 68),
      entrySize: view.u32(at + 72),
    };
  }

  #name(at: number): string {
    return fixedText(this.#view.slice(at, NAME_BYTES));
  }

  #damaged(message: string): void {
    this.#diagnostics.add('warning', 'macho-table-damaged', message);
  }

  #truncated(message: string): void {
    this.#diagnostics.add('warning', 'macho-truncated', message);
  }

  #skipped(message: string): void {
    this.#diagnostics.add('warning', 'macho-entry-skipped', message);
  }
}
