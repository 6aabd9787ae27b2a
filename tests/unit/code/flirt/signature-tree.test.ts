import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from '../../../../src/code/flirt/crc16.ts';
import { readSignatures } from '../../../../src/code/flirt/signature-file.ts';
import type { SignatureTree } from '../../../../src/code/flirt/signature-tree.ts';
import {
  type BuiltLeaf,
  type BuiltModule,
  type BuiltNode,
  buildSig,
  leaf,
  named,
  patLine,
} from '../../../support/signature-builder.ts';

async function treeOf(nodes: readonly BuiltNode[], options = {}): Promise<SignatureTree> {
  return (await readSignatures(buildSig(nodes, options), 'test.sig')).tree;
}

/** The first names of what fits. */
function fitting(tree: SignatureTree, bytes: Uint8Array): (string | undefined)[] {
  return tree.candidates(bytes).map((module) => tree.names(module)[0]?.text);
}

function code(hex: string, length = hex.length / 2): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(Buffer.from(hex, 'hex'));
  return bytes;
}

describe('a signature', () => {
  it('fits where every byte of its way down the tree is the same or may be any', async () => {
    const tree = await treeOf([
      {
        pattern: '55..EC',
        children: [leaf('83', { modules: [named('a')] }), leaf('..8B', { modules: [named('b')] })],
      },
      leaf('....EC8B', { modules: [named('c')] }),
    ]);
    expect(fitting(tree, code('558bec83'))).toEqual(['a']);
    expect(fitting(tree, code('558bec838b'))).toEqual(['a', 'b']);
    expect(fitting(tree, code('5577ec8b8b'))).toEqual(['b', 'c']);
    expect(fitting(tree, code('558bed83'))).toEqual([]);
    expect(fitting(tree, code('558bec'))).toEqual([]);
  });

  it.each([1, 15, 16, 31, 32, 33, 63, 64])('has a pattern of %d bytes whose ends may be any byte', async (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i + 1);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
    for (const wild of [0, length >> 1, length - 1]) {
      const tree = await treeOf([leaf(hex.with(wild, '..').join(''), { modules: [named('x')] })], { patternSize: 64 });
      const changed = bytes.slice();
      changed[wild] = 0xff;
      expect(fitting(tree, changed)).toEqual(['x']);
      if (length === 1) continue;
      changed[(wild + 1) % length] = 0xff;
      expect(fitting(tree, changed)).toEqual([]);
    }
  });

  it('fits only with the checksum of what follows the pattern, even if the pattern is short', async () => {
    const bytes = Uint8Array.from({ length: 60 }, (_, i) => i * 7);
    const sum = crc16(bytes, 32, 48);
    const tree = await treeOf([
      leaf(
        '0007',
        { crcLength: 16, crc: sum ^ 1, modules: [named('wrong')] },
        { crcLength: 16, crc: sum, modules: [named('right'), named('second')] },
      ),
    ]);
    expect(fitting(tree, bytes)).toEqual(['right', 'second']);
    expect(fitting(tree, bytes.slice(0, 48))).toEqual(['right', 'second']);
    expect(fitting(tree, bytes.slice(0, 47))).toEqual([]);
    bytes[47] = 1;
    expect(fitting(tree, bytes)).toEqual([]);
  });

  it('sums up no bytes where the length is 0, and then takes any checksum', async () => {
    const tree = await treeOf([leaf('90', { crcLength: 0, crc: 0x1234, modules: [named('x')] })]);
    expect(fitting(tree, code('90'))).toEqual(['x']);
  });

  it('counts tail bytes from behind what is summed up', async () => {
    const bytes = new Uint8Array(60);
    const summed = { crcLength: 4, crc: crc16(bytes, 32, 36) };
    const tree = await treeOf([
      leaf('00', {
        ...summed,
        modules: [
          named('a', { tail: [[0, 0x11]] }),
          named('b', {
            tail: [
              [0, 0x11],
              [5, 0x22],
            ],
          }),
        ],
      }),
    ]);
    bytes[36] = 0x11;
    expect(fitting(tree, bytes)).toEqual(['a']);
    bytes[41] = 0x22;
    expect(fitting(tree, bytes)).toEqual(['a', 'b']);
    expect(fitting(tree, bytes.slice(0, 41))).toEqual(['a']);
  });

  it.each([5, 6, 7, 8, 9, 10])('of version %d gives its names and what it refers to', async (version) => {
    const module: BuiltModule = {
      length: 300,
      names: [
        { offset: 0, text: '_first' },
        { offset: 200, text: 'inner', isLocal: true },
        { offset: -16, text: 'before' },
        { offset: 200, text: '?', isCollision: true },
      ],
      tail: [[3, 0]],
      references:
        version < 8
          ? [[0x81, '_callee']]
          : [
              [0x81, '_callee'],
              [2, 'x'.repeat(300)],
              [4, '.'],
            ],
    };
    const tree = await treeOf([leaf('90', { modules: [named('other'), module] })], { version });
    expect(tree.modules).toBe(2);
    expect(tree.damage).toBeUndefined();
    expect(tree.names(1)).toEqual([
      { offset: 0, text: '_first', isLocal: false },
      { offset: 200, text: 'inner', isLocal: true },
      { offset: -16, text: 'before', isLocal: false },
      { offset: 200, text: '?', isLocal: false },
    ]);
    expect(tree.references(1).map(({ offset, name }) => [offset, name()])).toEqual(module.references);
    expect(tree.references(0)).toEqual([]);
    expect(fitting(tree, code('90', 40))).toEqual(['other', '_first']);
  });
});

