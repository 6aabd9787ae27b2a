// Servers that are never silent and never done: whatever they send, the time that the user allows is a bound.

import { afterEach, describe, expect, it } from 'vitest';
import { CapeClient, type CapeClientOptions } from '../../../src/sandbox/cape-client.ts';
import { fetchTask, findBySample, submitAndWait } from '../../../src/sandbox/cape-tasks.ts';
import { SYSTEM_PACE } from '../../../src/sandbox/throttle.ts';
import { type Answer, drip, type FakeCape, json, startCape } from '../../support/cape-server.ts';
import { createFakePace } from '../../support/fake-pace.ts';

const SAMPLE = { name: 'x.exe', content: new Blob(['MZ']) };
const HASH = 'a'.repeat(64);
const LONG = 'x'.repeat(1_000_000);

let cape: FakeCape;
afterEach(() => cape.close());

async function setUp(options: Partial<CapeClientOptions> = {}): Promise<CapeClient> {
  cape = await startCape();
  cape.tasks.set(7, { status: 'reported', report: '{"info":{}}' });
  return new CapeClient({ url: cape.url, pace: SYSTEM_PACE, waitMs: 200, answerMs: 50, ...options });
}

describe('an answer byte by byte', () => {
  const answer = drip(`{"error":false,"data":"${LONG}`, 20);
  it.each<[string, string, Answer, (client: CapeClient) => Promise<unknown>]>([
    ['the status of a task', 'apiv2/tasks/status/', answer, (client) => fetchTask(client, 7, 200)],
    ['a report', 'apiv2/tasks/get/', drip(LONG, 20, '{"info":'), (client) => fetchTask(client, 7, 200)],
    [
      'a packed report',
      'apiv2/tasks/get/',
      drip(LONG, 20, `PK\u0003\u0004${'\0'.repeat(200_000)}`),
      (client) => fetchTask(client, 7, 200),
    ],
    ['a search', 'apiv2/tasks/search/', answer, (client) => findBySample(client, HASH)],
    ['an upload', 'apiv2/tasks/create/', answer, (client) => submitAndWait(client, SAMPLE, {}, 200)],
  ])('ends in time: %s', async (_, path, slow, ask) => {
    const client = await setUp();
    cape.misbehave(path, slow);
    await expect(ask(client)).rejects.toMatchObject({ code: 'sandbox-timeout', hint: expect.stringMatching(/./) });
  });

  it('is taken where it ends in time', async () => {
    const client = await setUp({ waitMs: 60_000 });
    cape.misbehave('apiv2/tasks/status/', drip('{"error":false,"data":"reported"}', 1));
    const opened = await fetchTask(client, 7, 60_000);
    await opened.close();
  });
});

describe('a server that throttles without end', () => {
  const throttled = Array.from({ length: 5000 }, () => json({}, 429, { 'retry-after': '0' }));
  it.each<[string, string, (client: CapeClient) => Promise<unknown>]>([
    ['the status', 'apiv2/tasks/status/', (client) => fetchTask(client, 7, 4000)],
    ['the report', 'apiv2/tasks/get/', (client) => fetchTask(client, 7, 4000)],
    ['a search', 'apiv2/tasks/search/', (client) => findBySample(client, HASH)],
    ['an upload', 'apiv2/tasks/create/', (client) => submitAndWait(client, SAMPLE, {}, 4000)],
  ])('is given up in time: %s', async (_, path, ask) => {
    const pace = createFakePace();
    const start = pace.now();
    const client = await setUp({ pace, waitMs: 4000, answerMs: 1000 });
    cape.misbehave(path, ...throttled);
    await expect(ask(client)).rejects.toMatchObject({ code: expect.stringMatching(/^sandbox-(?:refused|timeout)$/) });
    expect(pace.now() - start).toBeLessThanOrEqual(10_000);
    expect(cape.requests.length).toBeLessThan(15);
  });
});

describe('a server that makes a great many tasks of one file', () => {
  it('is asked for the first of them only, and no more once the time is over', async () => {
    const pace = createFakePace();
    const client = await setUp({ pace });
    const ids = Array.from({ length: 100_000 }, (_, n) => n + 1);
    const made = json({ error: [], data: { task_ids: ids } });
    cape.misbehave('apiv2/tasks/create/', made, made);
    cape.misbehave('apiv2/tasks/status/', ...ids.slice(0, 100).map(() => json({ error: false, data: 'reported' })));
    const { finished, rejected } = await submitAndWait(client, SAMPLE, {}, 1000);
    expect(finished).toHaveLength(100);
    expect(rejected).toContain('100000 tasks');
    expect(cape.requests).toHaveLength(101);
    for (const id of ids.slice(0, 100)) cape.tasks.set(id, { status: 'running' });
    await expect(submitAndWait(client, SAMPLE, {}, 25_000)).rejects.toMatchObject({ code: 'sandbox-timeout' });
    expect(cape.requests.length).toBeLessThan(101 + 1 + 110);
  });
});
