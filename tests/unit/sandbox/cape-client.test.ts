import { afterEach, describe, expect, it } from 'vitest';
import { CapeClient, type CapeClientOptions, type CapeProgress } from '../../../src/sandbox/cape-client.ts';
import {
  endless,
  type FakeCape,
  type FakeCapeOptions,
  failure,
  json,
  page,
  partial,
  redirect,
  startCape,
} from '../../support/cape-server.ts';
import { createFakePace, type FakePace } from '../../support/fake-pace.ts';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const HOUR = 3_600_000;

let servers: FakeCape[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function setUp(server: FakeCapeOptions = {}, options: Partial<CapeClientOptions> = {}) {
  const cape = await startCape(server);
  servers.push(cape);
  const pace = createFakePace();
  const progress: CapeProgress[] = [];
  const client = new CapeClient({ url: cape.url, pace, onProgress: (step) => progress.push(step), ...options });
  return { cape, client, pace, progress };
}

const file = (text = 'MZ', name = 'x.exe') => ({ name, content: new Blob([text]) });

describe('find', () => {
  it('sends the hash alone and lists tasks newest first, the sample itself before members of an archive', async () => {
    const { cape, client } = await setUp();
    cape.tasks.set(1, { status: 'reported', sha256: HASH, completedOn: '2026-01-01 10:00:00' });
    cape.tasks.set(2, { status: 'reported', sha256: HASH, completedOn: '2026-03-01 10:00:00' });
    cape.tasks.set(3, { status: 'running', sha256: HASH });
    cape.tasks.set(4, { status: 'reported', sha256: HASH, completedOn: '2026-03-01 10:00:00' });
    cape.tasks.set(5, { status: 'reported', sha256: OTHER, completedOn: '2026-05-01 10:00:00', custom: `in ${HASH}` });
    cape.tasks.set(6, { status: 'reported', sha256: HASH, category: 'static', completedOn: '2026-06-01 10:00:00' });
    cape.tasks.set(7, { status: 'reported', sha256: OTHER });
    const found = await client.find(HASH.toUpperCase());
    expect(found.map((entry) => [entry.task, entry.status, entry.sampleSha256 === HASH])).toEqual([
      [4, 'reported', true],
      [2, 'reported', true],
      [1, 'reported', true],
      [3, 'running', true],
      [5, 'reported', false],
    ]);
    expect(cape.requests).toMatchObject([{ method: 'GET', path: `apiv2/tasks/search/sha256/${HASH}/` }]);
  });

  it('finds the members of an archive where CAPE knows only those', async () => {
    const { cape, client } = await setUp();
    cape.tasks.set(5, { status: 'reported', sha256: OTHER, custom: `in ${HASH}` });
    expect(await client.find(HASH)).toMatchObject([{ task: 5, sampleSha256: OTHER }]);
  });

  it('takes the flat form of tasks, and nothing for none or for nonsense', async () => {
    const { cape, client } = await setUp();
    expect(await client.find(HASH)).toEqual([]);
    cape.misbehave('apiv2/tasks/search/', json({ error: false, data: [{ id: 3, status: 'reported', sha256: HASH }] }));
    expect(await client.find(HASH)).toEqual([{ task: 3, status: 'reported', completedOn: '', sampleSha256: HASH }]);
    cape.misbehave('apiv2/tasks/search/', json({ error: false, data: [null, 1, {}, { id: '3' }, { id: -1 }] }));
    expect(await client.find(HASH)).toEqual([]);
    cape.misbehave('apiv2/tasks/search/', json({ error: false, data: 'x' }));
    expect(await client.find(HASH)).toEqual([]);
  });

  it('sends nothing that is no hash', async () => {
    const { cape, client } = await setUp();
    await expect(client.find('../../cuckoo/status')).rejects.toMatchObject({ code: 'option-invalid' });
    expect(cape.requests).toEqual([]);
  });
});

describe('submit', () => {
  it('uploads the file with the given options and no others', async () => {
    const { cape, client, progress } = await setUp({ folder: '/lab/cape/' });
    cape.nextTasks = [[12, 13, 12]];
    const options = { machine: 'win10', package: 'exe', timeout: 120, route: 'tor', tags: 'x64,office' };
    expect(await client.submit(file('MZ\0'), options)).toEqual({ tasks: [12, 13], rejected: '' });
    await client.submit(file());
    expect([...(cape.uploads[0] ?? [])]).toEqual([
      ['machine', 'win10'],
      ['package', 'exe'],
      ['timeout', '120'],
      ['route', 'tor'],
      ['tags', 'x64,office'],
      ['file', 'x.exe: MZ\0'],
    ]);
    expect([...(cape.uploads[1] ?? [])]).toEqual([['file', 'x.exe: MZ']]);
    expect(cape.requests[0]).toMatchObject({ method: 'POST', path: 'apiv2/tasks/create/file/' });
    expect(Number(cape.requests[0]?.contentLength)).toBeGreaterThan(0);
    expect(progress.slice(0, 2)).toEqual([
      { step: 'uploading', bytes: 3 },
      { step: 'submitted', tasks: [12, 13] },
    ]);
  });

  it('does not send an empty file', async () => {
    const { cape, client } = await setUp();
    await expect(client.submit(file(''))).rejects.toMatchObject({ code: 'input-empty' });
    expect(cape.requests).toEqual([]);
  });

  it.each([
    [failure('File Create API is Disabled'), 'sandbox-refused', 'is Disabled'],
    [failure("Machine 'x' does not exist. Available: win10"), 'sandbox-refused', 'Available: win10'],
    [
      json({ error: true, error_value: 'Error', errors: [{ 'x.exe': 'too big' }] }),
      'sandbox-refused',
      'x.exe: too big',
    ],
    [
      json({ error: [], data: { task_ids: [], message: '' }, errors: [{ 'x.exe': 'no machine' }] }),
      'sandbox-refused',
      'no machine',
    ],
    [json({ error: [], data: { task_ids: ['12', -1, null] } }), 'sandbox-refused', 'no task'],
    [json({ error: [] }), 'sandbox-refused', 'no task'],
    [json({ detail: 'Method "GET" not allowed.' }, 405), 'sandbox-refused', 'not allowed'],
    [page('413', 413), 'sandbox-refused', '413'],
  ])('explains a refusal (%#)', async (answer, code, text) => {
    const { cape, client } = await setUp();
    cape.misbehave('apiv2/tasks/create/', answer);
    await expect(client.submit(file())).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
    expect(cape.requests).toHaveLength(1);
  });

  it('tells what was left out of an upload that was taken otherwise', async () => {
    const { cape, client } = await setUp();
    const answer = { error: [], data: { task_ids: [4] }, errors: [{ 'b.dll': 'not supported' }] };
    cape.misbehave('apiv2/tasks/create/', json(answer));
    expect(await client.submit(file())).toEqual({ tasks: [4], rejected: 'b.dll: not supported' });
  });

  it('submits again after throttling, but never after a failure that leaves doubt', async () => {
    const { cape, client, pace } = await setUp();
    cape.misbehave('apiv2/tasks/create/', failure('Rate limit exceeded for this API'));
    expect((await client.submit(file())).tasks).toEqual([1]);
    expect(pace.sleeps).toEqual([5000]);
    cape.misbehave('apiv2/tasks/create/', json({}, 502));
    const before = cape.requests.length;
    await expect(client.submit(file())).rejects.toMatchObject({ hint: expect.stringContaining('--from-cape') });
    expect(cape.requests).toHaveLength(before + 1);
  });
});

describe('wait', () => {
  const waitFor = (client: CapeClient, pace: FakePace, task: number, ms = HOUR): Promise<number> =>
    client.wait(task, pace.now() + ms);

  it('asks every 10 seconds until the task is reported; completed is not the end', async () => {
    const { cape, client, pace, progress } = await setUp();
    cape.tasks.set(7, { status: ['pending', 'running', 'distributed', 'completed', 'newer status', 'reported'] });
    expect(await waitFor(client, pace, 7)).toBe(7);
    expect(pace.sleeps).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
    expect(progress[1]).toEqual({ step: 'waiting', task: 7, status: 'running', waitedMs: 10_000 });
    expect(cape.requests).toHaveLength(6);
  });

  it.each(['failed_analysis', 'failed_processing', 'failed_reporting', 'banned'])('ends at %s', async (status) => {
    const { cape, client, pace } = await setUp();
    cape.tasks.set(7, { status: ['running', status] });
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({
      code: 'sandbox-task-failed',
      message: expect.stringContaining(status),
      where: `${cape.url}analysis/7/`,
    });
  });

  it('follows a recovered task to the one that holds its results', async () => {
    const { cape, client, pace } = await setUp();
    cape.tasks.set(7, { status: 'recovered', custom: 'Recovery_31' });
    cape.tasks.set(31, { status: ['running', 'reported'] });
    cape.misbehave('apiv2/tasks/view/', failure('Rate limit exceeded for this API'));
    expect(await waitFor(client, pace, 7)).toBe(31);
  });

  it.each(['', 'Recovery_7', 'Recovery_x'])('does not run in circles after recovery ("%s")', async (custom) => {
    const { cape, client, pace } = await setUp();
    cape.tasks.set(7, { status: 'recovered', custom });
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({ code: 'sandbox-task-failed' });
    expect(cape.requests.length).toBeLessThan(10);
  });

  it('stops at the deadline and says how to pick the task up', async () => {
    const { cape, client, pace } = await setUp();
    cape.tasks.set(7, { status: 'running' });
    await expect(waitFor(client, pace, 7, 25_000)).rejects.toMatchObject({
      code: 'sandbox-timeout',
      message: expect.stringContaining('running'),
      hint: `Pick it up later: capax ${cape.url}analysis/7/`,
    });
    expect(pace.sleeps).toEqual([10_000, 10_000, 5000]);
  });

  it('stops when interrupted and says how to pick the task up', async () => {
    const controller = new AbortController();
    const { cape, client, pace } = await setUp({}, { signal: controller.signal });
    cape.tasks.set(7, { status: 'running' });
    pace.onSleep = (count) => count === 3 && controller.abort();
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({
      code: 'sandbox-timeout',
      kind: 'interrupted',
      message: expect.stringContaining('Interrupted'),
      hint: `Pick it up later: capax ${cape.url}analysis/7/`,
    });
  });

  it('stops in the middle of a request when interrupted', async () => {
    const controller = new AbortController();
    const { cape, client, pace } = await setUp({}, { signal: controller.signal });
    cape.misbehave('apiv2/tasks/status/', () => controller.abort());
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({
      code: 'sandbox-timeout',
      kind: 'interrupted',
      hint: expect.stringContaining('analysis/7/'),
    });
  });

  it('survives five lost questions in a row once the server has answered, not six', async () => {
    const { cape, client, pace } = await setUp();
    const bad = [page('Bad Gateway', 502), partial('{', 100, 'close'), json({}, 503), page('', 504), json({}, 500)];
    cape.misbehave('apiv2/tasks/status/', json({ error: false, data: 'running' }), ...bad);
    cape.tasks.set(7, { status: 'reported' });
    expect(await waitFor(client, pace, 7)).toBe(7);
    cape.misbehave('apiv2/tasks/status/', json({ error: false, data: 'running' }), ...bad, json({}, 500));
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({
      code: 'sandbox-unreachable',
      hint: expect.stringContaining('Pick it up later'),
    });
  });

  it('says how to pick the task up when the server throttles for too long', async () => {
    const { cape, client, pace } = await setUp();
    cape.misbehave('apiv2/', json({ error: false, data: 'running' }), json({}, 429, { 'retry-after': '40000' }));
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({
      code: 'sandbox-refused',
      hint: expect.stringContaining('Pick it up later'),
    });
  });

  it('fails at once if the first question is lost', async () => {
    const { cape, client, pace } = await setUp();
    cape.misbehave('apiv2/tasks/status/', page('Bad Gateway', 502));
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({ code: 'sandbox-unreachable' });
    expect(cape.requests).toHaveLength(1);
  });

  it('fails for tasks that do not exist and answers that make no sense', async () => {
    const { cape, client, pace } = await setUp();
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({ code: 'sandbox-task-failed' });
    cape.misbehave('apiv2/tasks/status/', json({ error: true, error_value: 'Task not found' }, 404));
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({ code: 'sandbox-task-failed' });
    cape.misbehave('apiv2/tasks/status/', json({ error: false, data: { status: 'running' } }));
    await expect(waitFor(client, pace, 7)).rejects.toMatchObject({ code: 'sandbox-unreachable' });
  });
});

describe('conversation', () => {
  it('obeys throttling in all its forms', async () => {
    const { cape, client, pace, progress } = await setUp();
    cape.misbehave(
      'apiv2/tasks/status/',
      json({ detail: 'Request was throttled. Expected available in 12 seconds.' }, 429, { 'retry-after': '12' }),
      json({ detail: 'Request was throttled. Expected available in 7 seconds.' }, 429),
      failure('Rate limit exceeded for this API'),
      json({ detail: 'x' }, 503, { 'retry-after': '2' }),
      failure('Rate limit exceeded for this API'),
    );
    cape.tasks.set(7, { status: 'reported' });
    expect(await client.status(7)).toBe('reported');
    expect(pace.sleeps).toEqual([12_000, 7000, 20_000, 2000, 60_000]);
    expect(progress[0]).toEqual({ step: 'throttled', delayMs: 12_000 });
  });

  it('gives up when throttled for too long', async () => {
    const { cape, client, pace } = await setUp();
    const detail = 'Request was throttled. Expected available in 40000 seconds.';
    cape.misbehave('apiv2/tasks/status/', json({ detail }, 429, { 'retry-after': '40000' }));
    await expect(client.status(7)).rejects.toMatchObject({
      code: 'sandbox-refused',
      message: expect.stringContaining('40000 seconds'),
    });
    expect(pace.sleeps).toEqual([]);
  });

  it('sends the token as CAPE expects it, and explains why none or a wrong one is refused', async () => {
    const { cape, client } = await setUp({ token: 't0ken' }, { token: ' t0ken\n' });
    cape.tasks.set(7, { status: 'reported' });
    expect(await client.status(7)).toBe('reported');
    const none = new CapeClient({ url: cape.url });
    await expect(none.status(7)).rejects.toMatchObject({
      code: 'sandbox-refused',
      message: expect.stringContaining('credentials were not provided'),
      hint: expect.stringContaining('CAPE_TOKEN'),
    });
    expect(cape.requests.at(-1)?.authorization).toBeUndefined();
    await expect(new CapeClient({ url: cape.url, token: 'other' }).status(7)).rejects.toMatchObject({
      code: 'sandbox-refused',
      message: expect.stringContaining('Invalid token'),
    });
    expect(() => new CapeClient({ url: cape.url, token: 'Token abc' })).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.not.stringContaining('abc') }),
    );
  });

  it('follows redirects on the same server and keeps the upload', async () => {
    const { cape, client } = await setUp({}, { token: 'abc' });
    cape.misbehave('apiv2/tasks/create/', redirect('/moved/'), redirect(`${cape.url}apiv2/tasks/create/file/`, 307));
    cape.misbehave('moved/', redirect('../apiv2/tasks/create/file/', 308));
    expect((await client.submit(file('MZ!'))).tasks).toEqual([1]);
    expect(cape.uploads[0]?.get('file')).toBe('x.exe: MZ!');
    expect(cape.requests.map(({ method, authorization }) => `${method} ${authorization}`)).toEqual(
      Array(4).fill('POST Token abc'),
    );
  });

  it('follows a 303 with a GET', async () => {
    const { cape, client } = await setUp();
    cape.misbehave('apiv2/tasks/create/', redirect('/result/', 303));
    cape.misbehave('result/', json({ error: [], data: { task_ids: [9] } }));
    expect((await client.submit(file())).tasks).toEqual([9]);
    expect(cape.requests.at(-1)).toMatchObject({ method: 'GET', contentLength: undefined });
  });

  it.each([
    ['another port', (other: string) => other],
    ['another name', () => 'http://localhost:1/'],
    ['another host without a scheme', () => '//evil.example/'],
    ['credentials', (_other: string, own: string) => own.replace('//', '//user:pass@')],
    ['another scheme', () => 'file:///etc/passwd'],
  ])('does not follow a redirect to %s', async (_name, target) => {
    const { cape, client } = await setUp({}, { token: 'abc' });
    const other = await startCape();
    servers.push(other);
    cape.misbehave('apiv2/tasks/status/', redirect(target(other.url, cape.url)));
    await expect(client.status(7)).rejects.toMatchObject({
      code: 'sandbox-refused',
      message: expect.stringContaining('redirects to'),
    });
    expect(other.requests).toEqual([]);
    expect(cape.requests).toHaveLength(1);
  });

  it('does not follow redirects without end or without a target', async () => {
    const { cape, client } = await setUp();
    cape.misbehave('apiv2/', ...Array.from({ length: 20 }, () => redirect('/apiv2/again/')));
    await expect(client.status(7)).rejects.toMatchObject({ code: 'sandbox-unreachable' });
    expect(cape.requests).toHaveLength(6);
    const { cape: mute, client: other } = await setUp();
    mute.misbehave('apiv2/', (_request, response) => response.writeHead(302).end());
    await expect(other.status(7)).rejects.toMatchObject({ code: 'sandbox-unreachable' });
  });

  it('stays on https once the server has redirected there', async () => {
    const urls: string[] = [];
    const client = new CapeClient({
      url: 'http://cape.example/lab/',
      token: 'abc',
      transport: async (url) => {
        urls.push(url);
        if (url.startsWith('http:'))
          return new Response(null, { status: 301, headers: { location: url.replace('http', 'https') } });
        return Response.json({ error: false, data: 'reported' });
      },
    });
    await client.status(1);
    await client.status(2);
    expect(urls).toEqual([
      'http://cape.example/lab/apiv2/tasks/status/1/',
      'https://cape.example/lab/apiv2/tasks/status/1/',
      'https://cape.example/lab/apiv2/tasks/status/2/',
    ]);
    expect(client.page(1)).toBe('https://cape.example/lab/analysis/1/');
  });

  it.each([
    ['a page', page('Log in')],
    ['an empty answer', json(undefined)],
    ['an answer cut short', partial('{"error": false, "da', undefined, 'close')],
    ['an answer shorter than announced', partial('{"error": false}', 400, 'close')],
    ['a list', json([1])],
  ])('explains %s in place of data', async (_name, answer) => {
    const { cape, client } = await setUp();
    cape.misbehave('apiv2/', answer);
    await expect(client.status(7)).rejects.toMatchObject({
      code: expect.stringMatching(/^sandbox-(refused|unreachable)$/),
      where: `${cape.url}apiv2/tasks/status/7/`,
    });
  });

  it('stops reading an answer without end', async () => {
    const { cape, client } = await setUp();
    cape.misbehave('apiv2/', endless('{"a":"'.padEnd(65_536, 'x')));
    await expect(client.status(7)).rejects.toMatchObject({ code: 'sandbox-unreachable' });
  });

  it('does not wait forever for a silent server', async () => {
    const { cape, client } = await setUp({}, { idleMs: 30 });
    cape.misbehave('apiv2/', () => undefined, partial('{', 100, 'silence'));
    for (let round = 0; round < 2; round++) {
      await expect(client.status(7)).rejects.toMatchObject({
        code: 'sandbox-unreachable',
        message: expect.stringContaining('silent'),
      });
    }
  });

  it('explains a server that is not there', async () => {
    const { cape, client } = await setUp();
    await cape.close();
    servers = [];
    await expect(client.status(7)).rejects.toMatchObject({
      code: 'sandbox-unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
