import { describe, expect, it } from 'vitest';
import { imageOfPe } from '../../../../src/code/pe-image.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { PeFile } from '../../../../src/formats/pe/pe-file.ts';
import { buildPe, Layout, type PeRecipe } from '../../../support/program-builder.ts';

/** A program whose one section, at 0x1000, has its tables. */
function open(recipe: PeRecipe, tables?: Layout) {
  const diagnostics = new Diagnostics();
  const section = tables && { name: '.data', rva: 0x1000, data: tables.bytes };
  const sections = section === undefined ? (recipe.sections ?? []) : [section];
  const pe = new PeFile(buildPe({ ...recipe, sections }), diagnostics);
  return { pe, codes: () => diagnostics.list().map(({ code }) => code) };
}

describe('headers of a PE file', () => {
  it('are needed', () => {
    expect(() => new PeFile(new Uint8Array(64), new Diagnostics())).toThrow('no PE header');
    const { bytes } = new Layout(0x40).u16(0, 0x5a4d).u32(0x3c, 0xfffffff0);
    expect(() => new PeFile(new Uint8Array(bytes), new Diagnostics())).toThrow('no PE header');
  });

  it('tell machine, base and entry, also beyond what a number holds', () => {
    const { pe } = open({ bits: 64, imageBase: 0xfffff80000010000n, entryRva: 0x1000 });
    expect(pe.headers).toMatchObject({ bits: 64, machine: 0x8664, imageBase: 0xfffff80000010000n, entryRva: 0x1000 });
    const image = imageOfPe(pe);
    expect(image.base).toBe(0xf80000010000);
    expect(image.addressOf(image.base + 0x1000)).toBe(0xfffff80000011000n);
  });

  it('give the sections that are there of a table that is cut', () => {
    const bytes = buildPe({ sections: [0x1000, 0x2000].map((rva) => ({ name: '.x', rva, virtualSize: 16 })) });
    const diagnostics = new Diagnostics();
    expect(new PeFile(bytes.subarray(0, 0x180 + 40), diagnostics).headers.sections).toHaveLength(1);
    expect(diagnostics.list()).toMatchObject([{ code: 'pe-truncated' }]);
  });
});

describe('a PE file in memory', () => {
  const data = new Uint8Array(0x300).fill(7);

  it('has its headers, then sections of their virtual size, rounded up and filled with zeros', () => {
    const { pe } = open({ sections: [{ name: '.text', rva: 0x1000, data, virtualSize: 0x250 }] });
    const image = imageOfPe(pe);
    expect(image.regions.map(({ name, start, end }) => [name, start, end])).toEqual([
      ['PE_Header', 0x400000, 0x401000],
      ['.text', 0x401000, 0x401400],
    ]);
    expect([image.u8(0x40124f), image.u8(0x401250), image.u8(0x4013ff), image.u8(0x401400)]).toEqual([7, 0, 0, -1]);
  });

  it('stretches sections without contents to the next one', () => {
    const sections = [
      { name: '.bss', rva: 0x1000, virtualSize: 0x10 },
      { name: '.text', rva: 0x3000, data },
    ];
    const { pe } = open({ sections });
    expect(pe.parts.map(({ start, size, fileSize }) => [start, size, fileSize])).toEqual([
      [0, 0x1000, 0x200],
      [0x1000, 0x2000, 0],
      [0x3000, 0x400, 0x300],
    ]);
  });

  it('has code where the flags, the entry point or the header say so', () => {
    const plain = { data, characteristics: 0x40000040 };
    const { pe } = open({
      entryRva: 0x2010,
      sections: [
        { name: 'a', rva: 0x1000, ...plain },
        { name: 'b', rva: 0x2000, ...plain },
        { name: 'c', rva: 0x3000, data, characteristics: 0x20000000 },
      ],
    });
    expect(pe.parts.map(({ isExecutable }) => isExecutable)).toEqual([false, false, true, true]);
  });

  it('keeps what the first of two sections leaves of the second', () => {
    const { pe } = open({
      sections: [
        { name: 'a', rva: 0x2000, data },
        { name: 'b', rva: 0x1f00, data },
      ],
    });
    const regions = imageOfPe(pe).regions.map(({ name, start, end }) => [name, start - 0x400000, end - 0x400000]);
    expect(regions.slice(1)).toEqual([
      ['b', 0x1f00, 0x2000],
      ['a', 0x2000, 0x2400],
    ]);
  });
});

