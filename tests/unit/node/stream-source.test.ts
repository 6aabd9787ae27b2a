import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StreamSource } from '../../../src/node/stream-source.ts';
import { createTemporarySpool } from '../../../src/node/temporary-spool.ts';
import { readAll } from '../../support/zip-builder.ts';

async function* numbers(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n++) yield new Uint8Array(10).fill(n);
}

const ALL = Uint8Array.from({ length: 1000 }, (_, i) => Math.floor(i / 10));

describe('StreamSource', () => {
  it.each([10_000, 55, 0])('can be read again with %i bytes in memory', async (kept) => {
    const source = new StreamSource('-', numbers(100), kept);
    expect(await readAll(source)).toEqual(ALL);
    expect(await readAll(source)).toEqual(ALL);
    expect(await readAll(source, 555)).toEqual(ALL.subarray(555));
    expect(await readAll(source, 1000)).toEqual(new Uint8Array());
    await source.close();
  });

  it('reads only as far as it is asked, for several readers at once', async () => {
    let given = 0;
    const source = new StreamSource(
      '-',
      (async function* () {
        for await (const chunk of numbers(100)) {
          given++;
          yield chunk;
        }
      })(),
      30,
    );
    for await (const chunk of source.open()) {
      expect(chunk).toEqual(new Uint8Array(10));
      break;
    }
    expect(given).toBe(1);
    const [one, two] = await Promise.all([readAll(source), readAll(source, 200)]);
    expect(one).toEqual(ALL);
    expect(two).toEqual(ALL.subarray(200));
    expect(given).toBe(100);
    await source.close();
  });

  it('leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'capax-test-'));
    const source = new StreamSource('-', numbers(100), 20, createTemporarySpool(folder));
    expect(await readAll(source)).toEqual(ALL);
    await source.close();
    expect(readdirSync(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('explains a stream that fails', async () => {
    const source = new StreamSource(
      '-',
      (async function* () {
        yield new Uint8Array(1);
        throw new Error('EPIPE');
      })(),
    );
    await expect(readAll(source)).rejects.toMatchObject({ code: 'input-unreadable', where: '-' });
    await source.close();
  });

  it('can be closed while nothing comes', async () => {
    const source = new StreamSource(
      '-',
      (async function* () {
        await new Promise(() => undefined);
        yield new Uint8Array(1);
      })(),
    );
    void readAll(source).catch(() => undefined);
    await source.close();
  });
});
