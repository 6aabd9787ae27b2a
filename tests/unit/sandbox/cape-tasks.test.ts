import { afterEach, describe, expect, it } from 'vitest';
import { CapaxError } from '../../../src/errors.ts';
import { CapeClient, type CapeClientOptions } from '../../../src/sandbox/cape-client.ts';
import type { TaskReport } from '../../../src/sandbox/cape-report.ts';
import { fetchTask, findBySample, submitAndWait, useFirstWithCalls } from '../../../src/sandbox/cape-tasks.ts';
import { type FakeCape, failure, startCape } from '../../support/cape-server.ts';
import { createFakePace } from '../../support/fake-pace.ts';

const HASH = 'a'.repeat(64);
const HOUR = 3_600_000;
const REPORT = '{"info":{}}';
const SAMPLE = { name: 'x.exe', content: new Blob(['MZ']) };

let cape: FakeCape | undefined;
afterEach(() => cape?.close());

async function setUp(options: Partial<CapeClientOptions> = {}) {
  cape = await startCape();
  const pace = createFakePace();
  return { cape, pace, client: new CapeClient({ url: cape.url, pace, ...options }) };
}

async function readText({ source }: TaskReport): Promise<string> {
  let text = '';
  for await (const chunk of source.open()) text += Buffer.from(chunk).toString();
  return text;
}

/** Stands for the analysis: reports without calls are no good. */
async function analyse(opened: TaskReport): Promise<string> {
  const text = await readText(opened);
  if (text.includes('empty')) throw new CapaxError('report-no-calls', 'The report has no calls.', { hint: 'h' });
  return text;
}

describe('fetchTask', () => {
  it('waits for the task and opens its report', async () => {
    const { cape, client } = await setUp();
    cape.tasks.set(7, { status: ['running', 'completed', 'reported'], report: REPORT });
    const opened = await fetchTask(client, 7, HOUR);
    expect(await readText(opened)).toBe(REPORT);
    await opened.close();
  });

  it('opens the report of the task that recovered another', async () => {
    const { cape, client } = await setUp();
    cape.tasks.set(7, { status: 'recovered', custom: 'Recovery_31' });
    cape.tasks.set(31, { status: 'reported', report: REPORT });
    const opened = await fetchTask(client, 7, HOUR);
    expect(opened.task).toBe(31);
    await opened.close();
  });

  it('asks for the report itself where the server keeps the status to itself', async () => {
    const { cape, client, pace } = await setUp();
    cape.misbehave('apiv2/tasks/status/', failure('Task status API is Disabled'));
    cape.tasks.set(7, { status: 'running', report: REPORT });
    pace.onSleep = (count) => count === 20 && cape.tasks.set(7, { status: 'reported', report: REPORT });
    const opened = await fetchTask(client, 7, HOUR);
    expect(await readText(opened)).toBe(REPORT);
    await opened.close();
  });
});

describe('submitAndWait', () => {
  it('uploads, waits and opens', async () => {
    const { cape, client } = await setUp();
    cape.nextTasks = [[5]];
    cape.tasks.set(5, { status: ['pending', 'running', 'reported'], report: REPORT });
    const { finished, failed, rejected } = await submitAndWait(client, SAMPLE, { package: 'exe' }, HOUR);
    expect(finished.map(({ task, page }) => ({ task, page }))).toEqual([{ task: 5, page: `${cape.url}analysis/5/` }]);
    expect({ failed, rejected }).toEqual({ failed: [], rejected: '' });
    expect(await useFirstWithCalls(finished, analyse)).toBe(REPORT);
  });

  it('follows all tasks of one upload and keeps the good ones', async () => {
    const { cape, client } = await setUp();
    cape.nextTasks = [[5, 6, 7]];
    cape.tasks.set(5, { status: 'failed_analysis' });
    cape.tasks.set(6, { status: ['running', 'reported'], report: REPORT });
    cape.tasks.set(7, { status: 'running' });
    const { finished, failed } = await submitAndWait(client, SAMPLE, {}, 60_000);
    expect(finished.map(({ task }) => task)).toEqual([6]);
    expect(failed.map(({ code }) => code)).toEqual(['sandbox-task-failed', 'sandbox-timeout']);
  });

  it('fails with the first failure if no task succeeds', async () => {
    const { cape, client } = await setUp();
    cape.nextTasks = [[5, 6]];
    cape.tasks.set(5, { status: 'failed_analysis' });
    cape.tasks.set(6, { status: 'failed_processing' });
    await expect(submitAndWait(client, SAMPLE, {}, HOUR)).rejects.toMatchObject({
      code: 'sandbox-task-failed',
      where: `${cape.url}analysis/5/`,
    });
  });

  it('names all tasks when the wait is interrupted', async () => {
    const controller = new AbortController();
    const { cape, client, pace } = await setUp({ signal: controller.signal });
    cape.nextTasks = [[5, 6]];
    pace.onSleep = () => controller.abort();
    await expect(submitAndWait(client, SAMPLE, {}, HOUR)).rejects.toMatchObject({
      code: 'sandbox-timeout',
      hint: `Pick it up later: capax ${cape.url}analysis/5/ ${cape.url}analysis/6/`,
    });
  });

  it('warns that the file may have arrived when the upload is interrupted', async () => {
    const controller = new AbortController();
    const { cape, client } = await setUp({ signal: controller.signal });
    cape.misbehave('apiv2/tasks/create/', () => controller.abort());
    await expect(submitAndWait(client, SAMPLE, {}, HOUR)).rejects.toMatchObject({
      code: 'sandbox-timeout',
      hint: expect.stringContaining('--from-cape'),
    });
  });
});

