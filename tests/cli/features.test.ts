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

  it('prints JSON lines', async () => {
    const rows = (await lines('--jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toHaveLength((await lines()).length);
    expect(rows[0]).toMatchObject({ scope: 'global', feature: { type: expect.any(String) } });
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
