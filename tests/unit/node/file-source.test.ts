import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFile } from '../../../src/node/file-source.ts';
import { readAll } from '../../support/zip-builder.ts';

describe('openFile', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'capax-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([0, 1, 65_536, 65_537, 1_048_576, 1_114_112, 2_500_000])(
    'reads %i bytes, again and from any position',
    async (length) => {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8));
      const path = join(folder, 'file');
      writeFileSync(path, bytes);
      const source = await openFile(path);
      expect(source).toMatchObject({ name: path, size: length, seekable: true });
      for (const from of [0, 0, 1, length >> 1, length, length + 5]) {
        expect(Buffer.compare(await readAll(source, from), bytes.subarray(from))).toBe(0);
      }
    },
  );

  it('begins with a small chunk, for those who need only the head', async () => {
    const path = join(folder, 'headed');
    writeFileSync(path, new Uint8Array(3_000_000));
    const sizes: number[] = [];
    for await (const chunk of (await openFile(path)).open()) sizes.push(chunk.length);
    expect(sizes).toEqual([65_536, 1_048_576, 1_048_576, 837_312]);
  });

  it('can be left before the end', async () => {
    const path = join(folder, 'large');
    writeFileSync(path, new Uint8Array(5_000_000));
    const source = await openFile(path);
    for await (const chunk of source.open()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect((await readAll(source)).length).toBe(5_000_000);
  });

  it('explains what is wrong with a path', async () => {
    await expect(openFile(join(folder, 'absent'))).rejects.toMatchObject({ code: 'input-not-found' });
    await expect(openFile(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'input-not-found' });
    await expect(openFile(folder)).rejects.toMatchObject({ code: 'input-unreadable', where: folder });
    await expect(openFile('x\0y')).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('explains a file that disappears', async () => {
    const path = join(folder, 'soon gone');
    writeFileSync(path, 'x');
    const source = await openFile(path);
    rmSync(path);
    await expect(readAll(source)).rejects.toMatchObject({ code: 'input-not-found', where: path });
  });

  it.skipIf(process.platform === 'win32')('reads a pipe as often as one likes', async () => {
    const path = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [path]);
    const writing = promisify(execFile)('sh', ['-c', 'printf hello > "$1"', 'sh', path]);
    const source = await openFile(path);
    expect(new TextDecoder().decode(await readAll(source))).toBe('hello');
    expect(new TextDecoder().decode(await readAll(source))).toBe('hello');
    await source.close?.();
    await writing;
  });
});
