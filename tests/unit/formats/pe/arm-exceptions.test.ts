import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { PeFile } from '../../../../src/formats/pe/pe-file.ts';
import { buildPe, Layout } from '../../../support/program-builder.ts';

const DATA = 0x1000;

/** Entries of an exception directory of so many bytes at the beginning of the data. */
function read(size: number, fill: (data: Layout) => void) {
  const data = new Layout(0x200);
  fill(data);
  const diagnostics = new Diagnostics();
  const pe = new PeFile(
    buildPe({
      bits: 64,
      machine: 0xaa64,
      directories: { 3: [DATA, size] },
      sections: [{ name: '.pdata', rva: DATA, data: data.bytes }],
    }),
    diagnostics,
  );
  return { functions: pe.exceptions, codes: diagnostics.list().map(({ code }) => code) };
}

describe('the exception directory of an ARM64 program', () => {
  it('says of simple functions in two words where they end', () => {
    // 8 instructions; a part of a function, 4 instructions; a kind that there is not; an empty entry.
    const words = [0x2000, (8 << 2) | 1, 0x2040, (4 << 2) | 2, 0x2080, 3, 0, 0];
    expect(read(32, (data) => data.u32(0, ...words))).toEqual({
      functions: [
        { begin: 0x2000, end: 0x2020, version: 1, scopeHandlers: [] },
        { begin: 0x2040, end: 0x2050, version: 1, partOf: 0x2040, scopeHandlers: [] },
      ],
      codes: [],
    });
  });

  it('says elsewhere where the others end and what handles their exceptions', () => {
    const { functions } = read(32, (data) => {
      data.u32(0, 0x2000, DATA + 0x80, 0x3000, DATA + 0xa0, 0x4000, DATA + 0xc0, 0x5000, DATA + 0xe0);
      // 16 instructions, one word of codes, no handler.
      data.u32(0x80, 16 | (1 << 27), 0xe4e4e4e4);
      // A handler behind one epilog and two words of codes.
      data.u32(0xa0, 32 | (1 << 20) | (1 << 22) | (2 << 27), 0, 0xe4, 0xe4, 0x6000);
      // One epilog in the header: there is no list of them.
      data.u32(0xc0, 64 | (1 << 20) | (1 << 21) | (3 << 22) | (1 << 27), 0xe4, 0x7000);
      // As many as need a word of their own: 1 epilog, 2 words.
      data.u32(0xe0, 8 | (1 << 20), 1 | (2 << 16), 0, 0xe4, 0xe4, 0x8000);
    });
    expect(functions).toEqual([
      { begin: 0x2000, end: 0x2040, version: 1, scopeHandlers: [] },
      { begin: 0x3000, end: 0x3080, version: 1, handler: 0x6000, scopeHandlers: [] },
      { begin: 0x4000, end: 0x4100, version: 1, handler: 0x7000, scopeHandlers: [] },
      { begin: 0x5000, end: 0x5020, version: 1, handler: 0x8000, scopeHandlers: [] },
    ]);
  });

  it('gives what there is where it leaves the program', () => {
    const { functions, codes } = read(0x10000, (data) => data.u32(0, 0x2000, (8 << 2) | 1, 0x3000, 0xfffff000));
    expect(functions).toHaveLength(1);
    expect(codes).toEqual(['pe-table-damaged']);
  });
});
