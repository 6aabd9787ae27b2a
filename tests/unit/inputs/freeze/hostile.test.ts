// Freeze files that are damaged or made to do harm: only typed errors that say where, in bounded time.

import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapaxError } from '../../../../src/errors.ts';
import { listFeatures } from '../../../../src/export/list-features.ts';
import { LIMITS } from '../../../../src/limits.ts';
import {
  absolute,
  at,
  dynamicText,
  freezeHeader,
  frozenBlock,
  frozenCall,
  frozenFunction,
  frozenInstruction,
  frozenProcess,
  frozenThread,
  openFreeze,
  openProgram,
  packFreeze,
  staticText,
  toJson,
  Verbatim,
} from '../../../support/freeze-builder.ts';

const FEATURES = { global_: [], file: [], functions: [] };

async function failure(bytes: Uint8Array): Promise<CapaxError> {
  try {
    await openFreeze(bytes);
  } catch (error) {
    if (error instanceof CapaxError) return error;
    throw error;
  }
  throw new Error('accepted');
}

const textFailure = (text: string | Uint8Array): Promise<CapaxError> => failure(packFreeze(text));

describe('the container of a freeze file', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'freeze-invalid'],
    ['a wrong magic', Buffer.concat([Buffer.from('capa0001'), deflateSync(staticText())]), 'freeze-invalid'],
    ['nothing behind the magic', Buffer.from('capa0000'), 'input-corrupt'],
    ['no zlib stream', Buffer.from('capa0000{"version":3}'), 'input-corrupt'],
    ['a stream that ends early', packFreeze(staticText()).slice(0, -20), 'input-corrupt'],
    ['a stream without its checksum', packFreeze(staticText()).slice(0, -4), 'input-corrupt'],
  ])('is refused for %s', async (_, bytes, code) => {
    expect(await failure(bytes)).toMatchObject({ code, where: 'test.frz', hint: expect.any(String) });
  });
});

describe('the header of a freeze file', () => {
  const withHeader = (change: Record<string, unknown>): string =>
    toJson({ ...freezeHeader('static'), features: FEATURES, ...change });

  it.each([
    ['', 'expected an object', ''],
    ['[]', 'expected an object', ''],
    ['null', 'expected an object', ''],
    ['{}', '"version" is missing', ''],
    [`${staticText()}x`, 'text after the value', ''],
    [staticText().slice(0, -10), 'unterminated string', 'features'],
    [withHeader({ version: 2 }), 'version 2 is not supported, only 3', 'version'],
    [withHeader({ version: new Verbatim('3e400') }), 'version Infinity is not supported, only 3', 'version'],
    [withHeader({ version: '3' }), 'unexpected character', 'version'],
    [withHeader({ version: undefined }), '"version" is missing', ''],
    [withHeader({ flavor: 'both' }), 'unknown flavor', 'flavor'],
    [withHeader({ flavor: undefined }), '"flavor" is missing', ''],
    [withHeader({ base_address: undefined }), '"base_address" is missing', ''],
    [withHeader({ base_address: { type: 'absolute' } }), '"value" is missing', 'base_address'],
    [withHeader({ base_address: 5 }), 'expected an object', 'base_address'],
    [withHeader({ sample_hashes: { md5: 'a' } }), '"sha1" is missing', 'sample_hashes'],
    [withHeader({ sample_hashes: { md5: 5 } }), 'expected a string', 'sample_hashes.md5'],
    [withHeader({ extractor: undefined }), '"extractor" is missing', ''],
    [withHeader({ features: undefined }), '"features" is missing', ''],
    [withHeader({ features: [] }), 'expected an object', 'features'],
    [withHeader({ features: { ...FEATURES, functions: undefined } }), '"functions" is missing', 'features'],
    [withHeader({ features: { ...FEATURES, file: null } }), 'expected a list', 'features.file'],
    [withHeader({ flavor: 'dynamic' }), '"processes" is missing', 'features'],
    [withHeader({ features: { ...FEATURES, file: [5] } }), 'expected an object', 'features.file[0]'],
  ])('is refused: case %#', async (text, reason, path) => {
    const error = await textFailure(text);
    expect(error).toMatchObject({ code: 'freeze-invalid', message: `The freeze file is not valid: ${reason}` });
    const [file, byte, place = ''] = (error.where ?? '').split(', ');
    expect([file, place]).toEqual(['test.frz', path]);
    expect(byte).toMatch(/^byte \d+ of the unpacked text$/);
  });

  it('is refused for text that is not UTF-8', async () => {
    const bytes = Buffer.from(staticText());
    bytes[bytes.indexOf('TestExtractor')] = 0xff;
    expect((await textFailure(bytes)).code).toBe('freeze-invalid');
  });
});

