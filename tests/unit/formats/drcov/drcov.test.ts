import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { CapaxError } from '../../../../src/errors.ts';
import type { DrcovModule } from '../../../../src/formats/drcov/module-row.ts';
import { type DrcovFile, readDrcov } from '../../../../src/formats/drcov/read.ts';
import { DRCOV_ROWS, drcovFile } from '../../../support/drcov-builder.ts';

interface Read {
  readonly file: DrcovFile;
  readonly modules: DrcovModule[];
  /** `module+start:size`. */
  readonly blocks: string[];
  readonly told: string[];
}

async function read(bytes: Uint8Array, chunk = 1 << 16): Promise<Read> {
  const modules: DrcovModule[] = [];
  const blocks: string[] = [];
  const diagnostics = new Diagnostics();
  const sink = {
    module: (module: DrcovModule) => void modules.push(module),
    blocks: (batch: { starts: Float64Array; sizes: Uint16Array; modules: Uint16Array; count: number }) => {
      const { starts, sizes } = batch;
      for (let i = 0; i < batch.count; i++) {
        blocks.push(`${batch.modules[i]}+${(starts[i] as number).toString(16)}:${sizes[i]}`);
      }
    },
  };
  const file = await readDrcov(memorySource('run.drcov', bytes, chunk), sink, diagnostics);
  return { file, modules, blocks, told: diagnostics.list().map(({ code }) => code) };
}

const BLOCKS: readonly (readonly [number, number, number])[] = [
  [0x1000, 12, 0],
  [0xffff_fff0, 0xffff, 1],
  [0x1010, 0, 0],
];
const EXPECTED = ['0+1000:12', '1+fffffff0:65535', '0+1010:0'];

describe('a drcov file', () => {
  it('gives modules and blocks', async () => {
    const { file, modules, blocks, told } = await read(drcovFile({ blocks: BLOCKS }));
    expect(file).toEqual({
      version: 2,
      flavor: 'drcov',
      tableVersion: 2,
      startsIn: 'module',
      blocks: 3,
      withoutModule: 0,
    });
    expect(modules).toMatchObject([
      {
        id: 0,
        containingId: 0,
        start: 0x400000,
        end: 0x403000,
        entry: 0x401000,
        offset: 0,
        path: 'C:\\a, b\\sample.exe',
      },
      { id: 1, containingId: 1, timestamp: 0, path: 'C:\\Windows\\kernel32.dll' },
    ]);
    expect([blocks, told]).toEqual([EXPECTED, []]);
  });

  it('may have its blocks as text', async () => {
    const { blocks, told } = await read(drcovFile({ blocks: BLOCKS, isText: true }));
    expect([blocks, told]).toEqual([EXPECTED, []]);
  });

  it.each([false, true])('says the same whatever the pieces are (text: %s)', async (isText) => {
    const bytes = drcovFile({ blocks: BLOCKS, isText });
    const whole = await read(bytes);
    for (let chunk = 1; chunk < 60; chunk++) expect(await read(bytes, chunk)).toEqual(whole);
  });

  it('may have more blocks than one batch', async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => [n, 1, n % 2] as const);
    const { blocks } = await read(drcovFile({ blocks: many }), 10_007);
    expect(blocks).toEqual(many.map(([start, size, module]) => `${module}+${start.toString(16)}:${size}`));
  });

  it.each<[string, string, string, Partial<DrcovModule>]>([
    ['Module Table: 1', '', '7, 8192, /bin/true', { id: 7, start: 0, end: 8192, path: '/bin/true' }],
    ['Module Table: 1', '', '7, 0x1000, 0x2000, 0x1100, /bin/a,b', { start: 0x1000, entry: 0x1100, path: '/bin/a,b' }],
    [
      'Module Table: version 2, count 1',
      'Columns: id, base, end, entry, path',
      '7, 0x1000, 0xffffffffffffffff, 0x0, /bin/true',
      { start: 0x1000, end: Number.POSITIVE_INFINITY, checksum: undefined },
    ],
    [
      'Module Table: version 3, count 1',
      'Columns: id, containing_id, start, end, entry, checksum, timestamp, path',
      '7, 6, 0x1000, 0x2000, 0x0, 0x12, 0x34, a.dll',
      { containingId: 6, start: 0x1000, checksum: 0x12, timestamp: 0x34 },
    ],
    [
      'Module Table: version 4, count 1',
      'Columns: id, containing_id, start, end, entry, offset, path',
      '7, 6, 0x1000, 0x2000, 0x0, 0x800, /lib/a.so',
      { offset: 0x800, path: '/lib/a.so' },
    ],
    [
      'Module Table: version 5, count 1',
      'Columns: id, containing_id, start, end, entry, offset, preferred_base, path',
      '7, 7, 0x1000, 0x2000, 0x0, 0x800, 0x400000, /lib/a.so',
      { offset: 0x800, preferredBase: 0x400000 },
    ],
  ])('has modules in the columns that %s names: %s', async (table, columns, row, expected) => {
    const { modules, told, blocks } = await read(drcovFile({ table, columns, rows: [row], blocks: [[1, 2, 7]] }));
    expect(modules).toMatchObject([{ id: 7, ...expected }]);
    expect([blocks, told]).toEqual([['7+1:2'], []]);
  });

  it('of version 3 counts from the segment', async () => {
    expect((await read(drcovFile({ version: 3 }))).file).toMatchObject({ version: 3, startsIn: 'segment' });
  });
});

