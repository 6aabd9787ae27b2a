// A program that is built from its source, run under a tracer, and analysed together with what the tracer wrote: the whole way that a person
// goes, with the tools of the machine. tests/programs/ledger.c is our own and touches nothing but its folder.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runCapax, temporaryFolder } from '../support/run-capax.ts';

const source = join(root, 'tests/programs/ledger.c');
/** What the source says: which function makes which calls, and what never runs. */
const HIDDEN_NAME = 'ledger.txt';

function run(command: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): string {
  const options = { cwd, encoding: 'utf8', timeout: 120_000, maxBuffer: 1 << 28, env: { ...process.env, ...env } };
  const { status, stderr, error } = spawnSync(command, args, options as { encoding: 'utf8' });
  if (error !== undefined || status !== 0) throw new Error(`${command} failed (${status}): ${stderr.slice(-500)}`);
  return stderr;
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** In containers tracing may be forbidden, and not every strace knows stacks. */
const canRecordLinux = works('gcc', ['--version']) && works('strace', ['-k', '-o', '/dev/null', 'true']);
const compiler = 'x86_64-w64-mingw32-gcc';
const canRecordWindows = works(compiler, ['--version']) && works('wine', ['--version']);

/** Functions, by name or else address, with the names of the calls that they made, in order. */
function callsByFunction(stdout: string): Map<string, string[]> {
  const functions = new Map<string, string[]>();
  let calls: string[] = [];
  for (const line of stdout.split('\n')) {
    const [, name] = /^0x(?:[0-9A-F]+ )?(\w+) {2}\d+ calls?/.exec(line) ?? [];
    if (name !== undefined) {
      calls = [];
      functions.set(name, calls);
    }
    const [, call] = /^ {2}\+0x[0-9a-f]+ {2}(\w+)\(/.exec(line) ?? [];
    if (call !== undefined) calls.push(call);
  }
  return functions;
}

const seenOf = (stdout: string, capability: string): string | undefined =>
  new RegExp(`│ ${capability}\\s+│ (\\w+)`).exec(stdout)?.[1];

describe.skipIf(!canRecordLinux)('a Linux program and its run (needs gcc, and strace that may trace)', () => {
  it('are one answer, from the source on', async () => {
    const folder = temporaryFolder();
    run('gcc', ['-O1', '-o', 'ledger', source], folder);
    run('strace', ['-f', '-k', '-y', '-tt', '-s', '4096', '-o', 'ledger.log', './ledger'], folder);
    const pair = [join(folder, 'ledger'), join(folder, 'ledger.log'), '--pair'];
    const [overview, byFunction] = await Promise.all([runCapax(pair), runCapax([...pair, '--by-function'])]);

    const functions = callsByFunction(byFunction.stdout);
    expect(functions.get('write_ledger')).toEqual(['openat', 'write', 'close']);
    expect(functions.get('remove_ledger')).toEqual(['unlink']);
    expect(functions.has('call_home')).toBe(false);
    expect(byFunction.stdout).toMatch(/(\d+) of \d+ calls from the sample, \1 followed/);
    expect(byFunction.stdout).toContain(HIDDEN_NAME);

    expect(seenOf(overview.stdout, 'write to file')).toBe('both');
    expect(seenOf(overview.stdout, 'remove file')).toBe('both');
    expect(seenOf(overview.stdout, 'connect to remote host')).toBe('code');
    expect(overview.stdout).toMatch(/in code, not seen at run time\n(?: {2}.*\n)* {2}connect to remote host/);
  });
});

describe.skipIf(!canRecordWindows)('a Windows program and its run (needs mingw-w64 and wine)', () => {
  it('are one answer, from the source on', { timeout: 300_000 }, async () => {
    const folder = temporaryFolder();
    const prefix = {
      WINEPREFIX: join(folder, 'prefix'),
      WINEARCH: 'win64',
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
      HOME: folder,
    };
    run(compiler, ['-O1', '-o', 'ledger.exe', source], folder);
    run('wine', ['wineboot', '-i'], folder, { ...prefix, WINEDEBUG: '-all' });
    const log = run('wine', ['ledger.exe'], folder, { ...prefix, WINEDEBUG: '+relay,+loaddll,+pid,+timestamp' });
    writeFileSync(join(folder, 'ledger.log'), log);
    const pair = [join(folder, 'ledger.exe'), join(folder, 'ledger.log'), '--pair'];
    const [overview, byFunction] = await Promise.all([runCapax(pair), runCapax([...pair, '--by-function'])]);

    const calls = [...callsByFunction(byFunction.stdout).values()];
    expect(calls).toContainEqual(['CreateFileA', 'WriteFile', 'CloseHandle']);
    expect(calls).toContainEqual(['DeleteFileA']);
    expect(calls.flat()).not.toContain('CreateMutexA');
    expect(byFunction.stdout).toMatch(/(\d+) of \1 calls from the sample, \1 followed/);
    expect(seenOf(overview.stdout, 'write to file')).toBe('both');
    expect(seenOf(overview.stdout, 'create named mutex')).toBe('code');
  });
});
