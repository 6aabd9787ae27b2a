// Functions of BinExport2 files: their blocks, calls, texts and data, and what people see of them.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../../../src/features/address.ts';
import { COMPAT_SEMANTICS } from '../../../../src/semantics.ts';
import {
  type BuiltListing,
  type BuiltVertex,
  buildBinExport2,
  int,
  mem,
  message,
  op,
  packed,
  reg,
  type WireField,
} from '../../../support/binexport2-builder.ts';
import { buildElf, buildPe } from '../../../support/program-builder.ts';
import { featuresOf, fileFeatures, readBinExport2File, readListing } from '../../../support/read-binexport2.ts';

const THUNK = 3;
const IMPORTED = 2;
const absolute = (value: number | bigint): Address => ({ type: 'absolute', value });
const nop = { mnemonic: 'nop' };
const xor = { mnemonic: 'xor', operands: [reg('ecx'), reg('ebp')] };

describe('a function', () => {
  it('has blocks and instructions, those without an address behind the one before', async () => {
    const functions = [
      [{ instructions: [{ ...nop, address: 0x2000, bytes: '0f1f00' }, nop] }, { instructions: [nop, nop] }],
      [{ instructions: [{ ...nop, address: 0x1000 }] }],
    ];
    const { lines } = await readListing({ functions });
    expect(lines.map((line) => line.trimEnd().replace(/ (?:mnemonic|basic).*/, ''))).toEqual([
      ...['1000', '  1000', '    1000'],
      ...['2000', '  2000', '    2000', '    2003', '  2004', '    2004', '    2005'],
    ]);
  });

  it('goes in circles where two blocks lead to each other, and tightly where one leads to itself', async () => {
    const block = (...to: number[]) => ({ instructions: [{ ...nop }], to });
    const first = (...to: number[]) => ({ instructions: [{ ...nop, address: 0x1000 }], to });
    const circle = await readListing({ functions: [[first(1), block(0)]] });
    expect(circle.lines[0]).toContain('characteristic(loop)');
    const tight = await readListing({ functions: [[first(0, 1), block()]] });
    expect(tight.lines.join()).toMatch(/1000 , {2}1000 basic block, characteristic\(tight loop\)/);
    expect(tight.lines.join()).not.toContain('(loop)');
  });

  it('has the name that its vertex has, and those that call it', async () => {
    const { lines } = await readListing({
      functions: [[{ instructions: [{ ...nop, address: 0x1000 }] }]],
      vertices: [{ address: 0x1000, name: '_Z1fv', demangled: 'f()' }, { address: 0x2000 }, { address: 0x3000 }],
      calls: [
        [1, 0],
        [1, 0],
        [2, 0],
        [0, 0],
      ],
    });
    expect(lines[0]).toBe(
      '1000 characteristic(calls to) at 0x2000, characteristic(calls to) at 0x3000, characteristic(calls to) at 0x1000, function-name(_Z1fv)',
    );
  });

  it('is none where it is a thunk, or has no instruction', async () => {
    const functions = [
      [{ instructions: [{ ...nop, address: 0x1000 }] }],
      [{ instructions: [{ ...nop, address: 0x2000 }] }],
    ];
    const more: WireField[] = [
      [7, message([1, 99], [3, 99])],
      [7, message()],
    ];
    const { lines } = await readListing({ functions, vertices: [{ address: 0x1000, type: THUNK }], more });
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual(['2000 ']);
  });

  it('may handle a stack cookie at its beginning and its end', async () => {
    const long = { ...nop, bytes: '90'.repeat(0x40) };
    const functions = [
      [
        { instructions: [{ ...xor, address: 0x1000 }, long, xor], to: [1] },
        { instructions: [xor, long, long, xor], to: [2] },
        { instructions: [xor, long, xor] },
      ],
    ];
    const { lines } = await readListing({ functions });
    const found = lines.filter((line) => line.includes('xor')).map((line) => line.includes('nzxor'));
    expect(found).toEqual([false, true, true, true, true, false]);
  });
});

