// Mach-O files that are made to do harm, each as large as wanted.

import { Buffer } from 'node:buffer';
import { AMD64, ARM64, buildMachO, CODE, type MachOSectionRecipe, named, uleb, words } from './macho-builder.ts';
import { Layout } from './program-builder.ts';

interface HostileMachO {
  readonly title: string;
  readonly format: 'macho';
  readonly build: (size: number) => Uint8Array;
}

const BASE = 0x100000000;
const DYLD_INFO = 0x80000022;
const EXPORTS_TRIE = 0x80000033;
const CHAINED_FIXUPS = 0x80000034;
/** Where the table begins: behind one page of code. */
const TABLE = 0x1000;

interface TablesOptions {
  readonly cpu?: number;
  readonly sections?: readonly MachOSectionRecipe[];
  readonly protection?: number;
}

/** A program of one page of code, and a segment that is a table, which `commands` name. */
function withTable(
  table: Uint8Array,
  commands: readonly (readonly [number, Uint8Array])[],
  { cpu = AMD64, sections = [], protection = 3 }: TablesOptions = {},
): Uint8Array {
  const code = new Layout(0x1000);
  code.bytes.fill(0xc3, 0x800);
  return buildMachO({
    cpu,
    segments: [
      {
        name: '__TEXT',
        address: BASE,
        data: code.bytes,
        sections: [{ name: '__text', at: 0x800, size: 0x800, flags: CODE }],
      },
      { name: '__DATA', address: BASE + TABLE, data: table, protection, sections },
    ],
    commands: [...commands, [0x80000028, words(0x800, 0, 0, 0)]],
  });
}

function opcodes(size: number, ...bytes: number[]): Uint8Array {
  return new Uint8Array(Buffer.alloc(size, Uint8Array.from(bytes)));
}

const HUGE = uleb(2 ** 52);
const HOSTILE: Readonly<Record<string, (size: number) => Uint8Array>> = {
  'rebases that are repeated without end': (size) =>
    withTable(opcodes(size, 0x11, 0x21, 0, 0x60, ...HUGE, 0x80, ...HUGE, 0), [[DYLD_INFO, words(TABLE, size)]]),
  'rebases and binds that go back and forth': (size) =>
    withTable(opcodes(size, 0x21, 0, 0x51, 0x41, 0x90, 0x30, ...uleb(2 ** 50)), [
      [DYLD_INFO, words(TABLE, size, TABLE, size, TABLE, size, TABLE, size, TABLE, size)],
    ]),
  'binds with one long name, each entry a new one': (size) => {
    const entry = [0x11, 0x40, ...named('x'.repeat(8000)), 0x51, 0x71, 0, 0xc0, ...uleb(2000), 0, 0];
    return withTable(opcodes(size, ...entry), [[DYLD_INFO, words(0, 0, TABLE, size, 0, 0, TABLE, size, 0, 0)]]);
  },
  'a trie of exports whose edges lead to each other': (size) => {
    const table = Buffer.alloc(size);
    for (let at = 0; at + 8 <= size; at += 8)
      table.set([0, 1, 0x61, 0, 0x80 | (((at * 7) % size) & 0x78), 1, 0, 0], at);
    return withTable(table, [[EXPORTS_TRIE, words(TABLE, size)]]);
  },
  'a trie of exports as deep as it is long': (size) => {
    const parts: number[] = [];
    while (parts.length + 16 < size)
      parts.push(0, 1, 0x61, 0, ...uleb(parts.length + 4 + uleb(parts.length + 8).length));
    return withTable(
      Uint8Array.from({ length: size }, (_, i) => parts[i] ?? 0),
      [[EXPORTS_TRIE, words(TABLE, size)]],
    );
  },
  'chained fixups whose pages are all the same': (size) => {
    const table = new Layout(Math.max(size, 0x400)).u32(0, 0, 32, 0x200, 0x300, 0xffffffff, 1);
    table.u32(32, 0xff);
    for (let i = 0; i < 100; i++) table.u32(36 + i * 4, 0x1c0);
    table.u32(0x1c0, 24).u16(0x1c4, 0x1000, 2).u64(0x1c8, TABLE).u16(0x1d4, 0xffff);
    for (let at = 0x400; at + 8 <= table.bytes.length; at += 8) table.u64(at, (2n << 51n) | BigInt(at));
    return withTable(table.bytes, [[CHAINED_FIXUPS, words(TABLE, table.bytes.length)]]);
  },
  'segments in each other, which map the file many times': (size) => {
    const data = new Uint8Array(size).fill(0x90);
    const built = buildMachO({
      segments: Array.from({ length: 40 }, (_, i) => ({
        name: `s${i}`,
        address: BASE + i * 64,
        size: 2 ** 40,
        data: i === 0 ? data : new Uint8Array(),
      })),
    });
    const view = new DataView(built.buffer);
    for (let i = 0; i < 40; i++) {
      view.setBigUint64(32 + i * 72 + 40, 0n, true);
      view.setBigUint64(32 + i * 72 + 48, BigInt(built.length), true);
    }
    return built;
  },
  'sections of stubs and pointers without end': (size) => {
    const sections = Array.from({ length: 600 }, (_, i) => ({
      name: ['__stubs', '__objc_classlist', '__cfstring', '__mod_init_func', '__objc_stubs', '__unwind_info'][
        i % 6
      ] as string,
      at: 0,
      size: 2 ** 40,
      flags: [CODE + 8, 6, 7, 9, 10, 0][i % 6] as number,
      reserved: [0, 1] as const,
    }));
    const table = new Layout(size);
    for (let at = 0; at + 8 <= size; at += 8) table.u64(at, BASE + TABLE + ((at * 8) % size));
    const commands = [
      [2, words(TABLE, 0xffffffff, TABLE, 0xffffffff)],
      [11, words(...Array<number>(12).fill(0), TABLE, 0xffffffff, 0, 0, 0, 0)],
    ] as const;
    return withTable(table.bytes, commands, { cpu: ARM64, sections, protection: 7 });
  },
  'classes whose methods are all the same list': (size) => {
    const table = new Layout(Math.max(size, 0x400));
    const [list, methods, name] = [0x400, 0x200, 0x380];
    for (let at = list; at + 48 <= table.bytes.length; at += 48)
      table.u64(at, BASE + TABLE + at).u64(at + 32, BASE + TABLE + 0x100);
    table
      .u64(0x118, BASE + TABLE + name, BASE + TABLE + methods)
      .u32(methods, 24, 0xffffffff)
      .text(name, 'Name');
    const classes = { name: '__objc_classlist', at: list, size: 2 ** 30 };
    return withTable(table.bytes, [], { sections: [classes] });
  },
};

export const HOSTILE_MACHO: readonly HostileMachO[] = Object.entries(HOSTILE).map(([title, build]) => ({
  title: `${title} (Mach-O)`,
  format: 'macho',
  build,
}));