describe('imports of a PE file', () => {
  const directories = { 1: [0x1000, 40] } as const;

  it('are read by name and by number', () => {
    const tables = new Layout(0x200)
      .u32(0, 0x1080, 0, 0, 0x1100, 0x10c0)
      .u32(0x80, 0x1120, 0x80000073)
      .u32(0xc0, 0x1120, 0x80000073)
      .text(0x100, 'WS2_32.dll')
      .text(0x122, 'connect');
    expect(open({ directories }, tables).pe.imports).toEqual([
      { module: 'WS2_32.dll', name: 'connect', slotRva: 0x10c0, isDelayed: false },
      { module: 'WS2_32.dll', ordinal: 0x73, slotRva: 0x10c4, isDelayed: false },
    ]);
  });

  it('are read from the slots where there is no table of names, in 64 bits', () => {
    const tables = new Layout(0x200)
      .u32(0, 0, 0, 0, 0x1100, 0x10c0)
      .u64(0xc0, 0x1120, 0x8000000000000005n)
      .text(0x100, 'a.dll')
      .text(0x122, 'f');
    expect(open({ bits: 64, directories }, tables).pe.imports).toEqual([
      { module: 'a.dll', name: 'f', slotRva: 0x10c0, isDelayed: false },
      { module: 'a.dll', ordinal: 5, slotRva: 0x10c8, isDelayed: false },
    ]);
  });

  it.each([
    ['places', 0],
    ['addresses', 0x400000],
  ])('may be delayed, with %s', (_, bias) => {
    const tables = new Layout(0x200)
      .u32(0, 0, bias + 0x1100, 0, bias + 0x10c0, bias + 0x1080)
      .u32(0x80, bias + 0x1120)
      .text(0x100, 'a.dll')
      .text(0x122, 'f');
    expect(open({ directories: { 13: [0x1000, 64] } }, tables).pe.imports).toEqual([
      { module: 'a.dll', name: 'f', slotRva: 0x10c0, isDelayed: true },
    ]);
  });

  it('are those before the damage where a table leaves the program', () => {
    const tables = new Layout(0x200)
      .u32(0, 0x1080, 0, 0, 0x1100, 0x10c0, 0, 0, 0, 0xff0000, 0x10c0)
      .u32(0x80, 0x1120)
      .text(0x100, 'a.dll')
      .text(0x122, 'f');
    const { pe, codes } = open({ directories }, tables);
    expect(pe.imports).toHaveLength(1);
    expect(codes()).toEqual(['pe-table-damaged']);
  });
});

describe('exports of a PE file', () => {
  const directories = { 0: [0x1000, 0x100] } as const;
  const directory = (count: number, names: number): Layout =>
    new Layout(0x400)
      .u32(12, 0x1200, 10, count, names, 0x1100, 0x1120, 0x1140)
      .text(0x200, 'own.dll')
      .u32(0x100, 0x2000, 0, 0x10f0, 0x2010)
      .text(0xf0, 'ntdll.RtlX')
      .u32(0x120, 0x1210, 0x1220)
      .text(0x210, 'forwarded')
      .text(0x220, 'named')
      .u16(0x140, 2, 3);

  it('have names, numbers, and what they stand for elsewhere', () => {
    expect(open({ directories }, directory(4, 2)).pe.exports).toEqual({
      module: 'own.dll',
      entries: [
        { ordinal: 10, rva: 0x2000 },
        { ordinal: 12, rva: 0x10f0, forwardedTo: 'ntdll.RtlX', name: 'forwarded' },
        { ordinal: 13, rva: 0x2010, name: 'named' },
      ],
    });
  });

  it('are bounded however many are announced', () => {
    const { pe, codes } = open({ directories }, directory(0xffffffff, 0xffffffff));
    expect(pe.exports.entries.length).toBeLessThan(0x400);
    expect(codes()).toEqual(['pe-table-cut', 'pe-entry-skipped', 'pe-table-damaged']);
  });
});

