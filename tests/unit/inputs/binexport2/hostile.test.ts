// BinExport2 files that are damaged, or made to take much time and memory: what comes of them is a part, or a typed error.

import { describe, expect, it } from 'vitest';
import { CapaxError } from '../../../../src/errors.ts';
import type { Feature } from '../../../../src/features/feature.ts';
import {
  buildBinExport2,
  int,
  mem,
  message,
  packed,
  reg,
  type WireField,
} from '../../../support/binexport2-builder.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { damage, randomNumbers } from '../../../support/damage.ts';
import { openBinExport2File, type ReadListing, readBinExport2File } from '../../../support/read-binexport2.ts';

const META = message([1, message([2, 'ab'.repeat(32)], [3, 'x86-64'])]);
/** Milliseconds of processor time; what grows with a square takes minutes. */
const MOST_MS = 20_000;

const file = (...fields: readonly (WireField | Uint8Array)[]): Uint8Array =>
  Buffer.concat([META, ...fields.map((field) => (field instanceof Uint8Array ? field : message(field)))]);
const repeated = (times: number, ...fields: readonly WireField[]): Uint8Array => {
  const piece = message(...fields);
  return Buffer.alloc(piece.length * times, piece);
};

async function endure(bytes: Uint8Array): Promise<ReadListing> {
  const used = startCpuClock();
  const read = await readBinExport2File(bytes);
  for (const { address } of read.program.code?.functions() ?? []) {
    read.program.code?.functionsWith(address);
    read.program.code?.instructionAt(address);
  }
  expect(used()).toBeLessThan(MOST_MS);
  return read;
}

const featureText = (feature: Feature): string => ('value' in feature ? String(feature.value) : '');
const codesOf = (read: ReadListing): string[] => read.diagnostics().map(({ code }) => code);

/** An instruction with an address, and its mnemonic. */
const FIRST: readonly WireField[] = [
  [4, message([1, 'nop'])],
  [5, message([1, 0x1000], [5, Uint8Array.from([0x90])])],
];
const NEXT: WireField = [5, message([5, Uint8Array.from([0x90])])];
const COUNT = 2000;

