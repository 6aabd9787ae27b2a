// `capax features`: what rules are matched against, printed, filtered, and saved as a freeze file.

import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { root, runCapax, startCapax, temporaryFolder } from '../support/run-capax.ts';

const folder = createCliFolder();
const report = folder.write('report.json', smallReport());

async function lines(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCapax(['features', report, ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trimEnd().split('\n');
}

describe('capax features', () => {
  it('prints every feature with its scope and place', async () => {
    const all = await lines();
    expect(all).toContain('global       os(windows)');
    expect(all.filter((line) => line.includes('api(CreateFileW)'))).toHaveLength(3);
    expect(all.find((line) => line.includes('api(CreateFileW)'))).toMatch(/^call +\S.*pid:100.*api\(CreateFileW\)$/);
  });

  it('chooses by type and by text', async () => {
    const [apis, two, text, pattern, nothing] = await Promise.all([
      lines('--type', 'api'),
      lines('--type', 'os', '--type', 'arch'),
      lines('--text', 'a.txt'),
      lines('--text', '/A\\.TXT$/i', '--type', 'string'),
      lines('--text', 'not there'),
    ]);
    expect(apis.every((line) => line.includes(' api('))).toBe(true);
    expect(two).toHaveLength(2);
    expect(text).toEqual(pattern);
    expect(text).toHaveLength(3);
    expect(nothing).toEqual(['']);
  });

  it('names processes, and chooses by their names and ids', async () => {
    const rows = await lines('--process', 'CHILD.exe', '--process', '0x12c', '--type', 'api');
    expect(rows.map((line) => line.replace(/^call {9}/, ''))).toEqual([
      'child.exe{pid:200,tid:201,call:0}  api(CreateFileW)',
      'child.exe{pid:200,tid:201,call:0}  api(CreateFile)',
      'child.exe{pid:200,tid:201,call:1}  api(Sleep)',
      'other.exe{pid:300,tid:301,call:0}  api(CreateFileW)',
      'other.exe{pid:300,tid:301,call:0}  api(CreateFile)',
      'other.exe{pid:300,tid:301,call:1}  api(Sleep)',
    ]);
  });

  it('counts each different feature once, the most frequent first', async () => {
    const [all, listed, one] = await Promise.all([
      lines('--unique'),
      lines(),
      lines('--unique', '--type', 'api', '--process', '100'),
    ]);
    const counts = all.map(
      (line) => [Number(line.trimStart().split(' ')[0]), line.trimStart().replace(/^\d+ {2}/, '')] as const,
    );
    for (const [count, text] of counts)
      expect([text, listed.filter((line) => line.endsWith(` ${text}`)).length]).toEqual([text, count]);
    expect(counts.reduce((sum, [count]) => sum + count, 0)).toBe(listed.length);
    expect(counts).toEqual([...counts].sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1)));
    expect(one).toEqual(['1  api(CreateFile)', '1  api(CreateFileW)', '1  api(Sleep)']);
    const json = (await lines('--unique', '--jsonl', '--type', 'api')).map((line) => JSON.parse(line) as unknown);
    expect(json[0]).toEqual({ count: 3, feature: { type: 'api', api: 'CreateFile' } });
  });

  it('names the processes that there are if one is asked for that is none', async () => {
    const [some, none, saved] = await Promise.all([
      runCapax(['features', report, '--process', '100', '--process', '7']),
      runCapax(['features', report, '--process', '7', '--unique']),
      runCapax(['features', report, '-o', join(folder.path, 'never.frz'), '--process', '100']),
    ]);
    expect(some.code).toBe(0);
    expect(some.stderr).toContain('has no process 7. It has: 100 sample.exe, 200 child.exe, 300 other.exe.');
    for (const run of [none, saved]) expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(folder.path, 'never.frz'))).toBe(false);
  });

  it('prints JSON lines', async () => {
    const rows = (await lines('--jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toHaveLength((await lines()).length);
    expect(rows[0]).toMatchObject({ scope: 'global', feature: { type: expect.any(String) } });
    expect(rows.at(-1)).toMatchObject({ scope: 'call', process: 'other.exe' });
  });

  it('takes the options of an analysis', async () => {
    const sandbox = await lines('--compat', '--format', 'cape', '--password', 'x', '--type', 'number');
    expect(sandbox.length).toBeGreaterThan(0);
    expect(await runCapax(['features', report, '-f', 'vmray'])).toMatchObject({ code: 16, stdout: '' });
    const decimal = folder.write('decimal.json', smallReport('a.exe', '1234'));
    const texts = async (...args: string[]): Promise<string> =>
      (await runCapax(['features', decimal, '--type', 'string', ...args])).stdout;
    expect(await texts()).toContain('string(1234)');
    expect(await texts('--compat')).not.toContain('string(1234)');
  });

  it('refuses a pattern and a type that cannot be', async () => {
    for (const args of [
      ['--text', '/(/'],
      ['--type', 'word'],
    ]) {
      const run = await runCapax(['features', report, ...args]);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(/^capax: .*\n(?:.*\n)* {2}\(option-invalid\)\n$/);
    }
  });

  it('saves a freeze file that gives the same features and capabilities', async () => {
    const cwd = temporaryFolder();
    const run = await runCapax(['features', report, '-o', 'saved.frz'], { cwd });
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(cwd)).toEqual(['saved.frz']);
    const show = (path: string) => runCapax([path, '-r', folder.rules, '-j'], { cwd });
    const [fresh, frozen, again] = await Promise.all([
      show(report),
      show('saved.frz'),
      runCapax(['features', report, '--reproducible', '-o', 'again.frz'], { cwd }),
    ]);
    // A freeze file lists processes by their ids, a report in its own order.
    const found = ({ stdout }: { stdout: string }): unknown => {
      const { rules } = JSON.parse(stdout) as { rules: Record<string, { matches: [unknown, unknown][] }> };
      return Object.entries(rules).map(([name, { matches }]) => [
        name,
        matches.map((match) => JSON.stringify(match)).sort(),
      ]);
    };
    expect(found(frozen)).toEqual(found(fresh));
    expect((await runCapax(['features', 'saved.frz'], { cwd })).stdout.split('\n').sort()).toEqual(
      [...(await lines()), ''].sort(),
    );
    expect(again.code).toBe(0);
    expect(readFileSync(`${cwd}/again.frz`).subarray(0, 8).toString()).toBe('capa0000');
  });

  it('writes no half a file', async () => {
    const cwd = temporaryFolder();
    const broken = folder.write('broken.json', '{"behavior":{"processes":[');
    const [failed, nowhere] = await Promise.all([
      runCapax(['features', broken, '-o', 'saved.frz'], { cwd }),
      runCapax(['features', report, '-o', 'missing/saved.frz'], { cwd }),
    ]);
    expect(failed).toMatchObject({ code: 16, stdout: '' });
    expect(nowhere).toMatchObject({ code: 2, stdout: '' });
    expect(nowhere.stderr).toContain('missing/saved.frz');
    expect(readdirSync(cwd)).toEqual([]);
    expect(existsSync(`${folder.path}/saved.frz`)).toBe(false);
  });

  it.skipIf(!existsSync('/dev/stdout'))('writes into a pipe as it is', () => {
    const command = '"$0" "$1" features "$2" -o /dev/stdout | head -c 8';
    const args = ['-c', command, process.execPath, join(root, 'dist/bin/capax.mjs'), report];
    expect(spawnSync('sh', args, { encoding: 'utf8' })).toMatchObject({ stdout: 'capa0000', stderr: '' });
    expect(lstatSync('/dev/stdout').isSymbolicLink()).toBe(true);
  });

  it('reads standard input', async () => {
    const run = await runCapax(['features', '-', '--type', 'os'], { input: smallReport() });
    expect(run).toEqual({ code: 0, stdout: 'global       os(windows)\n', stderr: '' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves no half a file after %s', async (signal) => {
    const saved = join(temporaryFolder(), 'saved.frz');
    const { child, done } = startCapax(['features', '-', '-o', saved]);
    // More than detection looks at, and no end.
    child.stdin.write(smallReport('x', 'y'.repeat(200_000)).slice(0, 300_000));
    while (!existsSync(`${saved}.partial`)) await new Promise((resume) => setTimeout(resume, 20));
    child.kill(signal);
    expect(await done).toMatchObject({ code: null, stdout: '' });
    expect(child.signalCode).toBe(signal);
    expect(readdirSync(join(saved, '..'))).toEqual([]);
  });
});
