// The headers of an ELF file (System V ABI, chapter 4 and 5): machine, segments, sections. Both sizes, both byte orders. Numbers here are as
// the file has them; addresses beyond 2^53 are their low 48 bits.

import { ByteView } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { ElfCode } from './codes.ts';

export const ELF_MACHINE = { i386: 3, amd64: 62, aarch64: 183 } as const;
export const ELF_TYPE = { relocatable: 1, executable: 2, shared: 3 } as const;
export const SEGMENT = { load: 1, dynamic: 2, interpreter: 3, note: 4, frames: 0x6474e550 } as const;
export const SECTION = {
  bits: 1,
  symbols: 2,
  rela: 4,
  dynamic: 6,
  note: 7,
  empty: 8,
  rel: 9,
  dynamicSymbols: 11,
  versionNeeds: 0x6ffffffe,
} as const;
export const SECTION_FLAGS = { write: 1, allocate: 2, execute: 4 } as const;

export interface ElfSegment {
  readonly type: number;
  /** 1 execute, 2 write, 4 read. */
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

export interface ElfSection {
  /** One character a byte. */
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly entrySize: number;
}

export interface ElfHeaders {
  readonly bits: 32 | 64;
  readonly isLittleEndian: boolean;
  readonly osAbi: number;
  readonly type: number;
  readonly machine: number;
  readonly entry: number;
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
  /** What is missing of addresses beyond 2^53; 0 for all others. */
  readonly shift: bigint;
}

const MAX_SECTION_NAME = 4096;
/** Stands for numbers that are too large for their field; the first section then has them. */
const EXTENDED = 0xffff;
const MAX_ENTRIES = 1_000_000;

/** Reads the headers. Throws CapaxError `input-corrupt` where this is no ELF file. */
export function readElfHeaders(bytes: Uint8Array, diagnostics: Diagnostics<ElfCode>): ElfHeaders {
  const [size, order] = [bytes[4], bytes[5]];
  const isElf = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
  if (!isElf || (size !== 1 && size !== 2) || (order !== 1 && order !== 2) || bytes.length < 0x34) {
    throw new CapaxError('input-corrupt', 'This has no ELF header, or it breaks off in it.', {
      hint: 'Get the file again. A piece of code without its file is analysed with --format sc32 or sc64.',
    });
  }
  const bits = size === 2 ? 64 : 32;
  const view = new ByteView(bytes, order === 1);
  const read = new HeaderReader(view, bits, diagnostics);
  const segments = read.segments();
  return {
    bits,
    isLittleEndian: order === 1,
    osAbi: view.u8(7),
    type: view.u16(16),
    machine: view.u16(18),
    entry: view.address(24, bits),
    segments,
    sections: read.sections(),
    shift: read.shift(),
  };
}

class HeaderReader {
  readonly #view: ByteView;
  readonly #bits: 32 | 64;
  readonly #diagnostics: Diagnostics<ElfCode>;

  constructor(view: ByteView, bits: 32 | 64, diagnostics: Diagnostics<ElfCode>) {
    this.#view = view;
    this.#bits = bits;
    this.#diagnostics = diagnostics;
  }

  segments(): ElfSegment[] {
    const is64 = this.#bits === 64;
    const view = this.#view;
    const first = this.#size(is64 ? 32 : 28);
    const size = view.u16(is64 ? 54 : 42);
    let count = view.u16(is64 ? 56 : 44);
    if (count === EXTENDED) count = this.#firstSection()?.info ?? 0;
    const segments: ElfSegment[] = [];
    for (const at of this.#entries('program header', first, size, count, is64 ? 56 : 32)) {
      const word = (index64: number, index32: number): number => this.#size(at + (is64 ? index64 : index32));
      segments.push({
        type: view.u32(at),
        flags: view.u32(at + (is64 ? 4 : 24)),
        offset: word(8, 4),
        address: view.address(at + (is64 ? 16 : 8), this.#bits),
        fileSize: word(32, 16),
        memorySize: word(40, 20),
      });
    }
    return segments;
  }

  sections(): ElfSection[] {
    const is64 = this.#bits === 64;
    const view = this.#view;
    const first = this.#size(is64 ? 40 : 32);
    const size = view.u16(is64 ? 58 : 46);
    let count = view.u16(is64 ? 60 : 48);
    let names = view.u16(is64 ? 62 : 50);
    if (count === 0 && first > 0) count = this.#firstSection()?.size ?? 0;
    if (names === EXTENDED) names = this.#firstSection()?.link ?? 0;
    const raw = [...this.#entries('section', first, size, count, is64 ? 64 : 40)].map((at) => this.#section(at));
    const strings = raw[names]?.section;
    return raw.map(({ nameAt, section }) => {
      const isInside = strings !== undefined && nameAt < strings.size;
      return { ...section, name: isInside ? (view.text(strings.offset + nameAt, MAX_SECTION_NAME) ?? '') : '' };
    });
  }

  /** What has to be added to addresses: that of the first loaded segment tells. */
  shift(): bigint {
    if (this.#bits === 32) return 0n;
    const view = this.#view;
    const [first, size, count] = [this.#size(32), view.u16(54), view.u16(56)];
    for (let i = 0; i < count && size > 0; i++) {
      const at = first + i * size;
      if (view.u32(at) !== SEGMENT.load) continue;
      return view.big64(at + 16) - BigInt(view.address(at + 16, 64));
    }
    return 0n;
  }

  #firstSection(): ElfSection | undefined {
    const at = this.#size(this.#bits === 64 ? 40 : 32);
    return at > 0 && this.#view.has(at, this.#bits === 64 ? 64 : 40) ? this.#section(at).section : undefined;
  }

  #section(at: number): { nameAt: number; section: ElfSection } {
    const view = this.#view;
    const is64 = this.#bits === 64;
    const word = (index64: number, index32: number): number => this.#size(at + (is64 ? index64 : index32));
    const section = {
      name: '',
      type: view.u32(at + 4),
      flags: word(8, 8),
      address: view.address(at + (is64 ? 16 : 12), this.#bits),
      offset: word(24, 16),
      size: word(32, 20),
      link: view.u32(at + (is64 ? 40 : 24)),
      info: view.u32(at + (is64 ? 44 : 28)),
      entrySize: word(56, 36),
    };
    return { nameAt: view.u32(at), section };
  }

  /** Places of the entries of a table that are there as a whole. */
  *#entries(what: string, first: number, size: number, count: number, least: number): Generator<number> {
    if (count <= 0 || first <= 0) return;
    if (size < least) {
      this.#diagnostics.add('warning', 'elf-table-damaged', `The entries of the ${what} table are too small.`);
      return;
    }
    for (let i = 0; i < Math.min(count, MAX_ENTRIES); i++) {
      if (!this.#view.has(first + i * size, least)) {
        this.#diagnostics.add(
          'warning',
          'elf-truncated',
          `The file ends in the ${what} table, after ${i} of ${count} entries.`,
        );
        return;
      }
      yield first + i * size;
    }
  }

  #size(at: number): number {
    return this.#bits === 64 ? this.#view.u64(at) : this.#view.u32(at);
  }
}
