// Users without a home, without a name, and without permissions. Where the tests run as root, another user is played.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { smallReport } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root } from '../support/run-capax.ts';

const program = join(root, 'dist/bin/capax.mjs');
const user = process.getuid?.() === 0 ? { uid: 54_321, gid: 54_321 } : {};
/** Root may run code that others may not even see. */
const isPlayable = process.platform !== 'win32' && spawnSync('test', ['-r', program], user).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'capax-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
chmodSync(folder, 0o755);
writeFileSync(join(folder, 'a.json'), smallReport());
writeFileSync(join(folder, 'sleep.yml'), ruleText('- api: Sleep', { name: 'sleeps', dynamic: 'call' }));

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [program, ...args], {
    ...user,
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    cwd: '/',
  });
}

describe.skipIf(!isPlayable)('a user (root plays one whose number nobody knows)', () => {
  it.each([{}, { HOME: '' }, { HOME: '/nowhere' }])('without a home analyses and asks for rules: %j', (env) => {
    const report = join(folder, 'a.json');
    for (const args of [[report], [report, '-r', join(folder, 'sleep.yml')], ['rules', 'where']]) {
      expect(run(args, env)).toMatchObject({ status: 0, stderr: '' });
    }
  });

  it('without a home is told what rules need', () => {
    if (process.getuid?.() !== 0) return;
    const { status, stderr } = run(['rules', 'install', '--url', 'http://127.0.0.1:1/x.zip']);
    expect(status).toBe(12);
    expect(stderr).toContain('CAPAX_DATA_DIR');
  });

  it('may not look into every folder, and sees what is in the others', () => {
    const inputs = join(folder, 'in');
    for (const name of ['', 'closed', 'open']) mkdirSync(join(inputs, name));
    for (const name of ['closed', 'open']) writeFileSync(join(inputs, name, 'r.json'), smallReport());
    chmodSync(join(inputs, 'closed'), 0o000);
    const rules = ['-r', join(folder, 'sleep.yml')];
    const some = run([inputs, '--recursive', '-v', ...rules]);
    const none = run([join(inputs, 'closed'), '--recursive', ...rules]);
    chmodSync(join(inputs, 'closed'), 0o700);
    expect(some.status).toBe(11);
    expect(some.stdout).toContain('sleeps');
    for (const { stderr } of [some, none])
      expect(stderr).toMatch(/cannot be read \(EACCES\)[\s\S]*\(input-unreadable\)/);
    expect(none).toMatchObject({ status: 11, stdout: '' });
  });
});