describe('relocations of a PE file', () => {
  const read = (tables: Layout, size: number) => [
    ...open({ directories: { 5: [0x1000, size] } }, tables).pe.relocations,
  ];

  it('are the places of whole pointers', () => {
    const tables = new Layout(0x40).u32(0, 0x5000, 16).u16(8, 0x3010, 0xa018, 0x1020, 0);
    expect(read(tables, 16)).toEqual([0x5010, 0x5018]);
  });

  it('end at a block that is smaller than its head', () => {
    expect(read(new Layout(0x40).u32(0, 0x5000, 10).u16(8, 0x3010).u32(10, 0x6000, 0), 0xffffffff)).toEqual([0x5010]);
  });
});

describe('the exception directory of a PE file', () => {
  const read = (tables: Layout, size: number) =>
    open({ bits: 64, directories: { 3: [0x1000, size] } }, tables).pe.exceptions;

  it('has functions with handlers, and parts of others', () => {
    const tables = new Layout(0x200)
      .u32(0, 0x2000, 0x2100, 0x1080)
      .u32(12, 0x2200, 0x2210, 0x10c0)
      .u32(24, 0x2300, 0x2310, 0x1001);
    // Version 1, handler for exceptions, three codes in the room of four; then C's table with a filter and one that catches everything.
    tables.u32(0x80, 0x00030009, 0, 0, 0x3000, 2, 0x2010, 0x2020, 0x3100, 0x2030, 0x2040, 0x2050, 1, 0x2060);
    tables.u32(0xc0, 0x00000022, 0x2000, 0x2100, 0x1080);
    const common = { version: 1, scopeHandlers: [] };
    expect(read(tables, 36)).toEqual([
      { ...common, begin: 0x2000, end: 0x2100, handler: 0x3000, scopeHandlers: [0x3100] },
      { ...common, begin: 0x2200, end: 0x2210, partOf: 0x2000, version: 2 },
      { ...common, begin: 0x2300, end: 0x2310, partOf: 0x2000, version: 0 },
    ]);
  });

  it('knows empty entries, and ends where chains go in circles', () => {
    const tables = new Layout(0x100).u32(12, 0x2000, 0x2100, 0x1080).u32(0x80, 0x00000021, 0x2000, 0x2100, 0x1080);
    expect(read(tables, 36)).toMatchObject([{ version: -1 }, { begin: 0x2000, partOf: 0x2000 }, { version: -1 }]);
  });
});

describe('what the loader calls and checks', () => {
  it('are callbacks of thread-local storage', () => {
    const tables = new Layout(0x200).u32(12, 0x401080).u32(0x80, 0x401100, 0x401110, 0x10);
    expect(open({ directories: { 9: [0x1000, 24] } }, tables).pe.tlsCallbacks).toEqual([0x1100, 0x1110]);
  });

  it('are handlers, guarded functions and the cookie', () => {
    const tables = new Layout(0x200)
      .u32(0, 92)
      .u32(60, 0x401100, 0x401120, 2, 0x401130, 0, 0x401140, 2, 0x10000000)
      .u32(0x120, 0x1010, 0x1020)
      .u32(0x140, 0x1030)
      .u32(0x145, 0x1040);
    expect(open({ directories: { 10: [0x1000, 64] } }, tables).pe.loadConfig).toEqual({
      securityCookie: 0x1100,
      exceptionHandlers: [0x1010, 0x1020],
      guardedFunctions: [0x1030, 0x1040],
      guardSlots: [0x1130],
    });
  });

  it('are not read beyond the size that the configuration has', () => {
    const tables = new Layout(0x200).u32(0, 64).u32(60, 0x401100, 0x401120, 2);
    expect(open({ directories: { 10: [0x1000, 64] } }, tables).pe.loadConfig).toEqual({
      securityCookie: 0x1100,
      exceptionHandlers: [],
      guardedFunctions: [],
      guardSlots: [],
    });
  });

  it('is managed code where there is a header of it', () => {
    const tables = new Layout(0x100).u32(0, 72, 0x50002, 0x1080, 0x20, 3, 0x06000001);
    expect(open({ directories: { 14: [0x1000, 72] } }, tables).pe.clr).toEqual({
      metadata: { rva: 0x1080, size: 0x20 },
      flags: 3,
      isIlOnly: true,
      requires32Bits: true,
      entryPoint: 0x06000001,
    });
  });
});
