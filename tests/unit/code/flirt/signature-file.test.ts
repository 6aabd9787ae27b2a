import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from '../../../../src/code/flirt/crc16.ts';
import { readSignatures, type SignatureFile } from '../../../../src/code/flirt/signature-file.ts';
import { CapaxError } from '../../../../src/errors.ts';
import { inflate } from '../../../../src/node/gunzip.ts';
import { damage, randomNumbers } from '../../../support/damage.ts';
import { sharedPath } from '../../../support/shared.ts';
import { type BuiltNode, buildSig, leaf, named, patLine } from '../../../support/signature-builder.ts';

const NODES: readonly BuiltNode[] = [
  {
    pattern: '558BEC',
    children: [leaf('83EC', { modules: [named('_one')] }), leaf('81EC', { modules: [named('_two')] })],
  },
  leaf('C3', { modules: [named('_three')] }),
];

function firstNames({ tree }: SignatureFile): (string | undefined)[] {
  return Array.from({ length: tree.modules }, (_, module) => tree.names(module)[0]?.text);
}

async function refusal(bytes: Uint8Array): Promise<CapaxError> {
  const error: unknown = await readSignatures(bytes, 'x.sig').catch((reason: unknown) => reason);
  if (error instanceof CapaxError) return error;
  throw new Error('accepted');
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('a .sig file', () => {
  it.each([
    ['as it is', 'none'],
    ['packed', 'zlib'],
    ['packed without a header', 'headless'],
  ] as const)('is read %s, in every version', async (_, packing) => {
    for (let version = 5; version <= 10; version++) {
      const bytes = buildSig(NODES, { version, packing, title: 'A library' });
      for (const decoder of [undefined, inflate]) {
        const file = await readSignatures(bytes, 'a.sig', decoder);
        expect(file).toMatchObject({ name: 'a.sig', title: 'A library', diagnostics: [] });
        expect(firstNames(file)).toEqual(['_one', '_two', '_three']);
      }
    }
  });

  it('may be packed with gzip too', async () => {
    expect(firstNames(await readSignatures(gzipSync(buildSig(NODES)), 'a.sig'))).toHaveLength(3);
  });

  it('may hold no function', async () => {
    const file = await readSignatures(buildSig([]), 'a.sig');
    expect(file.tree.candidates(Uint8Array.of(1))).toEqual([]);
    expect(file).toMatchObject({ tree: { modules: 0 }, diagnostics: [] });
  });

  it.each([
    ['version 4', buildSig(NODES, { version: 4 })],
    ['version 11', buildSig(NODES, { version: 11 })],
    ['another processor', buildSig(NODES, { processor: 13 })],
    ['a header that breaks off', buildSig(NODES).subarray(0, 30)],
    ['a title that breaks off', buildSig(NODES, { title: 'x'.repeat(200) }).subarray(0, 100)],
    ['nothing', new Uint8Array()],
    ['text that is no signature', utf8('one line\nanother\n')],
    ['gzip that is none', Uint8Array.of(0x1f, 0x8b, 1, 2, 3)],
  ])('is refused: %s', async (_, bytes) => {
    const { code, where, hint } = await refusal(bytes);
    expect({ code, where, hint }).toEqual({ code: 'signatures-invalid', where: 'x.sig', hint: expect.any(String) });
  });

  it('is used as far as it goes', async () => {
    const whole = buildSig(NODES);
    const file = await readSignatures(whole.subarray(0, whole.length - 3), 'a.sig');
    expect(firstNames(file)).toEqual(['_one', '_two']);
    expect(file.tree.candidates(Uint8Array.of(0x55, 0x8b, 0xec, 0x81, 0xec))).toEqual([1]);
    expect(file.diagnostics).toMatchObject([{ code: 'signatures-damaged', severity: 'error', count: 1 }]);
  });

  it('is unpacked as far as it goes', async () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      leaf('90', { modules: [named(`f${(i * 7919) % 1009}`.repeat(20))] }),
    );
    const whole = buildSig(many, { packing: 'zlib' });
    const file = await readSignatures(whole.subarray(0, whole.length - 40), 'a.sig', inflate);
    expect(file.tree.modules).toBeGreaterThan(10);
    expect(file.diagnostics.map(({ code }) => code)).toEqual(['signatures-damaged', 'signatures-damaged']);
  });

  it('may not be deeper than any pattern', async () => {
    let node = leaf('90', { modules: [named('deep')] });
    for (let i = 0; i < 300; i++) node = { pattern: '', children: [node] };
    const file = await readSignatures(buildSig([leaf('C3', { modules: [named('flat')] }), node]), 'a.sig');
    expect(firstNames(file)).toEqual(['flat']);
    expect(file.diagnostics).toMatchObject([{ code: 'signatures-damaged' }]);
  });
});