describe('a freeze file made to do harm', () => {
  it('may nest deeply', async () => {
    const deep = '['.repeat(1_000_000);
    expect((await textFailure(deep)).code).toBe('freeze-invalid');
    expect((await textFailure(staticText({ file: new Verbatim(deep) }))).code).toBe('freeze-invalid');
    expect((await textFailure(staticText().replace('{', `{"unknown":${deep},`))).code).toBe('freeze-invalid');
  });

  it('may hold huge numbers', async () => {
    const huge = new Verbatim('9'.repeat(2_000_000));
    const error = await textFailure(staticText({ file: [at(absolute(1), { type: 'number', number: huge })] }));
    expect(error).toMatchObject({ code: 'freeze-invalid', message: expect.stringContaining('number too long') });
  });

  it('may use names of Object.prototype as keys and types', async () => {
    const { input, diagnostics } = await openProgram(
      staticText({
        file: [
          at(absolute(1), { type: '__proto__', constructor: 1 }),
          at({ type: 'constructor', value: 1 }),
          at(absolute(1), new Verbatim('{"__proto__":{"type":"api"},"type":"api","api":"x"}')),
        ],
      }),
    );
    expect(input.file).toEqual([{ address: absolute(1), feature: { type: 'api', value: 'x' } }]);
    expect(diagnostics.list()).toHaveLength(2);
  });

  it('may be malformed in very many places', async () => {
    const malformed = (count: number): object[] => Array.from({ length: count }, () => ({}));
    const { input, diagnostics } = await openProgram(staticText({ file: [...malformed(1000), at(absolute(1))] }));
    expect(input.file).toHaveLength(1);
    expect(input.health().skippedRecords).toBe(1000);
    expect(diagnostics.list()).toMatchObject([{ code: 'freeze-entry-invalid', count: 1000 }]);
    const error = await textFailure(staticText({ file: malformed(LIMITS.freezeMalformedEntries + 1) }));
    expect(error).toMatchObject({ code: 'freeze-invalid', message: 'More than 100000 entries are malformed' });
  });
});

describe('damaged freeze files', () => {
  const texts = [
    staticText({
      global_: [{ feature: { type: 'os', os: 'é' } }],
      file: [
        at(
          { type: 'dn token offset', value: [1, 2] },
          { type: 'number', number: new Verbatim('18446744073709551615') },
        ),
      ],
      functions: [frozenFunction(5, [at(absolute(5))], [frozenBlock(6, [at(absolute(6))], [frozenInstruction(7)])])],
    }),
    dynamicText({
      processes: [frozenProcess(1, [frozenThread(1, 2, [frozenCall(1, 2, 3, 'a'), frozenCall(1, 2, 4, 'b\n')])])],
    }),
  ];

  async function survive(bytes: Uint8Array): Promise<void> {
    try {
      const { input } = await openFreeze(bytes);
      for await (const row of listFeatures(input)) expect(row.feature.type).toBeTypeOf('string');
    } catch (error) {
      expect(error).toBeInstanceOf(CapaxError);
      expect(['freeze-invalid', 'input-corrupt']).toContain((error as CapaxError).code);
    }
  }

  it.each(texts.map((text, i) => [i === 0 ? 'static' : 'dynamic', text]))(
    'end in typed errors or in diagnostics when bytes of the %s text change',
    async (_, text) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(text.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
          (changes) => {
            const bytes = Buffer.from(text);
            for (const [place, byte] of changes) bytes[place] = byte;
            return survive(packFreeze(bytes));
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  it('end in typed errors when bytes of the container change', async () => {
    const packed = packFreeze(texts[0] as string);
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), fc.nat(255), (place, byte) => {
        const bytes = packed.slice();
        bytes[place] = byte;
        return survive(bytes);
      }),
      { numRuns: 200 },
    );
  });
});