describe('findBySample', () => {
  it('goes from the newest finished task to older ones until a report has calls', async () => {
    const { cape, client } = await setUp();
    const add = (task: number, day: number, report?: string): void => {
      const completedOn = `2026-01-0${day} 00:00:00`;
      cape.tasks.set(task, {
        status: 'reported',
        sha256: HASH,
        completedOn,
        ...(report === undefined ? {} : { report }),
      });
    };
    add(1, 1, '{"info":{"id":1}}');
    add(2, 2, '{"info":{"id":2}}');
    add(3, 3);
    add(4, 4, '{"empty":1}');
    cape.tasks.set(5, { status: 'running', sha256: HASH });
    const tasks = await findBySample(client, HASH);
    expect(tasks.map(({ task }) => task)).toEqual([4, 3, 2, 1]);
    expect(tasks[0]?.sampleSha256).toBe(HASH);
    expect(await useFirstWithCalls(tasks, analyse)).toBe('{"info":{"id":2}}');
    expect(cape.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('says that none has calls', async () => {
    const { cape, client } = await setUp();
    cape.tasks.set(1, { status: 'reported', sha256: HASH, report: '{"empty":1}' });
    const one = await findBySample(client, HASH);
    await expect(useFirstWithCalls(one, analyse)).rejects.toMatchObject({ message: 'The report has no calls.' });
    cape.tasks.set(2, { status: 'reported', sha256: HASH, report: '{"empty":2}' });
    await expect(useFirstWithCalls(await findBySample(client, HASH), analyse)).rejects.toMatchObject({
      code: 'report-no-calls',
      message: expect.stringContaining('None of 2 tasks'),
      hint: 'h',
    });
    await expect(useFirstWithCalls([], analyse)).rejects.toMatchObject({ code: 'sandbox-task-failed' });
  });

  it('stops at failures that other tasks share, and closes the report', async () => {
    const { cape, client } = await setUp();
    cape.tasks.set(1, { status: 'reported', sha256: HASH, report: REPORT });
    cape.tasks.set(2, { status: 'reported', sha256: HASH, report: REPORT });
    let used: TaskReport | undefined;
    const fail = async (opened: TaskReport): Promise<never> => {
      used = opened;
      throw new CapaxError('rules-empty', 'no rules');
    };
    await expect(useFirstWithCalls(await findBySample(client, HASH), fail)).rejects.toMatchObject({
      code: 'rules-empty',
    });
    await expect(used?.source.open()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'internal' });
  });

  it('points to a task that is under way, or to submission', async () => {
    const { cape, client } = await setUp();
    cape.tasks.set(1, { status: 'failed_analysis', sha256: HASH });
    await expect(findBySample(client, HASH)).rejects.toMatchObject({
      code: 'sandbox-task-failed',
      hint: expect.stringContaining('--submit-to-cape'),
    });
    cape.tasks.set(2, { status: 'running', sha256: HASH });
    await expect(findBySample(client, HASH)).rejects.toMatchObject({
      code: 'sandbox-task-failed',
      hint: `Wait for it with: capax ${cape.url}analysis/2/`,
    });
  });
});