// Few different bytes, so that much fits by chance.
const byte = fc.constantFrom(0, 1);
const letters = fc
  .array(fc.constantFrom('00', '01', '..'), { minLength: 1, maxLength: 4 })
  .map((list) => list.join(''));
const names = fc.array(
  fc.record({
    offset: fc.integer({ min: -300, max: 300 }),
    text: fc.stringMatching(/^[!-~é]{1,6}$/),
    isLocal: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);
const moduleOf = (tail: number): fc.Arbitrary<BuiltModule> =>
  fc.record({
    names,
    tail: fc.array(fc.tuple(fc.nat(4), byte), { maxLength: tail }),
    references: fc.array(fc.tuple(fc.nat(400), fc.stringMatching(/^[!-~]{1,6}$/)), { maxLength: tail }),
  });
const leaves = fc.array(
  fc.record({
    crcLength: fc.nat(2),
    crc: fc.constantFrom(0, crc16(Uint8Array.of(0), 0, 1), crc16(Uint8Array.of(1, 0), 0, 2)),
    modules: fc.array(moduleOf(2), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const { node } = fc.letrec<{ node: BuiltNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.record({ pattern: letters, leaves }),
    fc.record({ pattern: letters, children: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

interface Flat {
  readonly pattern: string;
  readonly leaf: BuiltLeaf;
  readonly module: BuiltModule;
}

function flatten(nodes: readonly BuiltNode[], before = ''): Flat[] {
  return nodes.flatMap(({ pattern, children = [], leaves: held = [] }) => [
    ...flatten(children, before + pattern),
    ...held.flatMap((one) => one.modules.map((module) => ({ pattern: before + pattern, leaf: one, module }))),
  ]);
}

/** What fits, by the words of the specification. */
function fits(
  { pattern, leaf: { crcLength = 0, crc = 0 }, module }: Flat,
  bytes: Uint8Array,
  patternSize: number,
): boolean {
  const end = patternSize + crcLength;
  const same = (pattern.match(/../g) ?? []).every((hex, i) => hex === '..' || Number.parseInt(hex, 16) === bytes[i]);
  const sums = crcLength === 0 || (end <= bytes.length && crc16(bytes, patternSize, end) === crc);
  return same && sums && (module.tail ?? []).every(([offset, value]) => bytes[end + offset] === value);
}

function stated({ names: list, references = [] }: BuiltModule): string {
  return JSON.stringify([list.map(({ offset, text, isLocal }) => [offset, text, isLocal === true]), references]);
}

function read(tree: SignatureTree, module: number): string {
  const list = tree.names(module).map(({ offset, text, isLocal }) => [offset, text, isLocal]);
  return JSON.stringify([list, tree.references(module).map(({ offset, name }) => [offset, name()])]);
}

const functions = fc.array(fc.uint8Array({ min: 0, max: 1, minLength: 1, maxLength: 24 }), { maxLength: 8 });

describe('any tree', () => {
  it('finds what fits, no more and no less, in the order of the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 4 }), functions, async (nodes, codes) => {
        const tree = await treeOf(nodes, { patternSize: 16 });
        const all = flatten(nodes);
        expect(tree.modules).toBe(all.length);
        for (const bytes of codes) {
          const expected = all.filter((flat) => fits(flat, bytes, 16)).map(({ module }) => stated(module));
          expect(tree.candidates(bytes).map((module) => read(tree, module))).toEqual(expected);
        }
      }),
    );
  });

  it('is the same as text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 4 }), functions, async (nodes, codes) => {
        const all = flatten(nodes);
        const text = all.map(({ pattern, leaf: held, module }) => patLine(pattern, held, module)).join('\n');
        const { tree, diagnostics } = await readSignatures(new TextEncoder().encode(text), 'test.pat');
        expect(diagnostics).toEqual([]);
        expect(tree.modules).toBe(all.length);
        const long = codes.map((bytes) => Uint8Array.from({ length: 50 }, (_, i) => bytes[i % bytes.length] as number));
        for (const bytes of [...codes, ...long]) {
          const expected = all.filter((flat) => fits(flat, bytes, 32)).map(({ module }) => stated(module));
          expect(
            tree
              .candidates(bytes)
              .map((module) => read(tree, module))
              .sort(),
          ).toEqual(expected.sort());
        }
      }),
    );
  });
});
