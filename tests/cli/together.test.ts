// A program and its run on one command line: they find each other, and what each shows is put together.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/result/capa-json/read.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root, runCapax } from '../support/run-capax.ts';
import { smallPair } from '../support/small-pair.ts';

const folder = createCliFolder();
const { program, report } = smallPair();
const sample = folder.write('pair/small.exe', program);
const run = folder.write('pair/small.json', report);
const stranger = folder.write('other/stranger.json', smallReport('stranger.exe'));
const rule = (name: string, scopes: string, features: string): string =>
  `rule:\n  meta:\n    name: ${name}\n    namespace: together/${name.replaceAll(' ', '-')}\n    scopes: ${scopes}\n  features:\n${features}`;
const rules = join(folder.path, 'together');
for (const [name, text] of Object.entries({
  'open.yml': ruleText('- api: CreateFileW', { name: 'open a file', static: 'function', dynamic: 'call' }),
  'registry.yml': ruleText('- api: RegOpenKeyExW', { name: 'open a key', static: 'function', dynamic: 'call' }),
  'decode.yml': ruleText('- characteristic: nzxor', { name: 'decode', static: 'basic block', dynamic: 'unsupported' }),
  'sleep.yml': ruleText('- api: MessageBoxW', { name: 'show a message', static: 'function', dynamic: 'call' }),
  'both.yml': rule(
    'decode and open',
    '{both: sample}',
    '    - and:\n      - static:\n        - characteristic: nzxor\n      - dynamic:\n        - api: CreateFileW\n      - not:\n        - dynamic:\n          - api: DeleteFileW\n',
  ),
  'function.yml': rule(
    'pushes and sleeps',
    '{both: function}',
    '    - and:\n      - static:\n        - mnemonic: push\n      - dynamic:\n        - api: Sleep\n',
  ),
})) {
  folder.write(`together/${name}`, text);
}
const capax = (...args: string[]): ReturnType<typeof runCapax> => runCapax([...args, '-r', rules]);

describe('a program and its run', () => {
  it('are one answer, in any order of the command line', async () => {
    const [forth, back] = await Promise.all([capax(sample, run), capax(run, sample)]);
    expect(forth.stderr).toBe('');
    expect(forth.code).toBe(0);
    expect(back.stdout).toBe(forth.stdout);
    expect(forth.stdout).toMatch(/open a file\s+│ both/);
    expect(forth.stdout).toMatch(/decode and open\s+│ both/);
    expect(forth.stdout).toMatch(/pushes and sleeps\s+│ both/);
    expect(forth.stdout).toMatch(/open a key\s+│ run/);
    expect(forth.stdout).toMatch(/at run time, not in code\n +open a key/);
    expect(forth.stdout).toContain('callers: 3 of 4 calls from the sample, 3 followed to a function, 1 from libraries');
  });

  it('say which function made each call', async () => {
    const { stdout } = await capax(sample, run, '--by-function');
    expect(stdout).toMatch(/0x401000.* {2}3 calls\n(?: {2}rules: .*\n)(?: {4,}.*\n)* {2}\+0x1018 {2}Sleep\(/);
    expect(stdout).toContain('+0x101d  CreateFileW(FileName="C:\\settings.txt")');
    const verbose = await capax(sample, run, '-vv');
    expect(verbose.stdout).toContain('; from small.exe+0x101d in 0x401000');
  });

  it('rest on absence in the evidence', async () => {
    const { stdout } = await capax(sample, run, '-vv');
    expect(stdout).toMatch(/not:\n +dynamic: = not seen in what was recorded\n +call:\n +api: DeleteFileW/);
  });

  it('are written down as one document, and each half as a document of its own', async () => {
    const paths = ['static.json', 'dynamic.json'].map((name) => join(folder.path, name));
    const { stdout } = await capax(
      sample,
      run,
      '-j',
      '--static-json',
      paths[0] as string,
      '--dynamic-json',
      paths[1] as string,
    );
    const document = JSON.parse(stdout);
    expect(document.capax_together).toBe('1.2.0');
    const schema = JSON.parse(readFileSync(join(root, 'schemas/together.schema.json'), 'utf8'));
    const validate = new Ajv2020().compile(schema);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document.capabilities.map(({ name, seen }: { name: string; seen: string }) => [name, seen])).toEqual([
      ['decode', 'code'],
      ['open a file', 'both'],
      ['open a key', 'run'],
      ['decode and open', 'both'],
      ['pushes and sleeps', 'both'],
    ]);
    expect(document.functions).toMatchObject([
      { count: 3, calls: [{ offset: 0x1018 }, { offset: 0x101d }, { offset: 0x1022 }] },
    ]);
    for (const [i, flavour] of ['static', 'dynamic'].entries()) {
      const bytes = readFileSync(paths[i] as string);
      const { meta } = readDocument(bytes.toString());
      expect(meta.analysis.flavour).toBe(flavour);
      expect(JSON.parse(bytes.toString())).toEqual(i === 0 ? document.static : document.dynamic[0]);
    }
  });

  it('find where the program was loaded by call sites that agree', async () => {
    const moved = folder.write('pair/moved.json', smallPair({ base: 0x1230000, isNamed: false }).report);
    const { stdout } = await capax(sample, moved, '--by-function');
    expect(stdout).toContain('+0x101d  CreateFileW');
  });

  it('find each other in a folder, packed or not', async () => {
    folder.write('mixed/a.exe', program);
    folder.write('mixed/b.json.gz', gzipSync(report));
    folder.write('mixed/c.json', smallReport('stranger.exe'));
    folder.write('mixed/d.exe', Buffer.concat([program, Buffer.from('another')]));
    const { stdout, code } = await capax(join(folder.path, 'mixed'), '--recursive');
    expect(code).toBe(0);
    expect(stdout.match(/^==> .*$/gm)?.map((line) => line.replace(/.*mixed.(.*) <==/, '$1'))).toEqual([
      'a.exe',
      'c.json',
      'd.exe',
    ]);
    expect(stdout).toContain('3 followed to a function');
  });
});