describe('a drcov file that lies or is damaged', () => {
  it('keeps blocks of no module apart, and leaves out those of unknown ones', async () => {
    const { file, blocks, told } = await read(
      drcovFile({ blocks: [...BLOCKS, [1, 1, 0xffff], [1, 1, 2], [1, 1, 65_534]] }),
    );
    expect([blocks, told, file.withoutModule]).toEqual([EXPECTED, ['drcov-module-unknown'], 1]);
  });

  it.each([false, true])('is read up to its end, and no further than it announces (text: %s)', async (isText) => {
    const more = await read(drcovFile({ blocks: BLOCKS, announced: 2, isText }));
    expect([more.blocks, more.told]).toEqual([EXPECTED.slice(0, 2), ['drcov-block-count']]);
    const fewer = await read(drcovFile({ blocks: BLOCKS, announced: 9_999_999_999_999, isText }));
    expect([fewer.blocks, fewer.told]).toEqual([EXPECTED, ['drcov-truncated']]);
    const sound = drcovFile({ blocks: BLOCKS, isText });
    const cut = await read(sound.subarray(0, sound.length - 2));
    expect([cut.blocks, cut.told]).toEqual([EXPECTED.slice(0, 2), ['drcov-truncated']]);
  });

  it('loses malformed rows and lines', async () => {
    const rows = [...DRCOV_ROWS, DRCOV_ROWS[0] as string, 'x', '70000, 1, 2, 3, 4, 5, a', '3, 9, 8, 0, 0, 0, a'];
    const table = 'Module Table: version 2, count 3';
    const { modules, told } = await read(drcovFile({ rows, table, blocks: BLOCKS }));
    expect([modules.length, told]).toEqual([2, ['drcov-module-malformed', 'drcov-module-count']]);
    const text = Buffer.from(drcovFile({ blocks: BLOCKS, isText: true }))
      .toString()
      .replace('0xfffffff0', '0xfffffff00000000fffffff')
      .replace(', 0\n', ', 70000\n');
    const odd = await read(Buffer.from(text.replace('module[  1]: 0x00000000fffffff0', 'module[1] fffffff0')));
    expect([odd.blocks, odd.told]).toEqual([EXPECTED.slice(0, 1), ['drcov-block-malformed']]);
  });

  it('is refused where it has no tables, or is of another version', async () => {
    const corrupt = { code: 'input-corrupt', where: 'run.drcov' };
    await expect(read(Buffer.from('hello\n'))).rejects.toMatchObject(corrupt);
    await expect(read(new Uint8Array())).rejects.toMatchObject(corrupt);
    await expect(read(Buffer.from('DRCOV VERSION: 2\nDRCOV FLAVOR: x\n'))).rejects.toMatchObject(corrupt);
    await expect(read(drcovFile({ version: 1 }))).rejects.toMatchObject({ code: 'input-unsupported' });
    await expect(read(drcovFile({ rows: Array<string>(200_000).fill('') }))).rejects.toMatchObject(corrupt);
  });

  it('never fails otherwise, cut or damaged anywhere', async () => {
    const expectTyped = async (bytes: Uint8Array): Promise<void> => {
      await read(bytes, 50).catch((error: unknown) => expect(error).toBeInstanceOf(CapaxError));
    };
    for (const isText of [false, true]) {
      const sound = drcovFile({ blocks: BLOCKS, isText });
      for (let at = 0; at < sound.length; at++) {
        const damaged = sound.slice();
        damaged[at] = (damaged[at] as number) ^ (1 << (at & 7));
        await expectTyped(sound.subarray(0, at));
        await expectTyped(damaged);
      }
    }
    const head = Buffer.from('DRCOV VERSION: 2\nModule Table: 1\n0, 1, a\nBB Table: 5 bbs\n');
    const any = fc.uint8Array({ maxLength: 100 });
    await fc.assert(fc.asyncProperty(any, (bytes) => expectTyped(Buffer.concat([head, bytes]))));
  });
});