describe('a BinExport2 file that is made to do harm', () => {
  it('may have all instructions in each of very many blocks', async () => {
    const all: WireField = [6, message([1, message([1, 0], [2, COUNT])])];
    const blocks = message([1, packed(...Array.from({ length: COUNT }, (_, i) => i))], [3, 0]);
    const read = await endure(file(...FIRST, repeated(COUNT, NEXT), repeated(COUNT, all), [7, blocks]));
    expect(codesOf(read)).toContain('binexport2-blocks-cut');
    expect(read.lines.length).toBeLessThan(40 * COUNT);
  });

  it('may have one block of very many ranges in very many functions', async () => {
    const range: WireField = [1, message([1, 0], [2, 0])];
    const block: WireField = [6, Buffer.concat([repeated(COUNT, range), message([1, message([1, 0])])])];
    const others = Array.from({ length: COUNT }, (_, i): WireField => [6, message([1, message([1, i])])]);
    const graphs = others.map((_, i): WireField => [7, message([1, i + 1], [1, 0], [3, i + 1])]);
    const read = await endure(file(...FIRST, repeated(COUNT, NEXT), block, ...others, ...graphs));
    expect(codesOf(read)).toContain('binexport2-blocks-cut');
  });

  it('may have very many calls of a thunk that leads to very many functions', async () => {
    const vertex: WireField = [1, message([1, 0x5000], [2, 3])];
    const edges = Array.from({ length: COUNT }, (_, i): WireField => [2, message([1, 0], [2, i])]);
    const call: WireField = [5, message([2, 0x5000], [5, Uint8Array.from([0xe8])])];
    const block = message([1, message([1, 0], [2, COUNT])]);
    const graph = message(vertex, ...edges);
    await endure(file(...FIRST, repeated(COUNT, call), [6, block], [7, message([1, 0])], [8, graph]));
  });

  it('may refer very many times to one huge text', async () => {
    const text = Buffer.alloc(5_000_000, 0x41);
    const reference: WireField = [11, message([1, 0], [4, 0])];
    const graph: WireField[] = [
      [6, message([1, message([1, 0])])],
      [7, message([1, 0])],
    ];
    const bytes = file(...FIRST, ...graph, [9, text], repeated(COUNT, reference));
    const used = startCpuClock();
    const program = await openBinExport2File(bytes);
    const texts: number[] = [];
    const registrar = {
      feature: (feature: Feature) => texts.push(featureText(feature).length),
      forgetFeatures: () => undefined,
    };
    for (const { blocks } of program.functions(registrar))
      for (const block of blocks) expect([...block.instructions]).toHaveLength(1);
    // Once, and not all of it.
    expect(Math.max(...texts)).toBe(1 << 20);
    expect(used()).toBeLessThan(MOST_MS);
  });

  it('may have operands whose parts are their own parents', async () => {
    const expressions = Array.from({ length: 64 }, (_, i): WireField => [2, message([1, 4], [2, '+'], [4, i % 8])]);
    const lists = Array.from({ length: 64 }, (_, i) => packed(...Array.from({ length: 64 }, (_, k) => (i * k) % 64)));
    const operands = lists.map((list): WireField => [3, message([1, list])]);
    const users = lists.map((_, i): WireField => [5, message([4, i], [5, Uint8Array.from([0x90])])]);
    const graph: WireField[] = [
      [6, message([1, message([1, 0], [2, 65])])],
      [7, message([1, 0])],
    ];
    const read = await endure(file(...FIRST, ...expressions, ...operands, ...users, ...graph));
    expect(read.lines).toHaveLength(2 + 65);
  });

  it('may have very large numbers everywhere', async () => {
    const huge = [2 ** 31 - 1, 2 ** 31, 2 ** 32, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];
    const fields = huge.flatMap((n): WireField[] => [
      [2, message([1, n], [3, n], [4, n])],
      [3, message([1, n])],
      [5, message([1, n], [2, n], [3, n], [4, n], [5, Uint8Array.from([0x90])])],
      [6, message([1, message([1, n], [2, n])], [1, message([1, 0], [2, n])])],
      [7, message([1, n], [3, n], [2, message([1, n], [2, n])])],
      [7, message([1, 0], [3, 0], [2, message([1, n], [2, 0])])],
      [8, message([1, message([1, n], [2, n])], [2, message([1, n], [2, n])])],
      [11, message([1, n], [4, n])],
      [13, message([1, n], [2, n], [3, 1])],
      [15, message([1, n], [2, n])],
      [99, n],
    ]);
    const read = await endure(file(...FIRST, ...fields));
    expect(read.lines.length).toBeGreaterThan(2);
  });
});

const SOUND = buildBinExport2({
  functions: [
    [
      {
        instructions: [
          { address: 0x401000, mnemonic: 'mov', operands: [reg('eax'), mem(reg('ecx'), int(8))], bytes: '8b4108' },
          { mnemonic: 'call', operands: [int(0x402000)], calls: [0x402000], texts: ['a text'], data: [0x403000] },
        ],
        to: [0, 1],
      },
      { instructions: [{ mnemonic: 'ret' }], to: [0] },
    ],
    [{ instructions: [{ address: 0xffffffff81000000n, mnemonic: 'nop' }] }],
  ],
  vertices: [
    { address: 0x401000, name: 'main', demangled: 'main' },
    { address: 0x402000, type: 3 },
    { address: 0x404000, type: 2, name: 'Sleep' },
  ],
  calls: [
    [0, 1],
    [1, 2],
  ],
  sections: [{ address: 0x400000, size: 0x5000 }],
});

describe('a damaged BinExport2 file', () => {
  /** Whether anything could be read. */
  async function survives(bytes: Uint8Array): Promise<boolean> {
    try {
      const { program } = await readBinExport2File(bytes);
      for (const { address } of program.code?.functions() ?? []) program.code?.instructionAt(address);
      return true;
    } catch (error) {
      if (!(error instanceof CapaxError)) throw error;
      return false;
    }
  }

  it('gives a part, or ends in a typed error, wherever it ends', async () => {
    let read = 0;
    for (let end = 0; end < SOUND.length; end++) read += (await survives(SOUND.subarray(0, end))) ? 1 : 0;
    expect(read).toBeGreaterThan(SOUND.length / 4);
  });

  it('does so whatever byte is another', async () => {
    for (let at = 0; at < SOUND.length; at++) {
      const changed = SOUND.slice();
      changed[at] = (changed[at] as number) ^ (at % 2 === 0 ? 0x01 : 0x80);
      await survives(changed);
    }
  });

  it('does so with any damage', async () => {
    for (let seed = 0; seed < 100; seed++) await survives(damage(SOUND, randomNumbers(seed)));
  });
});