describe('a .pat file', () => {
  const line = patLine(`558BEC${'..'.repeat(29)}`, {}, named('_x'));

  it.each([
    ['as it is', utf8(`# made by hand\r\n\r\n${line}\r\n---\r\nbehind the end\r\n`)],
    ['without an end', utf8(line)],
    ['packed', gzipSync(`${line}\n---\n`)],
  ])('is read %s', async (_, bytes) => {
    const file = await readSignatures(bytes, 'a.pat.gz');
    expect(firstNames(file)).toEqual(['_x']);
    expect(file.diagnostics).toEqual([]);
  });

  it('gives all parts of a line', async () => {
    const sum = crc16(new Uint8Array(2), 0, 2).toString(16).padStart(4, '0');
    const text = `5589e5.. 02 ${sum} 0042 :0000 _a :0010@ _b :-0004 DEADBEEF ^0005 _c ..AB (0007: CD)`;
    const { tree } = await readSignatures(utf8(text), 'a.pat');
    expect(tree.names(0)).toEqual([
      { offset: 0, text: '_a', isLocal: false },
      { offset: 16, text: '_b', isLocal: true },
      { offset: -4, text: 'DEADBEEF', isLocal: false },
    ]);
    expect(tree.references(0).map(({ offset, name }) => [offset, name()])).toEqual([[5, '_c']]);
    const bytes = new Uint8Array(64);
    bytes.set([0x55, 0x89, 0xe5]);
    bytes[32 + 2 + 1] = 0xab;
    expect(tree.candidates(bytes)).toEqual([]);
    bytes[32 + 2 + 7] = 0xcd;
    expect(tree.candidates(bytes)).toEqual([0]);
  });

  it.each([
    ['no name', '5589E5 00 0000 0010'],
    ['half a byte', '5589E 00 0000 0010 :0000 _x'],
    ['a pattern of 65 bytes', `${'90'.repeat(65)} 00 0000 0010 :0000 _x`],
    ['a name without its offset', '5589E5 00 0000 0010 :0000 _x _y'],
    ['an offset without its name', '5589E5 00 0000 0010 :0000 _x :0004'],
    ['a reference before the function', '5589E5 00 0000 0010 :0000 _x ^-004 _y'],
    ['a control character', '5589E5 00 0000 0010 :0000 _x\u0001'],
    ['rubbish at the end', '5589E5 00 0000 0010 :0000 _x (00'],
  ])('leaves a line out: %s', async (_, malformed) => {
    const file = await readSignatures(utf8(`${line}\n${malformed}\n${malformed}\n${line}`), 'a.pat');
    expect(firstNames(file)).toEqual(['_x', '_x']);
    expect(file.diagnostics).toMatchObject([{ code: 'signatures-line-malformed', where: 'a.pat:2', count: 2 }]);
  });

  it('of many similar lines is matched and read fast', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => {
      const middle = i.toString(16).padStart(8, '0');
      return patLine(`558BEC83EC${middle}${'..'.repeat(10)}`, {}, named(`f${i}`));
    });
    const { tree } = await readSignatures(utf8(lines.join('\n')), 'a.pat');
    const bytes = Uint8Array.from(Buffer.from('558bec83ec00001234909090', 'hex'));
    expect(tree.candidates(bytes).map((module) => tree.names(module)[0]?.text)).toEqual([`f${0x1234}`]);
  });
});

describe('damaged files', () => {
  const whole = [
    ...[5, 8, 10].map((version) => buildSig(NODES, { version })),
    buildSig(NODES, { packing: 'zlib' }),
    utf8(
      `${patLine('5589E5', { crcLength: 2, crc: 7 }, named('_x', { references: [[1, '_y']], tail: [[1, 2]] }))}\n---\n`,
    ),
  ];

  it('are refused or used in part', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), fc.nat(), async (bytes, seed) => {
        const damaged = damage(bytes, randomNumbers(seed), whole);
        let file: SignatureFile;
        try {
          file = await readSignatures(damaged, 'x');
        } catch (error) {
          expect(error).toMatchObject({ code: 'signatures-invalid' });
          return;
        }
        for (let module = 0; module < file.tree.modules; module++) {
          expect(file.tree.names(module).length).toBeGreaterThan(0);
          for (const { name } of file.tree.references(module)) name();
        }
        for (const start of [[0x55, 0x8b, 0xec, 0x83, 0xec], [0xc3]]) {
          file.tree.candidates(Uint8Array.from({ length: 70 }, (_, i) => start[i] ?? 0));
        }
      }),
    );
  });
});

const path = sharedPath('data', 'sigs', '3_flare_common_libs.sig');

describe.skipIf(path === undefined)('the published file of common libraries (needs shared data)', () => {
  it('is read as a whole', async () => {
    const file = await readSignatures(readFileSync(path as string), '3', inflate);
    expect(file).toMatchObject({ title: '"FLARE Common Libraries 32/64 bit"', diagnostics: [] });
    const { tree } = file;
    expect(tree.modules).toBe(119_337);
    const counts = { names: 0, local: 0, references: 0 };
    for (let module = 0; module < tree.modules; module++) {
      const names = tree.names(module);
      counts.names += names.length;
      counts.local += names.filter(({ isLocal }) => isLocal).length;
      counts.references += tree.references(module).length;
    }
    expect(counts).toEqual({ names: 181_473, local: 93_443, references: 43_912 });
  });
});
