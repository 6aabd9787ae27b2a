// `capax calls`: every recorded call, printed in order of time, and filtered.

import { describe, expect, it } from 'vitest';
import { capeCall, capeProcess, capeReport } from '../support/cape-report.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { packFreeze, staticText } from '../support/freeze-builder.ts';
import { runCapax } from '../support/run-capax.ts';

const folder = createCliFolder();
const call = (tid: number, second: number, api: string, args: Record<string, unknown> = {}) =>
  capeCall(tid, api, args, { timestamp: `2024-01-02 03:04:0${second},500` });
const report = folder.write(
  'report.json',
  JSON.stringify(
    capeReport([
      capeProcess(
        100,
        [
          call(101, 1, 'CreateFileW', { FileName: 'C:\\a.txt' }),
          call(101, 3, 'NtCreateFile', { FileName: 'C:\\b.txt' }),
          call(102, 5, 'WriteFile', { Buffer: 'x'.repeat(5000), Length: '5000' }),
        ],
        { process_name: 'sample.exe' },
      ),
      capeProcess(200, [call(201, 2, 'CreateFileA', { FileName: '\x1b[31m\n' }), call(201, 4, 'Sleep')], {
        process_name: 'child.exe',
      }),
    ]),
  ),
);

async function lines(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCapax(['calls', report, ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trimEnd().split('\n');
}

describe('capax calls', () => {
  it('prints every call with all that was recorded of it, in order of time', async () => {
    const all = await lines();
    expect(all[0]).toBe(
      '2024-01-02 03:04:01.500  sample.exe{pid:100,tid:101,call:0}  CreateFileW(FileName="C:\\a.txt") -> 0x0',
    );
    expect(all.map((line) => line.slice(17, 19))).toEqual(['01', '02', '03', '04', '05']);
    expect(all[4]).toContain('x'.repeat(5000));
    expect(all.join('')).not.toMatch(/[\x00-\x1f]/);
  });

  it('chooses by process, function, argument and time', async () => {
    const apis = async (...args: string[]): Promise<(string | undefined)[]> =>
      (await lines(...args)).map((line) => /} {2}(\w+)\(/.exec(line)?.[1]);
    const found = await Promise.all([
      apis('--process', '200'),
      apis('--process', 'SAMPLE.EXE', '--process', '0xc8', '--api', 'createfile'),
      apis('--api', 'nt*', '--api', 'Sleep'),
      apis('--arg', '.TXT'),
      apis('--arg', '/^C:.*a/'),
      apis('--from', '03:04:02', '--to', '03:04:03'),
      apis('--to', '0', '--process', 'child.exe'),
    ]);
    expect(found).toEqual([
      ['CreateFileA', 'Sleep'],
      ['CreateFileW', 'CreateFileA'],
      ['NtCreateFile', 'Sleep'],
      ['CreateFileW', 'NtCreateFile'],
      ['CreateFileW'],
      ['CreateFileA', 'NtCreateFile'],
      ['CreateFileA'],
    ]);
  });

  it('prints JSON lines', async () => {
    const rows = (await lines('--jsonl', '--api', 'WriteFile')).map((line) => JSON.parse(line) as unknown);
    expect(rows).toEqual([
      {
        ...{ process: 'sample.exe', pid: 100, ppid: 4, tid: 102, call: 2, time: '2024-01-02 03:04:05,500' },
        ...{ api: 'WriteFile', result: '0x0' },
        arguments: [
          { name: 'Buffer', value: `"${'x'.repeat(5000)}"` },
          { name: 'Length', value: '0x1388' },
        ],
      },
    ]);
  });

  it('wraps lines at the width of a terminal without losing anything', async () => {
    const { stdout } = await runCapax(['calls', report, '--api', 'CreateFileW'], { env: { COLUMNS: '60' } });
    expect(stdout.split('\n').length).toBeGreaterThan(2);
    expect(stdout.replaceAll(/\n\s*/g, ' ').trimEnd()).toBe(
      (await lines('--api', 'CreateFileW'))[0]?.replaceAll('  ', ' '),
    );
  });

  it('says which processes there are if one is asked for that is none', async () => {
    const [some, none] = await Promise.all([
      runCapax(['calls', report, '--process', '100', '--process', 'nobody.exe']),
      runCapax(['calls', report, '--process', '300']),
    ]);
    expect(some).toMatchObject({
      code: 0,
      stderr: 'capax: the input has no process nobody.exe. It has: 100 sample.exe, 200 child.exe.\n',
    });
    expect(some.stdout).toContain('NtCreateFile');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('100 sample.exe, 200 child.exe');
  });

  it('says when nothing is found, what was lost, and keeps quiet if asked to', async () => {
    const cut = smallReport();
    const input = cut.slice(0, cut.indexOf('other.exe'));
    const [nothing, quiet, damaged] = await Promise.all([
      runCapax(['calls', report, '--api', 'NoSuchFunction']),
      runCapax(['calls', report, '--api', 'NoSuchFunction', '-q']),
      runCapax(['calls', '-'], { input }),
    ]);
    expect(nothing).toMatchObject({ code: 0, stdout: '' });
    expect(nothing.stderr).toContain('none of the 5 recorded calls');
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(damaged.code).toBe(0);
    expect(damaged.stdout).toContain('child.exe');
    expect(damaged.stderr).toMatch(/^capax: .*/);
  });

  it('refuses what cannot be', async () => {
    const program = folder.write('program.frz', packFreeze(staticText()));
    const runs = await Promise.all([
      runCapax(['calls', program]),
      runCapax(['calls', report, '--from', 'yesterday']),
      runCapax(['calls', report, '--arg', '/(/']),
      runCapax(['calls', report, 'another.json']),
    ]);
    for (const run of runs) expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});
