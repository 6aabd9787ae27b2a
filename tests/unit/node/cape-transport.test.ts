import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCapeTransport, openUpload } from '../../../src/node/cape-transport.ts';
import { CapeClient } from '../../../src/sandbox/cape-client.ts';
import { type FakeCape, json, partial, redirect, startCape } from '../../support/cape-server.ts';
import { makeSelfSignedCertificate } from '../../support/self-signed-certificate.ts';

const REPORT = JSON.stringify({ info: {}, strings: 'x'.repeat(300_000) });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capax-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

let cape: FakeCape;
afterEach(() => cape.close());

async function startTls(): Promise<FakeCape> {
  cape = await startCape({ tls: makeSelfSignedCertificate(), token: 'abc' });
  cape.tasks.set(1, { status: 'reported', report: REPORT });
  return cape;
}

describe('a certificate that nobody vouches for', () => {
  it.each([
    ['without a word from the user', undefined],
    ['when the user has excused another host', createCapeTransport('cape.example')],
  ])('is refused %s, and the token is not sent', async (_name, transport) => {
    const { url, requests } = await startTls();
    await expect(new CapeClient({ url, transport, token: 'abc' }).status(1)).rejects.toMatchObject({
      code: 'sandbox-unreachable',
      message: expect.stringContaining('certificate'),
      hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS.*--cape-insecure/),
    });
    expect(requests).toEqual([]);
  });

  it('is accepted for the host that the user has excused: reports, uploads and failures work as usual', async () => {
    const { url, uploads, tasks } = await startTls();
    const transport = createCapeTransport('127.0.0.1');
    const client = new CapeClient({ url, token: 'abc', transport });
    const impatient = new CapeClient({ url, token: 'abc', transport, idleMs: 100 });
    const { source, close } = await client.report(1, 0);
    const parts: Uint8Array[] = [];
    for await (const part of source.open()) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe(REPORT);
    await close();

    const path = join(folder, 'sample.exe');
    await writeFile(path, 'MZ'.repeat(200_000));
    expect((await client.submit(await openUpload(path), { package: 'exe' })).tasks).toEqual([2]);
    expect(uploads[0]?.get('file')).toBe(`sample.exe: ${'MZ'.repeat(200_000)}`);
    expect(tasks.has(2)).toBe(true);

    cape.misbehave('apiv2/', json({ detail: 'x' }, 403));
    await expect(client.status(1)).rejects.toMatchObject({ code: 'sandbox-refused' });
    cape.misbehave('apiv2/', redirect('https://localhost:1/'));
    await expect(client.status(1)).rejects.toMatchObject({ code: 'sandbox-refused' });
    cape.misbehave('apiv2/', partial('{"error"', 100, 'close'));
    await expect(client.status(1)).rejects.toMatchObject({ code: 'sandbox-unreachable' });
    cape.misbehave('apiv2/', partial('{"error"', 100, 'silence'));
    await expect(impatient.status(1)).rejects.toMatchObject({ message: expect.stringContaining('silent') });
    cape.misbehave('apiv2/', () => undefined);
    await expect(impatient.status(1)).rejects.toMatchObject({ message: expect.stringContaining('silent') });
    cape.misbehave('apiv2/', (_request, response) => void response.destroy());
    await expect(client.status(1)).rejects.toMatchObject({ code: 'sandbox-unreachable' });
  });

  it('leaves plain http as it is', async () => {
    cape = await startCape();
    cape.tasks.set(1, { status: 'reported' });
    const client = new CapeClient({ url: cape.url, transport: createCapeTransport('127.0.0.1') });
    expect(await client.status(1)).toBe('reported');
  });

  it('takes an answer that comes before the upload is complete', async () => {
    const { url } = await startTls();
    const path = join(folder, 'large.bin');
    await writeFile(path, Buffer.alloc(20_000_000));
    const client = new CapeClient({ url, token: 'abc', transport: createCapeTransport('127.0.0.1') });
    cape.misbehave('apiv2/', (request, response) => {
      response.writeHead(413, { connection: 'close' }).end('too large');
      request.socket.once('drain', () => request.socket.destroy());
    });
    await expect(client.submit(await openUpload(path))).rejects.toMatchObject({
      code: expect.stringMatching(/^sandbox-(refused|unreachable)$/),
    });
  });
});

describe('openUpload', () => {
  it('says what is wrong with a path', async () => {
    cape = await startCape();
    await expect(openUpload(join(folder, 'none'))).rejects.toMatchObject({ code: 'input-not-found' });
    await expect(openUpload(folder)).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('gives the name without its folders', async () => {
    cape = await startCape();
    const path = join(folder, 'b.exe');
    await writeFile(path, 'MZ');
    const { name, content } = await openUpload(path);
    expect([name, content.size]).toEqual(['b.exe', 2]);
  });
});
