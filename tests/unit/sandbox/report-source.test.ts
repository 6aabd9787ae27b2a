import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHead } from '../../../src/bytes/source.ts';
import type { Spool } from '../../../src/bytes/spool.ts';
import type { Download } from '../../../src/sandbox/exchange.ts';
import { ReportSource } from '../../../src/sandbox/report-source.ts';

const BYTES = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

interface Counters {
  downloads: number;
  open: number;
  spooled: number;
  removed: number;
}

function setUp(keptBytes: number, withSpool: boolean, chunk = 100, bytes: () => Uint8Array = () => BYTES) {
  const counters: Counters = { downloads: 0, open: 0, spooled: 0, removed: 0 };
  const download = async (): Promise<Download> => {
    const content = bytes();
    counters.downloads++;
    counters.open++;
    let at = 0;
    let ended = false;
    const end = async (): Promise<void> => {
      if (!ended) counters.open--;
      ended = true;
    };
    return {
      size: undefined,
      next: async () => {
        if (at >= content.length) return void (await end());
        at += chunk;
        return content.subarray(at - chunk, at);
      },
      cancel: end,
    };
  };
  const spool: Spool = async () => {
    counters.spooled++;
    const kept: number[] = [];
    return {
      append: async (part) => void kept.push(...part),
      read: async (at) => Uint8Array.from(kept.slice(at, at + 64)),
      remove: async () => void counters.removed++,
    };
  };
  const source = new ReportSource({ name: 'x', download, keptBytes, ...(withSpool ? { spool } : {}) });
  return { source, counters };
}

async function readAll(source: ReportSource, from?: number): Promise<Uint8Array> {
  const all: number[] = [];
  for await (const chunk of source.open(from)) all.push(...chunk);
  return Uint8Array.from(all);
}

describe('ReportSource', () => {
  it('reads a look at the head, a full pass and a later part from one download', async () => {
    const { source, counters } = setUp(5000, false);
    expect(source.seekable).toBe(false);
    expect(await readHead(source, 150)).toEqual(BYTES.subarray(0, 150));
    expect(counters.downloads).toBe(1);
    expect(await readAll(source)).toEqual(BYTES);
    expect(source).toMatchObject({ seekable: true, size: 1000 });
    expect(await readAll(source, 777)).toEqual(BYTES.subarray(777));
    expect(await readAll(source, 1000)).toEqual(new Uint8Array());
    expect(counters.downloads).toBe(1);
  });

  it('moves to the spool what outgrows memory, and removes it', async () => {
    const { source, counters } = setUp(350, true);
    expect(await readAll(source)).toEqual(BYTES);
    expect(await readAll(source, 5)).toEqual(BYTES.subarray(5));
    expect(source.seekable).toBe(true);
    expect(counters).toMatchObject({ downloads: 1, spooled: 1, removed: 0 });
    await source.close();
    expect(counters).toMatchObject({ removed: 1, open: 0 });
  });

  it('downloads again without a spool, and streams the rest of the first pass', async () => {
    const { source, counters } = setUp(350, false);
    expect(await readAll(source)).toEqual(BYTES);
    expect(source.seekable).toBe(false);
    expect(counters).toMatchObject({ downloads: 1, open: 0 });
    expect(await readAll(source, 999)).toEqual(BYTES.subarray(999));
    expect(counters).toMatchObject({ downloads: 2, open: 0 });
  });

  it('starts in the middle of what has not come yet', async () => {
    for (const kept of [5000, 350]) {
      const { source } = setUp(kept, false);
      expect(await readAll(source, 640)).toEqual(BYTES.subarray(640));
    }
  });

  it('frees the connection when a reader stops after it outgrew memory', async () => {
    const { source, counters } = setUp(350, false);
    expect(await readHead(source, 600)).toEqual(BYTES.subarray(0, 600));
    expect(counters.open).toBe(0);
    expect(await readAll(source)).toEqual(BYTES);
    expect(counters.downloads).toBe(2);
  });

  it('serves several readers at once, whatever is kept', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(50, 350, 5000),
        fc.boolean(),
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.integer({ min: 0, max: 1100 }), { minLength: 1, maxLength: 4 }),
        async (kept, withSpool, chunk, starts) => {
          const { source, counters } = setUp(kept, withSpool, chunk);
          const read = await Promise.all(starts.map((from) => readAll(source, from)));
          expect(read).toEqual(starts.map((from) => BYTES.subarray(from)));
          await source.close();
          expect(counters.open).toBe(0);
          expect(counters.removed).toBe(counters.spooled);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says so when the report changes between two downloads', async () => {
    let length = 1000;
    const { source } = setUp(350, false, 100, () => BYTES.subarray(0, length));
    await readAll(source);
    length = 900;
    await expect(readAll(source)).rejects.toMatchObject({ code: 'sandbox-task-failed' });
  });

  it('starts afresh after a broken download', async () => {
    let broken = true;
    const { source, counters } = setUp(5000, true, 100, () => {
      if (broken) throw new Error('broken');
      return BYTES;
    });
    await expect(readAll(source)).rejects.toThrow('broken');
    broken = false;
    expect(await readAll(source)).toEqual(BYTES);
    await source.close();
    expect(counters.open).toBe(0);
  });

  it('refuses to be read on after it was closed', async () => {
    const { source, counters } = setUp(5000, false);
    const reader = source.open()[Symbol.asyncIterator]();
    await reader.next();
    await source.close();
    await expect(reader.next()).rejects.toMatchObject({ code: 'internal' });
    expect(counters).toMatchObject({ downloads: 1, open: 0 });
  });
});
