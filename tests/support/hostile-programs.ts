// Programs that are made to do harm, each as large as wanted: what anybody can write who wants an analysis to hang or to fill the memory.

import { randomNumbers } from './damage.ts';
import { HOSTILE_ARM_PROGRAMS } from './hostile-arm-programs.ts';
import { HOSTILE_ASSEMBLIES } from './hostile-assemblies.ts';
import { HOSTILE_MACHO } from './hostile-macho.ts';
import { buildElf, buildPe, Layout } from './program-builder.ts';

export interface HostileProgram {
  readonly title: string;
  readonly format: 'pe' | 'dotnet' | 'elf' | 'macho' | 'sc32' | 'sc64';
  readonly build: (size: number) => Uint8Array;
}

/** Where raw code lies, and where the built programs do. */
const RAW = 0x690000;
const BASE = 0x400000;
const TEXT = 0x1000;

function repeated(size: number, hexadecimal: string): Uint8Array {
  const piece = Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex');
  return new Uint8Array(Buffer.alloc(size, piece));
}

/** Pieces of `step` bytes, each made with a place anywhere among them. */
function scattered(
  size: number,
  step: number,
  write: (into: Buffer, at: number, anywhere: number) => void,
): Uint8Array {
  const random = randomNumbers(size);
  const bytes = Buffer.alloc(size);
  const count = Math.floor(size / step);
  for (let i = 0; i < count; i++) write(bytes, i * step, Math.floor(random() * count) * step);
  return new Uint8Array(bytes);
}

function randomBytes(size: number): Uint8Array {
  const random = randomNumbers(size);
  return Uint8Array.from({ length: size }, () => random() * 256);
}

/** A function of 16 bytes that hands one to another and calls a third. */
function writeFunction(into: Buffer, at: number, anywhere: number): void {
  into.set([0x55, 0x8b, 0xec, 0x68], at);
  into.writeUInt32LE(RAW + anywhere, at + 4);
  into[at + 8] = 0xe8;
  into.writeInt32LE(((anywhere * 7) % (into.length & ~15)) - at - 13, at + 9);
  into.set([0x5d, 0xc3], at + 13);
}

/** Pointers into texts of a megabyte, as many as there is room for, in code of 32 bits. */
function pointersIntoTexts(size: number): Uint8Array {
  const bytes = Buffer.alloc(size, 0x41);
  const half = Math.floor(size / 10) * 5;
  for (let at = half; at < size; at += 1 << 20) bytes[at] = 0;
  bytes[size - 1] = 0;
  const random = randomNumbers(size);
  for (let at = 0; at + 5 <= half; at += 5) {
    bytes[at] = 0x68;
    bytes.writeUInt32LE(RAW + half + Math.floor(random() * (size - half)), at + 1);
  }
  return new Uint8Array(bytes);
}

/** Jumps through tables of which each begins in another, and all slots lead to the first jump. */
function tablesInThemselves(size: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  const half = Math.floor(size / 14) * 7;
  for (let at = 0; at + 7 <= half; at += 7) {
    bytes.set([0xff, 0x24, 0x85], at);
    bytes.writeUInt32LE(RAW + half + (at % Math.max(size - half - 0x4000, 4)), at + 3);
  }
  for (let at = half; at + 4 <= size; at += 4) bytes.writeUInt32LE(RAW + (at % 70), at);
  return new Uint8Array(bytes);
}

/** Functions that call the next one, and then one that is still being followed. */
function nestedCalls(size: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 16 <= size; at += 16) {
    bytes[at] = 0xe8;
    bytes.writeInt32LE(at + 32 <= size ? 11 : -5 - at, at + 1);
    bytes[at + 5] = 0xe8;
    bytes.writeInt32LE(Math.floor(at / 32) * 16 - at - 10, at + 6);
    bytes[at + 10] = 0xc3;
  }
  return new Uint8Array(bytes);
}