describe('a call', () => {
  const call = { mnemonic: 'call', calls: [0x5000] };
  const target = (vertices: readonly BuiltVertex[], calls: BuiltListing['calls'] = []) =>
    featuresOf(call, { vertices, calls });
  const from = 'characteristic(calls from) at 0x5000';

  it('of an imported function has its names', async () => {
    expect(await target([{ address: 0x5000, type: IMPORTED, name: 'CreateFileA' }])).toBe(
      `api(CreateFileA), api(CreateFile), ${from}`,
    );
    expect(await target([{ address: 0x5000, type: IMPORTED }])).toBe(from);
    expect(await target([{ address: 0x5000, name: 'CreateFileA' }])).toBe(from);
  });

  it('of its own function is recursive', async () => {
    expect(await featuresOf({ mnemonic: 'call', calls: [0x1000] })).toBe(
      'characteristic(calls from) at 0x1000, characteristic(recursive call) at 0x1000',
    );
  });

  /** So many thunks, each of which leads to the next, and the last to an imported function. */
  const chain = (count: number): BuiltVertex[] => [
    ...Array.from({ length: count }, (_, i) => ({ address: 0x5000 + i, type: THUNK })),
    { address: 0x6000, type: IMPORTED, name: 'sleep' },
  ];
  const links = (count: number): [number, number][] => Array.from({ length: count }, (_, i) => [i, i + 1]);

  it.each([1, 5])('goes through %d thunks', async (count) => {
    expect(await target(chain(count), links(count))).toBe(`api(sleep), ${from}`);
  });

  it('goes not through six thunks, round in circles, to two functions, or to none', async () => {
    expect(await target(chain(6), links(6))).toBe(from);
    expect(
      await target(chain(2), [
        [0, 1],
        [1, 0],
      ]),
    ).toBe(from);
    expect(
      await target(chain(2), [
        [0, 1],
        [0, 2],
      ]),
    ).toBe(from);
    expect(await target(chain(1), [])).toBe(from);
    expect(await target(chain(1), [[0, 77]])).toBe(from);
    expect(
      await target(chain(1), [
        [0, 1],
        [0, 1],
      ]),
    ).toBe(`api(sleep), ${from}`);
  });
});

/** What a disassembler saw of a program that refers to a place in its data. */
function listingOf(sample: Uint8Array, sections: NonNullable<BuiltListing['sections']>, at: number): BuiltListing {
  const id = createHash('sha256').update(sample).digest('hex');
  return { id, arch: 'x86-32', sections, functions: [[{ instructions: [{ ...nop, address: 0x900000, data: [at] }] }]] };
}

