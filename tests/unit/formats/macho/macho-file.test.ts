import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { imageOfMachO } from '../../../../src/code/macho-image.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { MachOFile } from '../../../../src/formats/macho/macho-file.ts';
import { chooseSlice } from '../../../../src/formats/macho/slices.ts';
import {
  AMD64,
  ARM64,
  buildFat,
  buildMachO,
  CODE,
  library,
  type MachORecipe,
  named,
  symbolTable,
  uleb,
  words,
} from '../../../support/macho-builder.ts';
import { Layout } from '../../../support/program-builder.ts';

const BASE = 0x100000000;
const DATA = BASE + 0x1000;
const LINKED = 0x2000;
const DYLD_INFO = 0x80000022;
const CHAINED_FIXUPS = 0x80000034;

/** A page with headers, one of data, and tables behind them in the file. */
function program(
  tables: Uint8Array,
  commands: MachORecipe['commands'] = [],
  data: Uint8Array = new Uint8Array(64),
  base = BASE,
): Uint8Array {
  const sections = [{ name: '__text', at: 0x800, size: 0x100, flags: CODE }];
  return buildMachO({
    segments: [
      { name: '__TEXT', address: base, data: new Uint8Array(0x1000), sections },
      {
        name: '__DATA',
        address: base + 0x1000,
        data,
        protection: 3,
        sections: [{ name: '__got', at: 0, size: 16, flags: 6 }],
      },
      { name: '__LINKEDIT', address: base + 0x2000, data: tables, protection: 1 },
    ],
    commands,
  });
}

function open(bytes: Uint8Array) {
  const diagnostics = new Diagnostics();
  return { macho: new MachOFile(bytes, diagnostics), codes: () => diagnostics.list().map(({ code }) => code) };
}

const choose = (bytes: Uint8Array, arch?: string) => chooseSlice(bytes, arch, new Diagnostics());

describe('programs in a Mach-O file', () => {
  const [intel, arm] = [AMD64, ARM64].map((cpu) => buildMachO({ cpu, segments: [] })) as [Uint8Array, Uint8Array];

  it.each([false, true])('are chosen by machine (64-bit list: %s)', (is64) => {
    const fat = buildFat([intel, arm], is64);
    expect(choose(fat)).toMatchObject({ slice: { arch: 'x86_64', offset: 0x1000 }, others: ['arm64'] });
    for (const name of ['arm64', 'ARM64', 'aarch64']) expect(choose(fat, name).slice).toMatchObject({ offset: 0x2000 });
    expect(() => choose(fat, 'ppc')).toThrow('no program for ppc');
    expect(choose(intel, 'x64').others).toEqual([]);
  });

  it('are what their own headers say, once each, and none is the file itself', () => {
    const fat = buildFat([intel, intel, arm]);
    const view = new DataView(fat.buffer);
    view.setUint32(8, ARM64);
    view.setUint32(8 + 20 + 8, view.getUint32(8 + 8));
    view.setUint32(8 + 40 + 8, 0);
    expect(choose(fat)).toMatchObject({ slice: { arch: 'x86_64' }, others: [] });
  });

  it.each([
    ['of 32 bits', [0xce, 0xfa, 0xed, 0xfe, 7, 0, 0, 0], 'i386'],
    ['of the other byte order', [0xfe, 0xed, 0xfa, 0xce, 0, 0, 0, 18], 'ppc'],
    ['for an unknown machine', [0xcf, 0xfa, 0xed, 0xfe, 99, 0, 0, 1], 'cpu 16777315'],
  ])('%s are named and refused', (_, head, where) => {
    const bytes = Uint8Array.from([...head, ...new Array(40).fill(0)]);
    expect(() => choose(bytes)).toThrow(expect.objectContaining({ code: 'input-unsupported', where }));
  });

  it('need a header', () => {
    expect(() => choose(intel.subarray(0, 31))).toThrow('no Mach-O header');
    expect(() => choose(buildFat([]))).toThrow('no Mach-O header');
  });
});

