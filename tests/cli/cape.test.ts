// Reports that come from a CAPE server: by address, for a known sample, for a new one; and how a run is interrupted.

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capeReport } from '../support/cape-report.ts';
import { type FakeCape, failure, startCape } from '../support/cape-server.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { type Run, runCapax, startCapax } from '../support/run-capax.ts';

const TOKEN = 'secret-token-0123456789';
const SAMPLE = 'MZ not a real program';
const sha256 = createHash('sha256').update(SAMPLE).digest('hex');

const folder = createCliFolder();
const sample = folder.write('sample.exe', SAMPLE);
const rules = ['-r', folder.rules];

let cape: FakeCape;

beforeEach(async () => {
  cape = await startCape({ folder: '/cape/', token: TOKEN });
});

afterEach(() => cape.close());

async function run(...args: string[]): Promise<Run> {
  const result = await runCapax([...args, ...rules], { env: { CAPE_TOKEN: TOKEN, CAPE_URL: cape.url } });
  expect(result.stdout + result.stderr).not.toContain(TOKEN);
  return result;
}

function expectFailure(result: Run, code: string, text: string): void {
  expect(result).toMatchObject({ code: 16, stdout: '' });
  expect(result.stderr).toContain(text);
  expect(result.stderr).toMatch(new RegExp(`\n {2}\\(${code}\\)\n$`));
  expect(result.stderr).not.toMatch(/^\s+at .*:\d+/m);
}

describe('the address of a task', () => {
  it('is as good as the report', async () => {
    cape.tasks.set(7, { status: 'reported', report: smallReport() });
    const page = `${cape.url}analysis/7/`;
    const result = await run(page, '-j');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { meta, rules: found } = JSON.parse(result.stdout);
    expect(meta.sample.path).toBe(page);
    expect(Object.keys(found)).toContain('create file');
    const saved = folder.write('saved.json', result.stdout);
    expect(await runCapax([saved, '-vv'])).toEqual(await run(page, '-vv'));
  });

  it('may be one of several inputs', async () => {
    cape.tasks.set(7, { status: 'reported', report: smallReport() });
    const result = await run(`${cape.url}analysis/7/`, `${cape.url}analysis/8/`, '--jsonl', '--jobs', '2');
    const lines = result.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ exitCode }) => exitCode).sort()).toEqual([0, 16]);
    expect(result.code).toBe(16);
  });

  it('may be of a task that failed, that nobody knows, or whose report is gone', async () => {
    cape.tasks.set(1, { status: 'failed_analysis' });
    cape.tasks.set(3, { status: 'reported' });
    const results = await Promise.all([1, 2, 3].map((task) => run(`${cape.url}analysis/${task}/`)));
    const [failed, unknown, gone] = results as [Run, Run, Run];
    expectFailure(failed, 'sandbox-task-failed', 'failed_analysis');
    expect(unknown.code).toBe(16);
    expect(gone.code).toBe(16);
  });

  it('may be refused, or of no server at all', async () => {
    cape.tasks.set(7, { status: 'reported', report: smallReport() });
    const [refused, closed] = await Promise.all([
      runCapax([`${cape.url}analysis/7/`, ...rules], { env: { CAPE_TOKEN: 'another-secret' } }),
      runCapax(['http://127.0.0.1:1/analysis/7/', ...rules, '-d'], { env: { CAPE_TOKEN: 'another-secret' } }),
    ]);
    expectFailure(refused, 'sandbox-refused', 'CAPE_TOKEN');
    expect(closed).toMatchObject({ code: 16, stdout: '' });
    expect(closed.stderr).toContain('(sandbox-unreachable)');
    for (const { stderr } of [refused, closed]) expect(stderr).not.toContain('another-secret');
  });
});

describe('--from-cape', () => {
  it('finds the newest report with calls by the hash of the sample', async () => {
    cape.tasks.set(1, { status: 'reported', sha256, report: smallReport(), completedOn: '2024-01-01 00:00:00' });
    const empty = JSON.stringify(capeReport([]));
    cape.tasks.set(2, { status: 'reported', sha256, report: empty, completedOn: '2024-01-02 00:00:00' });
    const result = await run(sample, '--from-cape', '-j');
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout).meta.sample.path).toBe(`${cape.url}analysis/1/`);
    expect(cape.uploads).toEqual([]);
  });

  it('says that the server does not know a sample', async () => {
    expectFailure(await run(sample, '--from-cape'), 'sandbox-task-failed', '--submit-to-cape');
    expect((await run('missing.exe', '--from-cape')).code).toBe(11);
  });
});

describe('--submit-to-cape', () => {
  it('uploads, waits and analyses', async () => {
    cape.tasks.set(5, { status: 'reported', report: smallReport() });
    cape.nextTasks.push([5]);
    const result = await run(sample, '--submit-to-cape', '--cape-machine', 'win10', '--cape-timeout', '60');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('create a text file');
    expect(Object.fromEntries(cape.uploads[0] ?? [])).toMatchObject({
      file: `sample.exe: ${SAMPLE}`,
      machine: 'win10',
      timeout: '60',
    });
  });

  it('says what the server has against it', async () => {
    cape.misbehave('apiv2/tasks/create/file/', failure('File Create API is Disabled'));
    expectFailure(await run(sample, '--submit-to-cape'), 'sandbox-refused', 'Disabled');
  });

  it.each([[[]], [['--timeout', '1000']]])('that is interrupted says how to pick the task up (%j)', async (options) => {
    cape.tasks.set(5, { status: 'running' });
    cape.nextTasks.push([5]);
    const { child, done } = startCapax([sample, '--submit-to-cape', ...options, ...rules], {
      env: { CAPE_TOKEN: TOKEN, CAPE_URL: cape.url },
    });
    while (!cape.requests.some(({ path }) => path.includes('status/5'))) {
      await new Promise((resume) => setTimeout(resume, 20));
    }
    child.kill('SIGINT');
    const result = await done;
    expectFailure(result, 'sandbox-timeout', `capax ${cape.url}analysis/5/`);
    expect(result.stderr).not.toContain(TOKEN);
  });
});