describe('texts and data', () => {
  const data = Buffer.alloc(0x300);
  data.write('settings.txt\0', 0);
  data.write('w\0i\0d\0e\0', 0x20);
  data.set([1, 2, 3], 0x100);
  const pe = buildPe({
    sections: [
      { name: '.text', rva: 0x1000, data: Buffer.alloc(0x200) },
      { name: '.data', rva: 0x2000, data },
    ],
  });
  const headless = [
    { address: 0x401000, size: 0x1000 },
    { address: 0x402000, size: 0x1000 },
  ];
  const dataAt = async (at: number, sections = headless, semantics = {}) => {
    const { lines } = await readListing(listingOf(pe, sections, at), { sample: pe, ...semantics });
    return (lines[2] ?? '').replace(/.*mnemonic\(nop\)(?:, )?/, '');
  };

  it('are those that the disassembler names, of any length', async () => {
    expect(await featuresOf({ ...nop, texts: ['a', 'a text', 'a'] })).toBe('string(a), string(a text), string(a)');
    const more: WireField[] = [[11, message([1, 0], [4, 99])]];
    expect(await featuresOf(nop, { more })).toBe('');
  });

  it('are read from the program', async () => {
    expect(await dataAt(0x402000)).toBe('string(settings.txt)');
    expect(await dataAt(0x402020)).toBe('string(wide)');
    expect(await dataAt(0x402100)).toMatch(/^bytes\(01 02 03 00 .*00\)$/);
    expect(await dataAt(0x402200)).toBe('');
    expect(await dataAt(0x700000)).toBe('');
  });

  it('are found wherever the program was moved to, in the reference from its lowest section on', async () => {
    const moved = [0x11000, 0x12000].map((address) => ({ address, size: 0x1000 }));
    expect(await dataAt(0x12000, moved)).toBe('string(settings.txt)');
    expect(await dataAt(0x402000, headless, { semantics: COMPAT_SEMANTICS })).toBe('');
    expect(await dataAt(0x403000, headless, { semantics: COMPAT_SEMANTICS })).toBe('string(settings.txt)');
    const whole = [{ address: 0x400000, size: 0x1000 }, ...headless];
    expect(await dataAt(0x402000, whole, { semantics: COMPAT_SEMANTICS })).toBe('string(settings.txt)');
  });

  it('come with what the file says of itself', async () => {
    const { program } = await readListing(listingOf(pe, headless, 0), { sample: pe });
    expect(program.globals.map((feature) => 'value' in feature && feature.value)).toEqual(['pe', 'windows', 'i386']);
    expect(fileFeatures(program)).toEqual(
      expect.arrayContaining(['section(.data)', 'string(settings.txt)', 'format(pe)']),
    );
    expect(program.hashes.md5).toHaveLength(32);
    expect(program.health().missing).toEqual([]);
  });

  it('of a kernel are exact', async () => {
    const kernel = 0xffffffff81000000n;
    const elf = buildElf({ segments: [{ type: 1, address: kernel as never, data }] });
    const sections = [{ address: kernel, size: 0x300 }];
    const listing = listingOf(elf, sections, Number(0));
    const functions = [[{ instructions: [{ ...nop, address: kernel + 0x201n, data: [kernel + 0x20n] }] }]];
    const { lines, program } = await readListing({ ...listing, arch: 'x86-64', functions }, { sample: elf });
    expect(lines).toEqual([
      'ffffffff81000201 ',
      '  ffffffff81000201 basic block',
      '    ffffffff81000201 mnemonic(nop), string(wide)',
    ]);
    expect(program.baseAddress).toEqual(absolute(kernel));
    const listed = program.code?.functions()[0];
    expect(listed?.address).toEqual(absolute(kernel + 0x201n));
    expect(program.code?.instructionAt(absolute(kernel + 0x201n))?.text).toBe('nop');
  });
});

describe('the program itself', () => {
  const functions = [[{ instructions: [{ ...nop, address: 0x1000 }] }]];
  const codes = async (listing: BuiltListing, sample?: Uint8Array) =>
    (await readListing(listing, sample && { sample })).diagnostics().map(({ code }) => code);

  it('may be absent, which is said', async () => {
    const { program, diagnostics } = await readListing({ functions });
    expect(diagnostics()).toMatchObject([{ code: 'binexport2-sample-missing', severity: 'warning' }]);
    expect(program.health().missing).toMatchObject([{ part: 'the program itself' }]);
    expect(program.globals).toEqual([{ type: 'arch', value: 'amd64' }]);
    expect(program.hashes).toEqual({ md5: '', sha1: '', sha256: 'ab'.repeat(32) });
  });

  it('must be the one whose hash the file has, if it has one', async () => {
    expect(await codes({ functions }, buildPe())).toEqual(['binexport2-sample-missing']);
    expect(await codes({ functions, id: '' }, buildPe())).toEqual([]);
  });

  it('may be of a kind that nobody reads, or broken', async () => {
    for (const bytes of [Buffer.from('#!/bin/sh\n'), Buffer.from('MZ'), buildPe().subarray(0, 0x90)]) {
      const id = createHash('sha256').update(bytes).digest('hex');
      expect(await codes({ functions, id }, bytes)).toContain('binexport2-sample-unread');
    }
  });

  it('needs instructions to be one', async () => {
    const nothing = message([1, message([2, 'ab'.repeat(32)])]);
    await expect(readBinExport2File(nothing)).rejects.toMatchObject({ code: 'input-corrupt' });
  });

  it('may have nothing that says where it is', async () => {
    const nowhere = [[{ instructions: [nop, nop] }]];
    const { lines, diagnostics } = await readListing({ functions: nowhere });
    expect(lines[3]).toBe('    1 mnemonic(nop)');
    expect(diagnostics().map(({ code }) => code)).toContain('binexport2-addresses-unknown');
  });
});