describe('load commands', () => {
  it('give segments, sections and libraries', () => {
    const { macho, codes } = open(program(new Uint8Array(8), [library('/usr/lib/libSystem.B.dylib')]));
    expect(macho.headers.libraries).toEqual(['/usr/lib/libSystem.B.dylib']);
    expect(macho.sections.map(({ segment, name, address }) => [segment, name, address])).toEqual([
      ['__TEXT', '__text', BASE + 0x800],
      ['__DATA', '__got', DATA],
    ]);
    expect(codes()).toEqual([]);
  });

  it('leave only what sections say are instructions to be executed', () => {
    const { macho } = open(program(new Uint8Array(8)));
    const image = imageOfMachO(macho, 0);
    expect(image.regions.filter(({ isExecutable }) => isExecutable)).toMatchObject([
      { start: BASE + 0x800, end: BASE + 0x900, fileOffset: 0x800 },
    ]);
    expect(image.isReadable(BASE)).toBe(true);
  });

  it('are moved where the program is made for address 0', () => {
    const data = new Layout(16).u64(0, 0x800);
    const rebases = [0x11, 0x21, 0, 0x51, 0];
    const bytes = program(Uint8Array.from(rebases), [[DYLD_INFO, words(LINKED, rebases.length)]], data.bytes, 0);
    const { macho } = open(bytes);
    expect(macho.headers.base).toBe(BASE);
    expect(imageOfMachO(macho, 0).pointer(DATA)).toBe(BASE + 0x800);
  });

  it.each([
    ['a size of zero', 4, 0],
    ['a size beyond the file', 4, 0xfffffff8],
    ['more sections than it has', 64, 0xffffffff],
  ])('of a segment with %s give what is left', (_, at, value) => {
    const bytes = program(new Uint8Array(8));
    new DataView(bytes.buffer).setUint32(32 + at, value, true);
    const { macho, codes } = open(bytes);
    expect(macho.sections.map(({ name }) => name)).toContain('__text');
    expect(codes()).toContain('macho-table-damaged');
  });

  it('of which there are more than are in the file end with it', () => {
    const bytes = program(new Uint8Array(8));
    new DataView(bytes.buffer).setUint32(16, 0xffffffff, true);
    expect(open(bytes).macho.sections).toHaveLength(2);
  });

  it('say where the program begins', () => {
    expect(open(program(new Uint8Array(8), [[0x80000028, words(0x840, 0, 0, 0)]])).macho.entry).toBe(BASE + 0x840);
    const state = new Layout(8 + 21 * 8).u32(0, 4, 42).u64(8 + 16 * 8, BASE + 0x850);
    expect(open(program(new Uint8Array(8), [[5, state.bytes]])).macho.entry).toBe(BASE + 0x850);
  });
});

describe('imports', () => {
  const bound = (table: readonly number[], kind = 2) => {
    const places = [0, 0, 0, 0, 0, 0, 0, 0];
    places[kind] = LINKED;
    places[kind + 1] = table.length;
    const commands = [[DYLD_INFO, words(...places, 0, 0)] as const, library('/usr/lib/libSystem.B.dylib')];
    return open(program(Uint8Array.from(table), commands));
  };

  it('are bound by opcodes', () => {
    const { macho, codes } = bound([
      0x11,
      0x40,
      ...named('_open'),
      0x51,
      0x71,
      0,
      0x90,
      0x40,
      ...named('_read'),
      0x90,
      0,
    ]);
    expect(macho.imports).toEqual([
      { slot: DATA, name: '_open', library: '/usr/lib/libSystem.B.dylib' },
      { slot: DATA + 8, name: '_read', library: '/usr/lib/libSystem.B.dylib' },
    ]);
    expect(codes()).toEqual([]);
  });

  it('are bound many times, with steps between them, and backwards', () => {
    const back = [0xe8, ...new Array(8).fill(0xff), 1];
    const { macho } = bound([0x40, ...named('_x'), 0x71, 32, 0xc0, 2, 8, 0x80, ...back, 0x90, 0]);
    expect(macho.imports.map(({ slot }) => (slot ?? 0) - DATA)).toEqual([32, 48, 40]);
  });

  it.each([
    ['names a number without end', [0x11, 0x20, ...new Array(12).fill(0xff)]],
    ['leaves its segment', [0x40, ...named('_x'), 0x71, ...uleb(2 ** 50), 0x90]],
    ['repeats itself without end', [0x40, ...named('_x'), 0x71, 0, 0xc0, ...uleb(2 ** 52), 0]],
    ['has an opcode that there is not', [0xe0]],
  ])('end where their table %s', (_, table) => {
    const { macho, codes } = bound(table);
    expect(macho.imports.length).toBeLessThanOrEqual(8);
    expect(codes()).toContain('macho-table-damaged');
  });

  it('that are bound when they are called go on behind a broken entry', () => {
    const broken = [0x71, ...uleb(2 ** 50), 0x40, ...named('_x'), 0x90, 0];
    const { macho, codes } = bound([...broken, 0x71, 8, 0x40, ...named('_y'), 0x90, 0], 6);
    expect(macho.imports).toMatchObject([{ slot: DATA + 8, name: '_y' }]);
    expect(codes()).toContain('macho-table-damaged');
  });

  it('are named by the indirect symbols where nothing is bound', () => {
    const { bytes } = symbolTable([{ name: '_open', type: 1, description: 0x100 }]);
    const tables = Buffer.concat([bytes, Buffer.alloc(64)]);
    tables.writeUInt32LE(0x80000000, 40);
    const commands = [
      [2, words(LINKED, 1, LINKED + 16, 12)] as const,
      [0xb, words(...new Array(12).fill(0), LINKED + 36, 2, 0, 0, 0, 0)] as const,
    ];
    expect(open(program(tables, commands)).macho.imports).toEqual([{ slot: DATA, name: '_open', library: '' }]);
  });
});

