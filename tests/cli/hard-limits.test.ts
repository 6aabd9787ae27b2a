// What must end although the input does its best that it does not, and what must be said although it cannot be.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capeCall, capeProcess, capeReport } from '../support/cape-report.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root, runCapax, startCapax, temporaryFolder } from '../support/run-capax.ts';

const folder = createCliFolder();
const rules = ['-r', folder.rules];
const report = folder.write('report.json', smallReport());

/** A small report and a rule whose evaluation takes minutes: each text is searched with patterns that nearly match everywhere. */
function slowInput(): { readonly input: string; readonly rules: string } {
  const calls = Array.from({ length: 200 }, (_, n) =>
    capeCall(7, 'CreateFileW', { FileName: `${'ab'.repeat(60)}${n}` }),
  );
  const patterns = Array.from({ length: 60 }, (_, n) => `  - string: /(a|b)*?(a|ba)*\\1b\\1[0-9]{${n + 7}}/`);
  const rule = ruleText(`- or:\n${patterns.join('\n')}`, { dynamic: 'call' });
  return {
    input: folder.write('slow.json', JSON.stringify(capeReport([capeProcess(1, calls)]))),
    rules: folder.write('slow.yml', rule),
  };
}

describe('--timeout', () => {
  it('ends what does not look at the clock', async () => {
    const slow = slowInput();
    const run = await runCapax([slow.input, '-r', slow.rules, '--timeout', '2'], { timeoutMs: 100_000 });
    expect(run).toMatchObject({ code: 16, stdout: '' });
    expect(run.stderr).toContain('it took longer than 2 s and did not stop by itself');
    expect(run.stderr).toContain('(budget-exceeded)');
  });

  it('that is spent before anything was read is one error', async () => {
    for (const options of [[], ['-j'], ['-vv']]) {
      const run = await runCapax([report, ...rules, '--timeout', '0.000001', ...options]);
      expect(run).toMatchObject({ code: 16, stdout: '' });
      expect(run.stderr.match(/^capax: |\(budget-exceeded\)|\([a-z]+-[a-z-]+\)/gm)).toEqual([
        'capax: ',
        '(budget-exceeded)',
      ]);
    }
  });

  it('changes nothing about an input that takes less', async () => {
    const [limited, free] = await Promise.all([
      runCapax([report, ...rules, '-vv', '--timeout', '1000']),
      runCapax([report, ...rules, '-vv']),
    ]);
    expect(limited).toEqual(free);
  });

  it.skipIf(process.platform !== 'linux')('ends a silent pipe that has a name, with a writer or without', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const unopened = await runCapax([pipe, ...rules, '--timeout', '0.2']);
    const writer = spawn('sh', ['-c', 'exec sleep 1000 > "$0"', pipe]);
    const silent = await runCapax([pipe, ...rules, '--timeout', '0.2']);
    writer.kill();
    for (const run of [unopened, silent]) {
      expect(run).toMatchObject({ code: 16, stdout: '' });
      expect(run.stderr).toContain('(budget-exceeded)');
    }
  });

  it.skipIf(process.platform !== 'linux')('leaves a pipe that speaks alone', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const { done } = startCapax([pipe, ...rules, '-v', '--timeout', '1000']);
    spawnSync('sh', ['-c', `cat "$1" > "$0"`, pipe, report]);
    expect(await done).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('standard error that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('loses messages, but neither the result nor the exit code', async () => {
    const damaged = folder.write('damaged-rule.yml', 'rule: [');
    const told = await runCapax([report, ...rules, '-r', damaged, '-v', '--stats']);
    expect(told.stderr).not.toBe('');
    const run = (...args: readonly string[]): { status: number | null; stdout: string } =>
      spawnSync(process.execPath, [join(root, 'dist/bin/capax.mjs'), ...args], {
        stdio: ['ignore', 'pipe', openSync('/dev/full', 'w')],
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], SOURCE_DATE_EPOCH: '1700000000' },
      });
    for (const options of [[], ['--timeout', '1000']]) {
      expect(run(report, ...rules, '-r', damaged, '-v', '--stats', ...options)).toMatchObject({
        status: 0,
        stdout: told.stdout,
      });
    }
    expect(run('missing.json')).toMatchObject({ status: 11, stdout: '' });
  });
});
