// Programs on the command line: `capax functions`, signatures, and what is asked of inputs that are none.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { packFreeze, staticText } from '../support/freeze-builder.ts';
import { root, runCapax, temporaryFolder } from '../support/run-capax.ts';
import { CHECKSUM_SIGNATURE, DECODE, smallProgram } from '../support/small-program.ts';

const folder = createCliFolder();
const program = folder.write('small.exe', smallProgram({ exports: { [DECODE]: 'decode' } }));
const hostile = folder.write('hostile.exe', smallProgram({ exports: { [DECODE]: `\x1b[31m${'x'.repeat(300)}\x07` } }));
const signatures = folder.write('sigs/tiny.pat', `${CHECKSUM_SIGNATURE}\n---\n`);
const report = folder.write('report.json', smallReport());
const freeze = folder.write('frozen.frz', packFreeze(staticText({ functions: [] })));

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCapax(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('examples/decoder.exe', () => {
  it('is the small program of the tests', () => {
    const path = join(root, 'examples/decoder.exe');
    const bytes = smallProgram({ exports: { [DECODE]: 'decode' } });
    if (process.env['CAPAX_UPDATE_GOLDENS'] === '1') writeFileSync(path, bytes);
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
  });
});

describe('capax functions', () => {
  it('lists functions with evidence, size, callers and names', async () => {
    const rows = (await run('functions', program)).split('\n').map((line) => line.split(/ *[│┃] */).slice(1, -1));
    expect(rows.filter(({ length }) => length > 0)).toEqual([
      ['function', 'found by', 'blocks', 'instr.', 'callers', 'name'],
      ['0x401000', 'entry point', '1', '11', '0', ''],
      ['0x401040', 'export', '3', '10', '1', 'decode'],
      ['0x401080', 'call', '1', '1', '1', '→ KERNEL32.dll!CreateFileW'],
      ['0x4010A0', 'call', '3', '12', '1', ''],
    ]);
  });

  it('lists them as JSON lines', async () => {
    const rows = (await run('functions', program, '--jsonl', '-s', signatures)).trimEnd().split('\n');
    const at = (value: number) => ({ type: 'absolute', value });
    expect(rows.map((row) => JSON.parse(row)).slice(1)).toEqual([
      {
        ...{ address: at(0x401040), names: ['decode'], thunk: false, evidence: 'export' },
        ...{ blocks: 3, instructions: 10, callers: [at(0x401000)] },
      },
      {
        ...{ address: at(0x401080), names: [], thunk: true, thunkTo: 'KERNEL32.dll!CreateFileW', evidence: 'call' },
        ...{ blocks: 1, instructions: 1, callers: [at(0x401000)] },
      },
      {
        ...{ address: at(0x4010a0), names: [], library: '__checksum', thunk: false, evidence: 'call' },
        ...{ blocks: 3, instructions: 12, callers: [at(0x401000)] },
      },
    ]);
  });

  it.each([60, 80, 200])('fits into %d columns whatever names there are, and is no danger to them', async (width) => {
    const { code, stdout } = await runCapax(['functions', hostile], { env: { COLUMNS: String(width) } });
    expect(code).toBe(0);
    expect(stdout).toContain('\\x1b');
    expect(stdout).not.toContain('\x1b');
    expect(stdout.split('\n').filter((line) => [...line].length > width)).toEqual([]);
  });

  it.each([
    ['a recorded run', report, 'capax calls'],
    ['a freeze file', freeze, 'capax features'],
  ])('says what to do with %s instead', async (_, input, hint) => {
    const { code, stdout, stderr } = await runCapax(['functions', input]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });

  it('says where nothing was found', async () => {
    const empty = folder.write('empty.sc32', new Uint8Array([0xff, 0xff, 0xff, 0xff]));
    const { code, stdout, stderr } = await runCapax(['functions', empty]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'capax: no function was found in it\n' });
  });
});

describe('signatures', () => {
  const libraryOf = (text: string): unknown => JSON.parse(text).meta.analysis.library_functions;
  const named = [{ address: { type: 'absolute', value: 0x4010a0 }, name: '__checksum' }];
  const analyse = (...args: string[]) => run(program, '-j', '-q', '-r', folder.rules, ...args);

  it('are taken from files and folders, and name functions in the document', async () => {
    expect(libraryOf(await analyse('-s', signatures))).toEqual(named);
    expect(libraryOf(await analyse('--signatures', join(folder.path, 'sigs')))).toEqual(named);
    expect(libraryOf(await analyse())).toEqual([]);
  });

  it('come from CAPAX_SIGNATURES, or from the folder beside the installed rules', async () => {
    const data = temporaryFolder();
    mkdirSync(join(data, 'signatures'));
    writeFileSync(join(data, 'signatures/tiny.pat'), `${CHECKSUM_SIGNATURE}\n---\n`);
    const environments = [{ CAPAX_SIGNATURES: signatures }, { CAPAX_DATA_DIR: data }];
    for (const env of environments) {
      const { stdout } = await runCapax([program, '-j', '-q', '-r', folder.rules], { env });
      expect(libraryOf(stdout)).toEqual(named);
    }
  });

  it('add what is called to the features', async () => {
    const features = await run('features', program, '-s', signatures, '--text', 'checksum');
    expect(features.split('\n')).toContain('instruction  0x40101D  api(__checksum)');
  });

  it('end the run where a named file holds none, with an exit code of their own', async () => {
    const { code, stderr } = await runCapax([program, '-r', folder.rules, '-s', report]);
    expect(code).toBe(15);
    expect(stderr).toContain('signatures-invalid');
    expect((await runCapax([program, '-r', folder.rules, '-s', join(folder.path, 'none')])).code).toBe(15);
  });

  it('are warned of where a file of a folder holds none', async () => {
    const damaged = temporaryFolder();
    writeFileSync(join(damaged, 'bad.sig'), 'IDASGN');
    const { code, stderr } = await runCapax([program, '-r', folder.rules, '-s', damaged]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/bad\.sig: warning: /);
  });

  it('are refused for a saved result, which is not analysed again', async () => {
    const saved = folder.write('saved.json', await analyse());
    const { code, stderr } = await runCapax([saved, '-s', signatures]);
    expect(code).toBe(2);
    expect(stderr).toContain('--signatures');
  });
});
