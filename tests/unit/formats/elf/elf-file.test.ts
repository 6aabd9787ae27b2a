import { describe, expect, it } from 'vitest';
import { imageOfElf } from '../../../../src/code/elf-image.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { ElfFile } from '../../../../src/formats/elf/elf-file.ts';
import { readStartFunctions } from '../../../../src/formats/elf/start-functions.ts';
import { findImportStubs } from '../../../../src/formats/elf/stubs.ts';
import { buildElf, type ElfRecipe, Layout } from '../../../support/program-builder.ts';

function open(recipe: ElfRecipe) {
  const diagnostics = new Diagnostics();
  return { elf: new ElfFile(buildElf(recipe), diagnostics), codes: () => diagnostics.list().map(({ code }) => code) };
}

/**
 * One segment at address 0 of a program that may be loaded anywhere: the dynamic table at 0x20, symbols at 0x200 (an import and an export),
 * their names at 0x280, relocations at 0x2c0, code at 0x400, data at 0x500.
 */
function sharedObject(): ElfRecipe {
  const data = new Layout(0x600)
    .u64(0x20, 1, 1, 5, 0x280, 6, 0x200, 10, 0x30, 4, 0x260, 7, 0x2c0, 8, 72, 12, 0x400, 25, 0x500, 27, 16)
    .u32(0x218, 9, 0x12)
    .u32(0x230, 14, 0x00010012)
    .u64(0x238, 0x440, 0x10)
    .u32(0x260, 1, 3)
    .text(0x281, 'libx.so')
    .text(0x289, 'puts')
    .text(0x28e, 'own')
    .u64(0x2c0, 0x500, 8, 0x440)
    .u64(0x2d8, 0x508, (2n << 32n) | 1n, 4)
    .u64(0x2f0, 0x510, (1n << 32n) | 7n, 0);
  data.bytes.set([0xf3, 0x0f, 0x1e, 0xfa, 0xf2, 0xff, 0x25], 0x400);
  data.u32(0x407, 0x510 - 0x40b);
  return {
    type: 3,
    segments: [
      { type: 1, flags: 7, address: 0, data: data.bytes },
      { type: 2, flags: 6, address: 0x20, data: new Uint8Array() },
    ],
  };
}

describe('headers of an ELF file', () => {
  it('are needed', () => {
    expect(() => new ElfFile(new Uint8Array(64), new Diagnostics())).toThrow('no ELF header');
  });

  it('are read in both byte orders and sizes', () => {
    const bytes = new Uint8Array(0x34 + 32);
    bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 2, 1, 9]);
    const view = new DataView(bytes.buffer);
    view.setUint16(16, 2);
    view.setUint16(18, 8);
    view.setUint32(24, 0x10010);
    view.setUint32(28, 0x34);
    view.setUint16(42, 32);
    view.setUint16(44, 1);
    [1, 0, 0x10000, 0x10000, 0x40, 0x80, 5].forEach((value, index) => {
      view.setUint32(0x34 + index * 4, value);
    });
    const { headers, layout } = new ElfFile(bytes, new Diagnostics());
    expect(headers).toMatchObject({ bits: 32, isLittleEndian: false, machine: 8, osAbi: 9, entry: 0x10010 });
    expect(layout.parts).toMatchObject([{ start: 0x10000, size: 0x1000, fileSize: 0x40, isExecutable: true }]);
  });

  it('are those that are there where a table is cut', () => {
    const whole = buildElf({ segments: [{ type: 1, data: new Uint8Array(16) }] });
    const diagnostics = new Diagnostics();
    const { headers } = new ElfFile(whole.subarray(0, whole.length - 70), diagnostics);
    expect([headers.segments.length, headers.sections.length]).toEqual([1, 0]);
    expect(diagnostics.list()).toMatchObject([{ code: 'elf-truncated' }]);
  });

  it('keep addresses of kernels, and show them whole', () => {
    const base = 0xffffffff81000000n;
    const { elf } = open({ segments: [{ type: 1, address: base, data: new Uint8Array(16) }] });
    const image = imageOfElf(elf);
    expect(image.addressOf(image.base)).toBe(base);
    expect(image.isMapped(0xffff81000000)).toBe(true);
  });
});

describe('a program that may be loaded anywhere', () => {
  const { elf } = open(sharedObject());
  const base = 0x2000000;

  it('is put where the reference puts it', () => {
    expect(elf.layout).toMatchObject({ base, bias: base });
  });

  it('has libraries and symbols without sections', () => {
    expect(elf.dynamic.needed).toEqual(['libx.so']);
    expect(elf.dynamicSymbols.map(({ name, address, section }) => [name, address, section])).toEqual([
      ['', 0, 0],
      ['puts', 0, 0],
      ['own', base + 0x440, 1],
    ]);
  });

  it('has pointers that the loader fills', () => {
    expect(elf.relocations).toMatchObject([
      { address: base + 0x500, kind: 'relative', addend: 0x440 },
      { address: base + 0x508, kind: 'absolute', symbol: { name: 'own' }, addend: 4 },
      { address: base + 0x510, kind: 'slot', symbol: { name: 'puts' } },
    ]);
    const image = imageOfElf(elf);
    expect([0x500, 0x508, 0x510].map((at) => image.pointer(base + at))).toEqual([base + 0x440, base + 0x444, 0]);
    expect(elf.bytes[64 + 2 * 56 + 0x500]).toBe(0);
  });

  it('calls imports through stubs', () => {
    expect(findImportStubs(elf)).toEqual([{ address: base + 0x400, slot: base + 0x510 }]);
  });

  it('names functions that run before it', () => {
    expect(readStartFunctions(elf)).toEqual([base + 0x400, base + 0x440]);
  });
});

describe('frame information', () => {
  it('gives ranges of functions, relative to their place', () => {
    const frames = new Layout(0x60).u32(0, 16, 0).text(8, '\x01zR').u32(32, 0);
    frames.bytes.set([0x01, 0x7a, 0x52, 0, 1, 0x78, 16, 1, 0x1b], 8);
    frames.u32(20, 12, 24, 0x1000 - 28, 0x20).u32(36, 12, 40, 0x1100 - 44, 0x30);
    const { elf } = open({
      segments: [{ type: 1, address: 0x400000, data: frames.bytes }],
      sections: [{ name: '.eh_frame', type: 1, flags: 2, address: 0x400000, data: frames.bytes }],
    });
    expect(elf.frames).toEqual([
      { start: 0x401000, end: 0x401020 },
      { start: 0x401100, end: 0x401130 },
    ]);
  });
});

describe('a kernel module', () => {
  it('has its sections where they are in the file, and empty ones behind it', () => {
    const code = new Uint8Array(32).fill(0x90);
    const symbols = new Layout(48).u32(24, 1, 0x00010012).u64(32, 4, 8);
    const bytes = buildElf({
      type: 1,
      sections: [
        { name: '.text', type: 1, flags: 6, data: code },
        { name: '.symtab', type: 2, data: symbols.bytes, link: 3 },
        { name: '.strtab', type: 3, data: new Layout(8).text(1, 'init').bytes },
      ],
    });
    const elf = new ElfFile(bytes, new Diagnostics());
    const image = imageOfElf(elf);
    expect(image.regions.map(({ name, start, isExecutable }) => [name, start, isExecutable])).toEqual([
      ['.text', 64, true],
    ]);
    expect(elf.staticSymbols[1]).toMatchObject({ name: 'init', address: 68, value: 4, type: 2 });
  });
});
