import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { CapeClient, type CapeClientOptions, type CapeProgress } from '../../../src/sandbox/cape-client.ts';
import {
  endless,
  type FakeCape,
  failure,
  json,
  page,
  partial,
  redirect,
  report,
  startCape,
} from '../../support/cape-server.ts';
import { createFakePace } from '../../support/fake-pace.ts';

const SMALL = JSON.stringify({ info: { version: '2.4-CAPE' }, behavior: { processes: [] } });
const LARGE = JSON.stringify({
  info: { version: '2.4-CAPE' },
  strings: Array.from({ length: 40_000 }, (_, i) => `s${i}`),
});

let cape: FakeCape | undefined;
afterEach(() => cape?.close());

async function setUp(options: Partial<CapeClientOptions> = {}) {
  cape = await startCape();
  const pace = createFakePace();
  const progress: CapeProgress[] = [];
  const client = new CapeClient({ url: cape.url, pace, onProgress: (step) => progress.push(step), ...options });
  const open = (task = 7, ms = 60_000) => client.report(task, pace.now() + ms);
  return { cape, client, pace, progress, open };
}

async function readText(source: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('report', () => {
  it.each([
    ['small', SMALL],
    ['large', LARGE],
  ])('delivers a %s report, twice from one download', async (_name, text) => {
    const { cape, open, progress } = await setUp();
    cape.tasks.set(7, { status: 'reported', report: text });
    const { source, page: shown, task, close } = await open();
    expect({ task, shown, name: source.name, size: source.size }).toEqual({
      task: 7,
      shown: `${cape.url}analysis/7/`,
      name: `${cape.url}analysis/7/`,
      size: text.length,
    });
    expect(await readText(source.open())).toBe(text);
    expect(await readText(source.open(100))).toBe(text.slice(100));
    expect(source.seekable).toBe(true);
    expect(cape.requests.map((request) => request.path)).toEqual(['apiv2/tasks/get/report/7/json/']);
    expect(progress.at(-1)).toEqual({ step: 'downloading', task: 7, received: text.length, size: text.length });
    await close();
  });

  it('delivers the beginning while the end is still to come', async () => {
    const { cape, open } = await setUp();
    let finish = (): void => undefined;
    cape.misbehave('apiv2/', (_request, response) => {
      response.writeHead(200, { 'content-length': LARGE.length });
      response.write(LARGE.slice(0, 100_000));
      finish = () => void response.end(LARGE.slice(100_000));
    });
    const { source, close } = await open();
    let seen = '';
    for await (const chunk of source.open()) {
      seen += Buffer.from(chunk).toString();
      if (seen.length === 100_000) finish();
    }
    expect(seen).toBe(LARGE);
    await close();
  });

  it('downloads again what it could not keep', async () => {
    const { cape, open, pace } = await setUp({ keptBytes: 0 });
    cape.tasks.set(7, { status: 'reported', report: LARGE });
    const { source, close } = await open();
    expect(await readText(source.open())).toBe(LARGE);
    expect(await readText(source.open(200_000))).toBe(LARGE.slice(200_000));
    expect(cape.requests).toHaveLength(2);
    cape.misbehave('apiv2/', json({}, 429, { 'retry-after': '3' }));
    expect(await readText(source.open())).toBe(LARGE);
    expect(pace.sleeps).toEqual([3000]);
    await close();
  });

  it('cuts the connection when the report is closed early', async () => {
    const { cape, open } = await setUp();
    let cut: Promise<void> | undefined;
    cape.misbehave('apiv2/', (request, response) => {
      cut = new Promise((resolve) => response.once('close', resolve));
      endless('{"a":1,'.padEnd(10_000))(request, response);
    });
    const { source, close } = await open();
    const chunks = source.open()[Symbol.asyncIterator]();
    await chunks.next();
    await close();
    await cut;
    await expect(chunks.next()).rejects.toMatchObject({ code: 'internal' });
  });

  it('unpacks what the web server packed on the way', async () => {
    const { cape, open } = await setUp();
    const packed = gzipSync(LARGE);
    cape.misbehave('apiv2/', (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
    });
    const { source, close } = await open();
    expect(source.size).toBeUndefined();
    expect(await readText(source.open())).toBe(LARGE);
    expect(source.size).toBe(LARGE.length);
    await close();
  });

  it.each([
    ['zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300_000, 1)])],
    ['gzip', gzipSync(LARGE, { level: 0 })],
  ])('tells a %s that is named json by its bytes', async (name, bytes) => {
    const { cape, open } = await setUp();
    cape.tasks.set(7, { status: 'reported', report: bytes });
    const { source, close } = await open();
    // A zip is read from its end, so it is at hand as a whole.
    expect(source.seekable).toBe(name === 'zip');
    expect(source.size).toBe(bytes.length);
    expect(await readText(source.open())).toBe(bytes.toString());
    await close();
  });

  it.each([
    ['a task that is not there', undefined, 'sandbox-task-failed', 'does not exist'],
    ['a task without a report', { status: 'reported' }, 'sandbox-task-failed', 'directory does not exist'],
    ['a failed task', { status: 'failed_analysis' }, 'sandbox-task-failed', 'failed'],
  ])('explains %s', async (_name, task, code, text) => {
    const { cape, open } = await setUp();
    if (task !== undefined) cape.tasks.set(7, task);
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
  });

  it.each([
    ['a page', page('Access denied'), 'sandbox-refused'],
    ['a long page', report(`<html>${' '.repeat(200_000)}`), 'sandbox-refused'],
    ['a disabled call', failure('Task Report API is Disabled'), 'sandbox-refused'],
    ['TLP red', failure('Task has a TLP of RED'), 'sandbox-refused'],
    ['no reports', failure('No reports created for task 7'), 'sandbox-task-failed'],
    ['an unknown format', json({ error: true, error_value: 'Report format not found: json' }, 400), 'sandbox-refused'],
    ['a hidden task', json({ error: true, error_value: 'Task not found' }, 404), 'sandbox-task-failed'],
    ['no permission', json({ detail: 'No.' }, 403), 'sandbox-refused'],
    ['nothing', report(''), 'sandbox-unreachable'],
    ['another host', redirect('https://evil.example/report.json'), 'sandbox-refused'],
    ['a failing server', page('Server Error', 500), 'sandbox-unreachable'],
  ])('explains %s', async (_name, answer, code) => {
    const { cape, open } = await setUp();
    cape.misbehave('apiv2/', answer);
    await expect(open()).rejects.toMatchObject({ code, hint: expect.any(String) });
    expect(cape.requests).toHaveLength(1);
  });

  it('asks again while the report is not ready, then says how to pick it up', async () => {
    const { cape, open, pace } = await setUp();
    cape.tasks.set(7, { status: 'completed', report: SMALL });
    pace.onSleep = (count) => count === 3 && cape.tasks.set(7, { status: 'reported', report: SMALL });
    const { close } = await open();
    await close();
    expect(pace.sleeps).toEqual([5000, 10_000, 20_000]);
    cape.tasks.set(8, { status: 'completed' });
    await expect(open(8)).rejects.toMatchObject({
      code: 'sandbox-timeout',
      hint: `Pick it up later: capax ${cape.url}analysis/8/`,
    });
  });

  it('obeys throttling', async () => {
    const { cape, open, pace } = await setUp();
    cape.tasks.set(7, { status: 'reported', report: SMALL });
    cape.misbehave('apiv2/', json({}, 429, { 'retry-after': '3' }), failure('Rate limit exceeded for this API'));
    await (await open()).close();
    expect(pace.sleeps).toEqual([3000, 5000]);
  });

  it('refuses a report that is announced as too large, or becomes so', async () => {
    const { cape, open } = await setUp({ maxReportBytes: 100_000 });
    cape.tasks.set(7, { status: 'reported', report: LARGE });
    await expect(open()).rejects.toMatchObject({ code: 'input-limit', where: `${cape.url}analysis/7/` });
    cape.misbehave('apiv2/', endless('{"a":1,'.padEnd(10_000)));
    const { source, close } = await open();
    await expect(readText(source.open())).rejects.toMatchObject({ code: 'input-limit' });
    await close();
  });

  it.each([
    ['announced length', LARGE.length],
    ['unknown length', undefined],
  ])('notices a download that breaks off (%s)', async (_name, announced) => {
    const { cape, open } = await setUp();
    cape.misbehave('apiv2/', partial(LARGE.slice(0, 200_000), announced, 'close'));
    const { source, close } = await open();
    await expect(readText(source.open())).rejects.toMatchObject({
      code: 'sandbox-unreachable',
      hint: `Pick it up later: capax ${cape.url}analysis/7/`,
    });
    await close();
  });

  it('notices a download that stalls, or that the user interrupts', async () => {
    const controller = new AbortController();
    const { cape, open } = await setUp({ idleMs: 300, signal: controller.signal });
    cape.misbehave('apiv2/', ...Array(2).fill(partial(LARGE.slice(0, 200_000), LARGE.length, 'silence')));
    const stalled = await open();
    await expect(readText(stalled.source.open())).rejects.toMatchObject({ code: 'sandbox-unreachable' });
    await stalled.close();
    const interrupted = await open();
    const reading = readText(interrupted.source.open());
    controller.abort();
    await expect(reading).rejects.toMatchObject({
      code: 'sandbox-timeout',
      kind: 'interrupted',
      hint: `Pick it up later: capax ${cape.url}analysis/7/`,
    });
    await interrupted.close();
  });
});