const FILLINGS: Readonly<Record<string, (size: number) => Uint8Array>> = {
  nop: (size) => repeated(size, '90'),
  'calls into the midst of calls': (size) => repeated(size, 'e8'),
  'jumps to themselves': (size) => repeated(size, 'eb fe'),
  zeros: (size) => new Uint8Array(size),
  letters: (size) => repeated(size, '41'),
  'random bytes': randomBytes,
  'calls to the next instruction': (size) => repeated(size, 'e8 00000000'),
  'conditional jumps to the next but one': (size) => repeated(size, '74 01'),
  'calls anywhere': (size) =>
    scattered(size, 5, (into, at, anywhere) => {
      into[at] = 0xe8;
      into.writeInt32LE(anywhere - at - 5, at + 1);
    }),
  'conditional jumps anywhere': (size) =>
    scattered(size, 6, (into, at, anywhere) => {
      into.set([0x0f, 0x84], at);
      into.writeInt32LE(anywhere - at - 6, at + 2);
    }),
  'pointers anywhere': (size) =>
    scattered(size, 5, (into, at, anywhere) => {
      into[at] = 0x68;
      into.writeUInt32LE(RAW + anywhere + (anywhere % 5), at + 1);
    }),
  'small functions': (size) => scattered(size, 16, writeFunction),
  'nested calls': nestedCalls,
  'pointers into long texts': pointersIntoTexts,
  'tables in themselves': tablesInThemselves,
  // je anywhere; add eax, ecx; jmp eax
  'jumps to sums where many ways meet': (size) =>
    scattered(size, 10, (into, at, anywhere) => {
      into.set([0x0f, 0x84, 0, 0, 0, 0, 0x01, 0xc8, 0xff, 0xe0], at);
      into.writeInt32LE(anywhere - at - 6, at + 2);
    }),
  // je anywhere; cmp eax, 7Fh; ja anywhere; jmp [eax*4 + table of such code]
  'checked tables where many ways meet': (size) =>
    scattered(size, 22, (into, at, anywhere) => {
      into.set([0x0f, 0x84, 0, 0, 0, 0, 0x83, 0xf8, 0x7f, 0x0f, 0x87, 0, 0, 0, 0, 0xff, 0x24, 0x85], at);
      into.writeInt32LE(anywhere - at - 6, at + 2);
      into.writeInt32LE(anywhere - at - 15, at + 11);
      into.writeUInt32LE(RAW + anywhere, at + 18);
    }),
};

const raw = (format: 'sc32' | 'sc64'): HostileProgram[] =>
  Object.entries(FILLINGS).map(([title, build]) => ({ title: `${title} as ${format}`, format, build }));

const inPe = (bits: 32 | 64): HostileProgram[] =>
  ['nop', 'calls into the midst of calls', 'jumps to themselves', 'random bytes'].map((title) => ({
    title: `${title} in a PE file of ${bits} bits`,
    format: 'pe',
    build: (size) =>
      buildPe({
        bits,
        entryRva: TEXT,
        sections: [{ name: '.text', rva: TEXT, data: (FILLINGS[title] as (size: number) => Uint8Array)(size) }],
      }),
  }));

/** A PE file whose only section is data that tables lie in. */
function tablesPe(size: number, directories: Record<number, readonly [number, number]>, fill: (data: Layout) => void) {
  const data = new Layout(size);
  fill(data);
  return buildPe({
    entryRva: TEXT,
    directories,
    sections: [{ name: '.all', rva: TEXT, data: data.bytes, characteristics: 0xe0000060 }],
  });
}