/** Chained fixups of the data segment: two imports, the chain begins at its first place. */
function chained(format: number, data: Uint8Array, importsFormat = 1): Uint8Array {
  const table = new Layout(0x100).u32(0, 0, 32, 0x60, 0x90, 2, importsFormat);
  table.u32(32, 3, 0, 16).u32(48, 24).u16(52, 0x1000, format).u64(56, 0x1000).u16(68, 1, 0);
  if (importsFormat === 1) table.u32(0x60, 1 | (1 << 9), 0xfe | (7 << 9));
  else if (importsFormat === 2) table.u32(0x60, 1 | (1 << 9), 0, 0xfe | (7 << 9), 0);
  else table.u64(0x60, 1n | (1n << 32n), 0, 0xfffen | (7n << 32n), 0);
  table.text(0x91, '_open').text(0x97, '_free');
  const commands = [[CHAINED_FIXUPS, words(LINKED, 0x100)] as const, library('/usr/lib/libSystem.B.dylib')];
  return program(table.bytes, commands, data);
}

describe('chained fixups', () => {
  it.each([
    [2, 1],
    [2, 2],
    [6, 3],
  ])('of pointer format %i with imports of format %i are followed', (format, importsFormat) => {
    const target = BigInt(format === 6 ? 0x800 : BASE + 0x800);
    const data = new Layout(32).u64(0, (1n << 63n) | (2n << 51n) | 1n, target | (2n << 51n), 1n << 63n, 77);
    const { macho, codes } = open(chained(format, data.bytes, importsFormat));
    expect(macho.imports).toEqual([
      { slot: DATA, name: '_free', library: '' },
      { slot: DATA + 16, name: '_open', library: '/usr/lib/libSystem.B.dylib' },
    ]);
    const image = imageOfMachO(macho, 0);
    expect([0, 8, 16, 24].map((at) => image.pointer(DATA + at))).toEqual([0, BASE + 0x800, 0, 77]);
    expect(codes()).toEqual([]);
  });

  it.each([1, 9, 12])('that sign pointers (format %i) are followed', (format) => {
    const plain = BigInt(format === 1 ? BASE + 0x800 : 0x800);
    const data = new Layout(24).u64(0, (1n << 62n) | (1n << 51n), plain | (1n << 51n), (1n << 63n) | 0x810n);
    const { macho } = open(chained(format, data.bytes));
    expect(macho.imports).toMatchObject([{ slot: DATA, name: '_open' }]);
    const image = imageOfMachO(macho, 0);
    expect([8, 16].map((at) => image.pointer(DATA + at))).toEqual([BASE + 0x800, BASE + 0x810]);
  });

  it.each([
    ['pointers of an unknown form', 52 + 2, 99],
    ['imports of an unknown form', 20, 9],
    ['starts outside', 4, 0x7fffffff],
    ['more imports than there are', 16, 0x7fffffff],
  ])('with %s are a diagnostic', (_, at, value) => {
    const bytes = chained(2, new Layout(32).u64(0, 1n << 63n).bytes);
    const view = new DataView(bytes.buffer);
    if (at === 54) view.setUint16(LINKED + at, value, true);
    else view.setUint32(LINKED + at, value, true);
    const { macho, codes } = open(bytes);
    expect(macho.imports.length).toBeLessThanOrEqual(1);
    expect(codes()).toContain('macho-table-damaged');
  });
});

describe('exports', () => {
  const exported = (trie: readonly number[]) =>
    open(program(Uint8Array.from(trie), [[0x80000033, words(LINKED, trie.length)]]));

  it('are read from the trie', () => {
    const root = [0, 1, ...named('_ma'), 7];
    const branch = [0, 2, ...named('in'), 16, ...named('p'), 21];
    const trie = [...root, ...branch, 3, 0, ...uleb(0x800), 0, 3, 8, 1, 0, 0];
    const { macho, codes } = exported(trie);
    expect(macho.exports).toEqual([
      { name: '_main', address: BASE + 0x800 },
      { name: '_map', address: undefined },
    ]);
    expect(codes()).toEqual([]);
  });

  it('end where the trie leads back', () => {
    const { macho, codes } = exported([0, 1, ...named('a'), 0]);
    expect(macho.exports).toEqual([]);
    expect(codes()).toEqual(['macho-table-damaged']);
  });

  it('are the external symbols where there is no trie', () => {
    const { bytes, names } = symbolTable([
      { name: '_main', type: 0xf, value: BASE + 0x800 },
      { name: '_own', type: 0xe, value: BASE + 0x810 },
    ]);
    const { macho } = open(program(bytes, [[2, words(LINKED, 2, LINKED + 32, names)]]));
    expect(macho.exports).toEqual([{ name: '_main', address: BASE + 0x800 }]);
  });
});