describe('a program and a run without anything', () => {
  it('show what the code can do and was not seen', async () => {
    const empty = { ...JSON.parse(report), behavior: { processes: [] } };
    const nothing = folder.write('pair/nothing.json', JSON.stringify(empty));
    const { stdout, code } = await capax(sample, nothing);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^INCOMPLETE: CAPE did not record any process/);
    expect(stdout).toMatch(/in code, not seen at run time\n +open a file/);
    // That nobody deleted a file means nothing where nothing ran.
    expect(stdout).not.toContain('decode and open');
  });

  it('are told apart from a run of something else', async () => {
    const empty = folder.write(
      'other/nothing.json',
      JSON.stringify({ ...JSON.parse(smallReport()), behavior: { processes: [] } }),
    );
    const { stdout, stderr, code } = await capax(sample, empty);
    expect(code).toBe(23);
    expect(stderr).toMatch(/nothing\.json is no run of .*small\.exe/);
    expect(stdout).toContain(`==> ${sample} <==`);
  });
});

describe('a program and a run that is damaged', () => {
  it('do not stand in the way of the other run', async () => {
    const damaged = folder.write('pair/damaged.json', report.slice(0, 40));
    const { stdout, stderr, code } = await capax(sample, damaged, run);
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/open a file\s+│ both/);
    expect(stderr).toMatch(/breaks off or is damaged.*\n.*damaged\.json/);
  });
});

describe('a program and a run of something else', () => {
  it('are analysed one by one, with a warning', async () => {
    const { stdout, stderr, code } = await capax(sample, stranger);
    expect(code).toBe(0);
    expect(stderr).toMatch(/stranger\.json is no run of .*small\.exe/);
    expect(stdout).toContain(`==> ${sample} <==`);
    expect(stdout).toContain(`==> ${stranger} <==`);
  });

  it('are put together with --pair', async () => {
    const { stdout, stderr } = await capax(sample, stranger, '--pair');
    expect(stderr).toBe('');
    expect(stdout).toContain('put together with --pair');
  });

  it('stay two results with --compat', async () => {
    const { stdout } = await capax(sample, run, '--compat');
    expect(stdout).toContain(`==> ${sample} <==`);
  });
});

describe('a program and a log of tiny_tracer', () => {
  it('follow calls to functions by offsets in the program, wherever that was loaded', async () => {
    const log = folder.write(
      'tag/small.exe.tag',
      '1000;section: [.text]\n1012;called: C:\\Windows\\System32\\kernel32.dll.Sleep\nSleep:\n\tArg[0] = 0x64 = 100\n\n',
    );
    const { code, stdout, stderr } = await capax(sample, log, '--pair', '--by-function');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/0x401000.* {2}1 call\n/);
    expect(stdout).toContain('+0x1012  Sleep(0x64 = 100)');
    expect(stdout).not.toContain('0x1000000000000');
  });
});