const PE_TABLES: readonly HostileProgram[] = [
  {
    title: 'sections in each other, 65,535 of them',
    format: 'pe',
    build: () => {
      const data = repeated(0x2000, '55 8bec c3');
      const section = (i: number) => ({ name: `s${i}`, rva: TEXT + (i % 64) * 16, virtualSize: 0x2000 });
      const built = buildPe({
        entryRva: TEXT,
        sections: [{ name: '.text', rva: TEXT, data }, ...Array.from({ length: 65_534 }, (_, i) => section(i))],
      });
      // All of them show the same bytes.
      const view = new DataView(built.buffer);
      const table = 0x80 + 24 + 224;
      const [rawSize, rawOffset] = [view.getUint32(table + 16, true), view.getUint32(table + 20, true)];
      for (let i = 1; i < 65_535; i++) {
        view.setUint32(table + i * 40 + 16, rawSize, true);
        view.setUint32(table + i * 40 + 20, rawOffset, true);
      }
      return built;
    },
  },
  {
    title: 'one file mapped many times',
    format: 'pe',
    build: (size) => {
      const count = 4000;
      const data = scattered(size, 16, writeFunction);
      const step = Math.ceil(size / 0x1000) * 0x1000;
      const sections = Array.from({ length: count }, (_, i) => ({
        name: `s${i}`,
        rva: TEXT + i * Math.min(step, 0x100000),
        virtualSize: size,
        ...(i === 0 ? { data } : {}),
      }));
      const built = buildPe({ entryRva: TEXT, sections });
      const view = new DataView(built.buffer);
      const table = 0x80 + 24 + 224;
      for (let i = 1; i < count; i++) {
        view.setUint32(table + i * 40 + 16, view.getUint32(table + 16, true), true);
        view.setUint32(table + i * 40 + 20, view.getUint32(table + 20, true), true);
      }
      return built;
    },
  },
  {
    title: 'a section of no size, and one of nearly 4 GB',
    format: 'pe',
    build: (size) =>
      buildPe({
        bits: 64,
        entryRva: TEXT,
        sections: [
          { name: 'none', rva: TEXT, virtualSize: 0 },
          {
            name: 'huge',
            rva: TEXT,
            virtualSize: 0xffff0000,
            // mov al, [rip + anywhere]
            data: scattered(size, 6, (into, at, anywhere) => {
              into.set([0x8a, 0x05], at);
              into.writeInt32LE(((anywhere * 7919) % 0x7ffffff) * 16, at + 2);
            }),
          },
        ],
      }),
  },
  {
    title: 'imports without end, with one long name',
    format: 'pe',
    build: (size) =>
      tablesPe(size, { 1: [TEXT, 0x1000] }, (data) => {
        for (let at = 0; at + 20 <= size / 4; at += 20)
          data.u32(at, TEXT + size / 4, 0, 0, TEXT + size / 2, TEXT + size / 4);
        for (let at = size / 4; at + 4 <= size / 2; at += 4) data.u32(at, TEXT + size / 2 + (at % (size / 4)));
        data.bytes.fill(0x61, size / 2, size - 1);
        for (let at = size / 2; at < size; at += 8000) data.bytes[at] = 0;
      }),
  },
  {
    title: 'exports anywhere, with long names',
    format: 'pe',
    build: (size) => {
      const count = Math.min(65_536, Math.floor(size / 64));
      return tablesPe(size, { 0: [TEXT, 40] }, (data) => {
        const [functions, names, ordinals] = [0x100, 0x100 + count * 4, 0x100 + count * 8];
        data.u32(16, 1, count, count, TEXT + functions, TEXT + names, TEXT + ordinals);
        const text = ordinals + count * 2;
        data.bytes.fill(0x90, text);
        for (let at = text; at < size; at += 8000) data.bytes[at] = 0;
        for (let i = 0; i < count; i++) {
          const place = TEXT + text + ((i * 7919) % (size - text));
          data
            .u32(functions + i * 4, place)
            .u32(names + i * 4, place)
            .u16(ordinals + i * 2, i);
        }
      });
    },
  },
  {
    title: 'relocations anywhere, and blocks of no size',
    format: 'pe',
    build: (size) =>
      tablesPe(size, { 5: [TEXT + 16, size] }, (data) => {
        for (let at = 16; at + 0x1008 <= size; at += 0x1008) {
          data.u32(at, (at * 7919) >>> 0, at + 0x3000 > size ? 0 : 0x1008);
          for (let i = 8; i < 0x1008; i += 2) data.u16(at + i, 0x3000 | ((i * 31) & 0xfff));
        }
      }),
  },
  {
    title: 'callbacks and handlers that name their own list',
    format: 'pe',
    build: (size) =>
      tablesPe(size, { 9: [TEXT, 24], 10: [TEXT + 0x100, 0x100] }, (data) => {
        for (let at = 0; at + 4 <= size; at += 4) data.u32(at, BASE + TEXT);
        data.u32(0x100, 0x100).u32(0x100 + 64, BASE + TEXT + 0x200, 0xffffffff);
      }),
  },
  {
    title: "as many of Go's functions as there is room for, with one name",
    format: 'pe',
    build: (size) => {
      const data = new Layout(size);
      const count = Math.floor((size - 0x100) / 16);
      data.u32(0, 0xfffffff0, 0x04010000, count, 1, BASE + TEXT, size / 2, 0, 0, 0, 0x100);
      for (let i = 0; i < count; i++) data.u32(0x100 + i * 8, i, 0);
      data.bytes.fill(0x61, 0x100 + count * 8, size - 1);
      return buildPe({
        entryRva: TEXT,
        sections: [
          { name: '.text', rva: TEXT, data: repeated(size, '55 8bec c3') },
          {
            name: '.rdata',
            rva: TEXT + Math.ceil(size / 0x1000) * 0x1000,
            data: data.bytes,
            characteristics: 0x40000040,
          },
        ],
      });
    },
  },
  {
    title: 'unwind information that goes on in itself',
    format: 'pe',
    build: (size) => {
      const data = new Layout(size);
      for (let at = 0; at + 12 <= size; at += 12) data.u32(at, TEXT + (at % 4096), TEXT + size, (TEXT + at) | 1);
      return buildPe({
        bits: 64,
        entryRva: TEXT,
        directories: { 3: [TEXT, size] },
        sections: [{ name: '.all', rva: TEXT, data: data.bytes, characteristics: 0xe0000060 }],
      });
    },
  },
];