describe('what people see', () => {
  const eax = reg('eax');
  const listing: BuiltListing = {
    arch: 'x86-32',
    sections: [{ address: 0x400000, size: 0x1000 }],
    functions: [
      [
        {
          instructions: [
            {
              address: 0x400010,
              mnemonic: 'mov',
              operands: [eax, mem(reg('ecx'), op('*', eax, int(4)), int(2n ** 64n - 16n))],
              bytes: '8b4481f0',
            },
            { mnemonic: 'call', operands: [int(0x400100)], bytes: 'e800000000', calls: [0x400100] },
          ],
        },
      ],
      [{ instructions: [{ address: 0x400100, mnemonic: 'jmp', operands: [eax], bytes: 'ffe0' }] }],
    ],
    vertices: [{ address: 0x400010, name: '_Z4mainv', demangled: 'main()' }, { address: 0x400100 }],
    calls: [[0, 1]],
  };

  it('is functions with names and callers', async () => {
    const { program } = await readListing(listing);
    expect(program.code?.functions()).toMatchObject([
      { address: absolute(0x400010), names: ['main()', '_Z4mainv'], blocks: 1, instructions: 2, callers: [] },
      { address: absolute(0x400100), names: [], callers: [absolute(0x400010)], evidence: 'disassembler' },
    ]);
  });

  it('is instructions as the disassembler wrote them', async () => {
    const { code } = (await readListing(listing)).program;
    expect(code?.instructionAt(absolute(0x400010))).toEqual({
      text: 'mov eax, [ecx+eax*4+-0x10]',
      bytes: Uint8Array.from([0x8b, 0x44, 0x81, 0xf0]),
    });
    expect(code?.instructionAt(absolute(0x400014))?.text).toBe('call 0x400100');
    expect(code?.instructionAt(absolute(0x400011))).toBeUndefined();
    expect(code?.instructionAt({ type: 'no address' })).toBeUndefined();
  });

  it('is which function made a call', async () => {
    const { code } = (await readListing(listing)).program;
    expect(code?.functionsWith(absolute(0x400014))).toEqual([absolute(0x400010)]);
    expect(code?.functionCallingFrom(absolute(0x400019))).toEqual(absolute(0x400010));
    expect(code?.functionCallingFrom(absolute(0x400014))).toBeUndefined();
    expect(code?.functionCallingAt(absolute(0x400100))).toEqual(absolute(0x400100));
    expect([...(code?.returnOffsets() ?? [])]).toEqual([0x19]);
    expect(code?.addressAt(0x10, 'image')).toEqual(absolute(0x400010));
    expect(code?.addressAt(0x1000, 'image')).toBeUndefined();
  });

  it('is at most some of an operand whose parts name each other', async () => {
    // A node that is listed many times, each a child of all before it.
    const circle: WireField[] = [
      [2, message([1, 4], [2, '+'], [4, 0])],
      [3, message([1, packed(...Array<number>(64).fill(0))])],
      [4, message([1, 'mov'])],
      [5, message([1, 0x1000], [4, 0], [4, 0], [5, Uint8Array.from([1])])],
      [6, message([1, message([1, 0])])],
      [7, message([1, 0], [3, 0])],
    ];
    const bytes = Buffer.concat([message([1, message([2, 'ab'.repeat(32)], [3, 'x86-64'])]), message(...circle)]);
    const { lines, program } = await readBinExport2File(bytes);
    expect(lines[2]).toBe('    1000 mnemonic(mov)');
    expect(program.code?.instructionAt(absolute(0x1000))?.text.length).toBeLessThan(500);
  });
});

describe('a file with everything', () => {
  it('gives the same whenever it is walked', async () => {
    const { program } = await readBinExport2File(
      buildBinExport2({ functions: [[{ instructions: [{ ...xor, address: 0x1000 }] }]] }),
    );
    let features = 0;
    const registrar = { feature: () => features++, forgetFeatures: () => undefined };
    const [found] = program.functions(registrar);
    const walk = () => [...(found?.blocks ?? [])].map((block) => [block, [...block.instructions]]);
    expect(walk()).toEqual(walk());
  });
});
