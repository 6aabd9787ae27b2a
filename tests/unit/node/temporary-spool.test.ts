import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemporarySpool } from '../../../src/node/temporary-spool.ts';
import { CapeClient } from '../../../src/sandbox/cape-client.ts';
import { startCape } from '../../support/cape-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capax-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('createTemporarySpool', () => {
  it('gives back what was appended, from any position, and leaves no file behind', async () => {
    const spool = await createTemporarySpool(folder)();
    const bytes = Uint8Array.from({ length: 600_000 }, (_, index) => index % 253);
    await spool.append(bytes.subarray(0, 7));
    await spool.append(bytes.subarray(7));
    expect(await readdir(folder)).toEqual([]);
    const read: Uint8Array[] = [];
    for (let at = 3; at < bytes.length; ) {
      const part = await spool.read(at);
      read.push(part);
      at += part.length;
    }
    expect(Buffer.concat(read).equals(bytes.subarray(3))).toBe(true);
    await spool.remove();
  });

  it('keeps a report that is too large for memory, so that it is downloaded once', async () => {
    const cape = await startCape();
    const text = JSON.stringify({ strings: 'x'.repeat(500_000) });
    cape.tasks.set(1, { status: 'reported', report: text });
    const client = new CapeClient({ url: cape.url, keptBytes: 0, spool: createTemporarySpool(folder) });
    const { source, close } = await client.report(1, 0);
    for (const from of [0, 123_456]) {
      const parts: Uint8Array[] = [];
      for await (const part of source.open(from)) parts.push(part);
      expect(Buffer.concat(parts).toString()).toBe(text.slice(from));
    }
    expect(source.seekable).toBe(true);
    expect(cape.requests).toHaveLength(1);
    await close();
    await cape.close();
  });

  it('explains a folder that cannot be used', async () => {
    await expect(createTemporarySpool(join(folder, 'none'))()).rejects.toMatchObject({
      code: 'input-unreadable',
      where: join(folder, 'none'),
      hint: expect.stringContaining('TMPDIR'),
    });
  });
});