describe('functions', () => {
  it('begin where the list says', () => {
    const list = [...uleb(0x800), 0x10, 0x20, 0, 0x30];
    const { macho } = open(program(Uint8Array.from(list), [[0x26, words(LINKED, list.length)]]));
    expect(macho.functionStarts.map((at) => at - BASE)).toEqual([0x800, 0x810, 0x830]);
  });

  it('begin where unwind information says, in both of its forms', () => {
    const table = new Layout(0x80).u32(0, 1, 28, 0, 28, 0, 28, 3, 0x800, 64, 0, 0x820, 88, 0, 0x900, 0, 0);
    table.u32(64, 2, 0x10008, 0x800, 0).u32(88, 3, 0x2000c, 0, 0x01000000, 0x01000010);
    const bytes = buildMachO({
      segments: [
        { name: '__TEXT', address: BASE, data: new Uint8Array(0x1000) },
        { name: '__DATA', address: DATA, data: table.bytes, sections: [{ name: '__unwind_info', at: 0, size: 0x80 }] },
      ],
    });
    const { macho, codes } = open(bytes);
    expect(macho.unwoundFunctions.map((at) => at - BASE)).toEqual([0x800, 0x820, 0x830]);
    expect(codes()).toEqual([]);
  });
});

describe('object files', () => {
  const CALLED = 0x10;

  /** A function that calls another, one of another file, and refers to a text, with the relocations for these. */
  function object(
    cpu: number,
    code: readonly number[],
    relocations: readonly (readonly [number, number, number])[],
  ): Uint8Array {
    const text = new Layout(0x1000);
    text.bytes.set(code, 0x400);
    relocations.forEach(([at, symbol, flags], i) => {
      text.u32(0x600 + i * 8, at, symbol | (flags << 24));
    });
    const symbols = symbolTable([
      { name: '_own', type: 0xf, value: 0x400 + CALLED },
      { name: '_puts', type: 1 },
      { name: 'l_.str', type: 0xe, value: 0x450 },
    ]);
    text.bytes.set(symbols.bytes, 0x700);
    const bytes = buildMachO({
      cpu,
      fileType: 1,
      segments: [
        {
          name: '',
          address: 0,
          data: text.bytes,
          protection: 7,
          sections: [{ name: '__text', at: 0x400, size: 0x100, flags: CODE }],
        },
      ],
      commands: [[2, words(0x700, 3, 0x700 + 48, symbols.names)]],
    });
    new DataView(bytes.buffer).setUint32(32 + 72 + 56, 0x600, true);
    new DataView(bytes.buffer).setUint32(32 + 72 + 60, relocations.length, true);
    return bytes;
  }

  it('are linked for x86-64', () => {
    const code = [0xe8, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0];
    const { macho } = open(
      object(AMD64, code, [
        [1, 0, 0x2d],
        [6, 1, 0x2d],
      ]),
    );
    const image = imageOfMachO(macho, 0);
    const [start, slot] = [BASE + 0x400, BASE + 0x1000 + 8];
    expect(image.signed32(start + 1)).toBe(CALLED - 5);
    expect(image.signed32(start + 6)).toBe(slot - start - 10);
    expect(macho.imports).toEqual([{ slot, name: '_puts', library: '' }]);
    expect(image.isMapped(slot)).toBe(true);
  });

  it('are linked for ARM64', () => {
    const code = new Layout(24).u32(0, 0x94000000, 0x94000000, 0x90000000, 0x91000000, 0xf9400000).bytes;
    const links = [
      [0, 0, 0x2d],
      [4, 1, 0x2d],
      [8, 2, 0x3d],
      [12, 2, 0x4c],
      [16, 2, 0x4c],
    ] as const;
    const { macho } = open(object(ARM64, [...code], links));
    const image = imageOfMachO(macho, 0);
    const words = [0, 4, 8, 12, 16].map((at) => image.unsigned(BASE + 0x400 + at, 4));
    expect(words).toEqual([
      0x94000000 + CALLED / 4,
      0x94000000 + (0x1008 - 0x404) / 4,
      0x90000000,
      0x91000000 + (0x450 << 10),
      0xf9400000 + ((0x450 / 8) << 10),
    ]);
  });
});
