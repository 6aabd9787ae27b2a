// Outputs: the same for fresh runs, repeated runs and saved documents; shaped by the terminal and never a danger to it.

import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../src/render/registry.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import {
  absolute,
  at,
  frozenBlock,
  frozenFunction,
  frozenInstruction,
  packFreeze,
  staticText,
} from '../support/freeze-builder.ts';
import { type Run, type RunOptions, runCapax } from '../support/run-capax.ts';

const folder = createCliFolder();
const rules = ['-r', folder.rules];
/** Arguments that ask for each output. */
const ASKED = OUTPUTS.map(({ options: [option] }) => {
  if (option === undefined) return [];
  const flag = option.flags.split(', ').at(-1) as string;
  return Array.from({ length: option.times }, () => flag);
});

const program = packFreeze(
  staticText({
    global_: [{ feature: { type: 'os', os: 'windows' } }],
    file: [at(absolute(0x1000), { type: 'import', import_: 'kernel32.CreateFileW' })],
    functions: [
      frozenFunction(
        0x1000,
        [],
        [
          frozenBlock(
            0x1000,
            [],
            ['CreateFileW', 'Sleep'].map((api, i) =>
              frozenInstruction(0x1000 + i, [at(absolute(0x1000 + i), { type: 'api', api })]),
            ),
          ),
        ],
      ),
    ],
  }),
);

const INPUTS = {
  'report.json': smallReport(),
  'report.json.gz': gzipSync(smallReport()),
  'program.frz': program,
};

describe.each(Object.keys(INPUTS))('%s, analysed and saved', (name) => {
  const path = folder.write(name, INPUTS[name as keyof typeof INPUTS]);
  let fresh: Run[];
  let saved: string;

  beforeAll(async () => {
    fresh = await Promise.all(ASKED.map((output) => runCapax([path, ...rules, ...output])));
    saved = folder.write(`${name}.saved.json`, fresh[OUTPUTS.findIndex(({ name }) => name === 'json')]?.stdout ?? '');
  });

  it('gives something in every output', () => {
    for (const run of fresh) expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(new Set(fresh.map(({ stdout }) => stdout)).size).toBe(ASKED.length);
    for (const output of ['verbose', 'vverbose']) {
      expect(fresh[OUTPUTS.findIndex(({ name }) => name === output)]?.stdout).toContain('create file');
    }
  });

  it('gives the same bytes again', async () => {
    expect(await runCapax([path, ...rules, '-vv'])).toEqual(
      fresh[OUTPUTS.findIndex(({ name: output }) => output === 'vverbose')],
    );
  });

  it('gives the same bytes from the saved document, whatever rules there are', async () => {
    const rendered = await Promise.all(ASKED.map((output) => runCapax([saved, ...output])));
    expect(rendered).toEqual(fresh);
  });
});

describe('standard input', () => {
  it('may be a saved document, also in gzip, formatted or in UTF-16', async () => {
    const { stdout } = await runCapax([folder.write('saved.json', smallReport()), '-j', ...rules]);
    const [plain, packed, formatted, powershell] = await Promise.all(
      [
        stdout,
        gzipSync(stdout),
        `\ufeff${JSON.stringify(JSON.parse(stdout), undefined, 2)}`,
        Buffer.from(`\ufeff${stdout}\r\n`, 'utf16le'),
      ].map((input) => runCapax(['-', '-v'], { input })),
    );
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    expect(plain?.stdout).toContain('create file');
    expect(packed).toEqual(plain);
    expect(formatted).toEqual(plain);
    expect(powershell).toEqual(plain);
  });

  it('is read like a file, also in gzip, except for its name', async () => {
    const [file, plain, packed] = await Promise.all([
      runCapax([folder.write('in.json', smallReport()), '-vv', ...rules]),
      runCapax(['-', '-vv', ...rules], { input: smallReport() }),
      runCapax(['-', '-vv', ...rules], { input: gzipSync(smallReport()) }),
    ]);
    const withoutPath = ({ stdout }: Run): string => stdout.replace(/^path .*\n/m, '');
    expect(plain.code).toBe(0);
    expect(withoutPath(plain)).toBe(withoutPath(file));
    expect(packed).toEqual(plain);
  });
});

describe('the terminal', () => {
  const report = folder.write('terminal.json', smallReport());
  const show = (args: readonly string[], env: RunOptions['env'] = {}) => runCapax([report, ...rules, ...args], { env });
  const ESCAPE = '\x1b[';

  it('gets colours when it shall', async () => {
    const [plain, always, never, forced, refused, dumb] = await Promise.all([
      show(['-vv']),
      show(['-vv', '--color', 'always']),
      show(['-vv', '--color', 'never'], { FORCE_COLOR: '1' }),
      show(['-vv'], { FORCE_COLOR: '1' }),
      show(['-vv'], { NO_COLOR: '1', FORCE_COLOR: '1' }),
      show(['-vv'], { TERM: 'dumb' }),
    ]);
    for (const run of [always, forced]) expect(run.stdout).toContain(ESCAPE);
    for (const run of [plain, never, refused, dumb]) expect(run.stdout).not.toContain(ESCAPE);
    expect(always.stdout.replace(/\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\/g, '')).toBe(plain.stdout);
  });

  it.each([40, 80, 200])('is filled up to %d columns', async (columns) => {
    const runs = await Promise.all([[], ['-vv']].map((output) => show(output, { COLUMNS: String(columns) })));
    for (const { code, stdout } of runs) {
      expect(code).toBe(0);
      const tables = stdout.split('\n').filter((line) => /^[┌│└├]/.test(line));
      for (const line of tables) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it('is never told what to do by names and texts of a sample', async () => {
    const nasty = '\x1b[2J\x1b]0;title\x07\x9b31m\u202egpj.exe\r\n\u2028\x7f\ud800\t[bold]x[/bold]';
    const hostile = folder.write('hostile.json', smallReport(nasty, `C:\\A.TXT${nasty}`));
    const runs = await Promise.all([
      ...ASKED.map((output) => runCapax([hostile, ...rules, ...output])),
      runCapax([hostile, ...rules, '-vv'], { env: { COLUMNS: '60' } }),
      runCapax(['features', hostile]),
      runCapax([hostile, ...rules, '--jsonl']),
    ]);
    for (const { code, stdout, stderr } of runs) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      // JSON is for programs: it escapes what JSON has to escape.
      const unsafe = stdout.startsWith('{') ? /[\x00-\x1f]/ : /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]/;
      expect(stdout.replaceAll('\n', '')).not.toMatch(unsafe);
    }
    expect(runs[2]?.stdout).toContain('[bold]x[/bold]');
  });
});
