import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/bytes/csv.ts';
import { memorySource } from '../../../src/bytes/source.ts';
import { Diagnostics } from '../../../src/diagnostics.ts';
import { LIMITS } from '../../../src/limits.ts';
import { startCpuClock } from '../../support/cpu-time.ts';

async function read(text: string, chunkBytes?: number): Promise<{ rows: string[][]; codes: string[] }> {
  const rows: string[][] = [];
  const diagnostics = new Diagnostics();
  const source = memorySource('t.csv', new TextEncoder().encode(text), chunkBytes);
  await readCsv(source, (fields) => rows.push([...fields]), diagnostics);
  return { rows, codes: diagnostics.list().map(({ code }) => code) };
}

function written(rows: readonly (readonly string[])[], lineEnd: string): string {
  return rows.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',') + lineEnd).join('');
}

describe('tables', () => {
  it('are rows of fields, quoted or not', async () => {
    const text = '\ufeffa,"b ""c""",\r\n"x\r\ny",,z\n\n"last","é"';
    const rows = [
      ['a', 'b "c"', ''],
      ['x\r\ny', '', 'z'],
      ['last', 'é'],
    ];
    for (let chunkBytes = 1; chunkBytes < 30; chunkBytes++) {
      expect(await read(text, chunkBytes)).toEqual({ rows, codes: [] });
    }
  });

  it('hold what was written, however the bytes are cut', async () => {
    const field = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', '€'), maxLength: 6 });
    const row = fc.array(field, { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 20 }),
        async (rows, lineEnd, chunkBytes) => {
          expect(await read(written(rows, lineEnd), chunkBytes)).toEqual({ rows, codes: [] });
        },
      ),
    );
  });
});

describe('damaged tables', () => {
  it('lose the damaged rows only', async () => {
    const good = '"a","b"\n';
    for (const bad of ['"a,"b"\n', '"a"x,"b"\n', '"a","b\n']) {
      const { rows, codes } = await read(`${good}${bad}${good}${good}${good}`);
      expect(rows.slice(0, 1)).toEqual([['a', 'b']]);
      expect(rows.slice(-2)).toEqual([
        ['a', 'b'],
        ['a', 'b'],
      ]);
      expect(codes).toEqual(['csv-malformed']);
    }
  });

  it('say that they break off', async () => {
    expect(await read('"a","b"\n"c","d')).toEqual({ rows: [['a', 'b']], codes: ['csv-truncated'] });
  });

  it('are read the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('"', '"', ',', '\n', '\r', 'a', 'b'), maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (text, chunkBytes) => {
          expect(await read(text, chunkBytes)).toEqual(await read(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('cannot have rows as long as they like, nor cost more than linear time', async () => {
    const long = 'x'.repeat(LIMITS.csvRowLength);
    for (const chunkBytes of [undefined, 65_521]) {
      const { rows, codes } = await read(`"a","b"\n"${long}","b"\n"c","d"\n`, chunkBytes);
      expect(rows).toEqual([
        ['a', 'b'],
        ['c', 'd'],
      ]);
      expect(codes).toEqual(['csv-malformed']);
    }
    const cpu = startCpuClock();
    await read('"a\n'.repeat(300_000));
    await read('"'.repeat(1_000_000));
    await read('"a"x\n'.repeat(150_000));
    expect(cpu()).toBeLessThan(8000);
  });
});