/** An ELF file whose memory, mapped at 0x400000, is `memory`; it begins with the dynamic table, or with code. */
function tablesElf(memory: Layout, memorySize?: number): Uint8Array {
  return buildElf({
    type: 2,
    osAbi: 3,
    entry: BASE,
    segments: [
      { type: 1, flags: 7, address: BASE, data: memory.bytes, ...(memorySize === undefined ? {} : { memorySize }) },
      { type: 2, address: BASE, data: new Uint8Array() },
    ],
  });
}

const ELF_TABLES: readonly HostileProgram[] = [
  {
    title: 'a dynamic table without end',
    format: 'elf',
    build: (size) => {
      const memory = new Layout(size);
      for (let at = 0; at + 16 <= size; at += 16) memory.u64(at, 1, 1);
      return tablesElf(memory);
    },
  },
  {
    title: 'symbols, names and relocations that are each other',
    format: 'elf',
    build: (size) => {
      const memory = new Layout(size);
      for (let at = 0; at + 24 <= size; at += 24)
        memory.u64(at, (at * 7) % size, (at % 4096) * 2 ** 32 + 7, 0x6161616161616161n);
      const place = BASE + 0x100;
      memory.u64(
        0,
        5,
        place,
        6,
        place,
        7,
        place,
        8,
        size,
        23,
        place,
        2,
        size,
        20,
        7,
        17,
        place,
        18,
        size,
        10,
        size,
        0,
        0,
      );
      return tablesElf(memory);
    },
  },
  {
    title: 'memory of 2^40 bytes',
    format: 'elf',
    build: (size) => {
      const memory = new Layout(size);
      const code = scattered(size, 6, (into, at, anywhere) => {
        into.set([0x8a, 0x05], at);
        into.writeInt32LE(((anywhere * 7919) % 0x7ffffff) * 16, at + 2);
      });
      memory.bytes.set(code);
      return tablesElf(memory, 2 ** 40);
    },
  },
  {
    title: '65,000 sections, all of them tables of symbols and relocations',
    format: 'elf',
    build: (size) => {
      const data = repeated(Math.min(size, 1_000_000), '00 01 02 03 12 00 01 00');
      const built = buildElf({
        type: 1,
        sections: Array.from({ length: 65_000 }, (_, i) => ({
          name: '',
          type: i % 2 === 0 ? 2 : 4,
          flags: 2,
          link: i,
          data: i === 0 ? data : new Uint8Array(),
        })),
      });
      const view = new DataView(built.buffer);
      const table = Number(view.getBigUint64(40, true));
      for (let i = 1; i < 65_000; i++) {
        view.setBigUint64(table + i * 64 + 24, 64n, true);
        view.setBigUint64(table + i * 64 + 32, BigInt(data.length), true);
        view.setUint32(table + i * 64 + 44, 1, true);
      }
      return built;
    },
  },
];

export const HOSTILE_PROGRAMS: readonly HostileProgram[] = [
  ...raw('sc32'),
  ...raw('sc64'),
  ...inPe(32),
  ...inPe(64),
  ...PE_TABLES,
  ...HOSTILE_ASSEMBLIES,
  ...HOSTILE_MACHO,
  ...ELF_TABLES,
  ...HOSTILE_ARM_PROGRAMS,
];
