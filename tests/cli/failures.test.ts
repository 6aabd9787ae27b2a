// What can be wrong with a command: its exit code, one clear message, and nothing else: no output, no stack trace, no file.

import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { capeReport } from '../support/cape-report.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { injectLine } from '../support/drakvuf-log.ts';
import { packFreeze } from '../support/freeze-builder.ts';
import { ruleText } from '../support/rule-text.ts';
import { type Run, root, runCapax, temporaryFolder } from '../support/run-capax.ts';
import { buildZip } from '../support/zip-builder.ts';

const folder = createCliFolder();
const report = folder.write('report.json', smallReport());
const rules = ['-r', folder.rules];

/** All files below a folder. */
function listing(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
}

/** Runs in an empty folder, which must stay empty. */
async function runAside(args: readonly string[], options: Parameters<typeof runCapax>[1] = {}): Promise<Run> {
  const cwd = temporaryFolder();
  const outside = listing(folder.path);
  const run = await runCapax(args, { cwd, ...options });
  expect(listing(cwd)).toEqual([]);
  expect(listing(folder.path)).toEqual(outside);
  return run;
}

function expectFailure(run: Run, code: number, errorCode?: string): void {
  expect(run).toMatchObject({ code, stdout: '' });
  expect(run.stderr).not.toMatch(/^\s+at .*[:(]\d+/m);
  expect(run.stderr.match(/^(?:capax|error|\S+:\d+:\d+: error): /gm)).toHaveLength(1);
  if (errorCode !== undefined) expect(run.stderr).toMatch(new RegExp(`\\n {2}\\(${errorCode}\\)\\n$`));
}

describe('a command with nothing wrong', () => {
  it('ends with 0, also without capabilities', async () => {
    const nothing = folder.write('none/none.yml', ruleText('- api: NeverCalled', { dynamic: 'call' }));
    const [found, none] = await Promise.all([runAside([report, ...rules]), runAside([report, '-r', nothing])]);
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout).toContain('create a text file');
    expect(none).toMatchObject({ code: 0, stderr: '' });
    expect(none.stdout).not.toBe('');
  });
});

describe('a command that cannot be understood ends with 2', () => {
  it.each([
    ['no input', []],
    ['an unknown option', [report, '--unknown']],
    ['an unknown format', [report, '-f', 'word']],
    ['no number', [report, '--jobs', 'many']],
    ['no id', [report, '--restrict-to-processes', '1,x']],
    ['an unknown colour', [report, '--color', 'red']],
    ['an unknown command', ['rules', 'burn']],
    ['two things at once', [report, '--from-cape', '--submit-to-cape']],
    ['no server', [report, '--from-cape']],
    ['an address without a task', ['https://127.0.0.1:1/']],
  ])('%s', async (_, args) => {
    expectFailure(await runAside(args), 2);
  });
});

describe('an input that is not there ends with 11', () => {
  it.each([
    ['a missing file', 'missing.json', 'input-not-found'],
    ['a folder', 'rules', 'input-unreadable'],
    ['a file below a file', 'report.json/below', 'input-not-found'],
  ])('%s', async (_, name, code) => {
    expectFailure(await runAside([join(folder.path, name), ...rules]), 11, code);
  });

  it('a folder without files, where folders are looked into', async () => {
    const empty = join(folder.path, 'empty');
    mkdirSync(empty);
    expectFailure(await runAside([empty, '--recursive', ...rules]), 11, 'input-not-found');
  });
});

describe('rules that cannot be used', () => {
  it.each([
    ['a missing path', ['-r', 'missing'], 'rules-not-found'],
    ['an empty path', ['-r', ''], 'rules-not-found'],
    ['a folder without rules', ['-r', join(root, 'types')], 'rules-empty'],
  ])('end with 12: %s', async (_, args, code) => {
    expectFailure(await runAside([report, ...args]), 12, code);
  });

  it('end with 12 only if all are invalid, or with --strict', async () => {
    folder.write('mixed/good.yml', ruleText('- api: Sleep', { dynamic: 'call' }));
    const bad = folder.write('mixed/bad.yml', 'rule: [\n');
    const mixed = dirname(bad);
    const [aside, strict, alone] = await Promise.all([
      runAside([report, '-r', mixed]),
      runAside([report, '-r', mixed, '--strict']),
      runAside([report, '-r', bad]),
    ]);
    expect(aside.code).toBe(0);
    expect(aside.stderr).toContain('bad.yml');
    expectFailure(strict, 12, 'rules-invalid');
    expect(alone.code).toBe(12);
  });

  it('end with 10 if the built-in ones are missing', async () => {
    const copy = join(temporaryFolder(), 'a/b/bin');
    cpSync(join(root, 'dist/bin'), copy, { recursive: true });
    expectFailure(await runAside([report], { program: join(copy, 'capax.mjs') }), 10, 'rules-default-missing');
  });
});

describe('an input of which results say little ends with 14', () => {
  it('in the brief output; the others show the capabilities', async () => {
    folder.write(
      'limited/limit.yml',
      ruleText('- string: mutex', {
        name: 'packed file',
        static: 'file',
        dynamic: 'file',
        meta: 'namespace: internal/limitation/dynamic\ndescription: |\n  The file is packed.\n  Results are incomplete.',
      }),
    );
    const args = [report, ...rules, '-r', join(folder.path, 'limited')];
    const [brief, quietly, verbose, quiet] = await Promise.all([
      runAside(args),
      runAside([...args, '-q']),
      runAside([...args, '-v']),
      runAside([...args, '-q', '-j']),
    ]);
    expectFailure(brief, 14, 'limitation');
    expect(brief.stderr).toContain('The file is packed.');
    expectFailure(quietly, 14, 'limitation');
    expect(quietly.stderr).toContain('or the report of a sandbox');
    expect(verbose.code).toBe(0);
    expect(verbose.stderr).toContain('The file is packed.');
    expect(verbose.stdout).toContain('create file');
    expect(quiet).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('an input that holds nothing recorded ends with 23', () => {
  it.each([
    ['a report without processes', JSON.stringify(capeReport([])), 'report-no-processes'],
    ['a report without calls', JSON.stringify(capeReport([{ process_id: 1, parent_id: 0 }])), 'report-no-calls'],
    ['a log without calls', `${injectLine(1)}\n`, 'report-no-calls'],
  ])('%s', async (_, text, code) => {
    const run = await runAside(['-', ...rules], { input: text });
    expectFailure(run, 23, code);
  });
});

describe('an input that cannot be read ends with 16', () => {
  const files: Record<string, [content: Uint8Array | string, code: string]> = {
    'no bytes': ['', 'input-empty'],
    'gzip of no bytes': [gzipSync(''), 'input-empty'],
    'a list': ['[]', 'input-unsupported'],
    'a text': ['"behavior"', 'input-unsupported'],
    'an empty object': ['{}', 'input-unsupported'],
    'a number': ['1', 'input-unsupported'],
    NULs: ['\0'.repeat(1000), 'input-unsupported'],
    'another gzip': [gzipSync('some text'), 'input-unsupported'],
    'gzip that breaks off at once': [gzipSync(smallReport()).subarray(0, 40), 'input-corrupt'],
    'gzip that is damaged': [Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(50, 0xff)]), 'input-corrupt'],
    'a freeze file that breaks off': [packFreeze('{"version":3').subarray(0, 15), 'input-corrupt'],
    'a freeze file of nothing': [packFreeze('{}'), 'freeze-invalid'],
    'a document that breaks off': ['{"meta":{"timestamp":"2024', 'document-invalid'],
    'a document of nothing': ['{"meta":{}}', 'document-invalid'],
    'an archive that breaks off': [Buffer.from('PK\x03\x04\x14\0\0\0logs/flog.xml'), 'input-corrupt'],
  };
  it.each(['gzip of no bytes', 'an empty object', 'a freeze file of nothing', 'a document that breaks off'])(
    '%s',
    async (name) => {
      const [content, code] = files[name] as [string, string];
      const path = folder.write(`broken/${name}`, content);
      const run = await runAside([path, ...rules]);
      expectFailure(run, 16, code);
      expect(run.stderr).toContain(name);
    },
  );

  it('a program for a machine that is not taken apart, which is recognised as one', async () => {
    const head = new Uint8Array(512);
    head.set([0xcf, 0xfa, 0xed, 0xfe]);
    const path = folder.write('broken/Mach-O', head);
    const runs = await Promise.all([
      runAside([path, ...rules]),
      runAside(['features', path]),
      runAside(['calls', path]),
    ]);
    for (const run of runs) {
      expectFailure(run, 16, 'input-unsupported');
      expect(run.stderr).toContain('a Mach-O program for a machine that is not taken apart');
      expect(run.stderr).toContain('capax takes 64-bit Mach-O programs for x86_64 and arm64 apart');
    }
  });

  it.each([
    ['PE', [...Buffer.from('MZ'), ...new Array(58).fill(0), 0x80, 0, 0, 0, ...new Array(64).fill(0), 0x50, 0x45, 0, 0]],
    ['ELF', [...Buffer.from('\x7fELF\x09\x09')]],
    ['Mach-O', [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1, 3]],
  ])('a program whose header breaks off: %s', async (format, head) => {
    const path = folder.write(`broken/${format}`, Uint8Array.from(head));
    const runs = await Promise.all([runAside([path, ...rules]), runAside(['features', path])]);
    for (const run of runs) {
      expectFailure(run, 16, 'input-corrupt');
      expect(run.stderr).toContain(`no ${format} header, or it breaks off`);
    }
  });

  it('each by itself, with its own message, where there are several', async () => {
    const paths = Object.entries(files).map(([name, [content]]) => folder.write(`broken/${name}`, content));
    const run = await runAside([...paths, ...rules, '--jobs', '1']);
    expect(run).toMatchObject({ code: 16, stdout: '' });
    expect(run.stderr.match(/^capax: /gm)).toHaveLength(paths.length);
    expect(run.stderr.match(/^ {2}\([a-z-]+\)$/gm)).toEqual(Object.values(files).map(([, code]) => `  (${code})`));
    expect(run.stderr).not.toMatch(/^\s+at .*:\d+/m);
  });

  const LOG = '<analysis log_version="2"></analysis>';

  it('an archive whose names lead elsewhere', async () => {
    const content = { '../../logs/flog.xml': LOG, '/etc/logs/flog.xml': LOG, 'C:\\logs\\flog.xml': LOG };
    const path = folder.write('broken/archive', await buildZip(content));
    // Members are known by content; their names are only shown.
    const { code, stderr } = await runAside([path, ...rules]);
    expect(code).toBe(23);
    for (const name of Object.keys(content)) expect(stderr).toContain(`!/${name}`);
  });

  it('archives and gzip of 70 MB of blanks', async () => {
    const blanks = Buffer.alloc(70_000_000, ' ');
    const log = Buffer.concat([Buffer.from('<analysis log_version="2">'), blanks]);
    const json = Buffer.concat([Buffer.from('{"info":{"version":"2.4-CAPE"},"behavior":'), blanks]);
    const paths = [
      folder.write('broken/bomb.zip', await buildZip({ 'logs/flog.xml': log })),
      folder.write('broken/bomb.gz', gzipSync(json)),
    ];
    const runs = await Promise.all(paths.map((path) => runAside([path, ...rules])));
    for (const run of runs) expectFailure(run, 16, 'input-limit');
  });

  it('but not one that breaks off later: what came before is analysed', async () => {
    const packed = gzipSync(smallReport());
    const path = folder.write('broken/later.json.gz', packed.subarray(0, packed.length - 200));
    const { code, stdout, stderr } = await runAside([path, ...rules]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('create a text file');
    expect(stdout).toContain('[gzip-damaged]');
  });

  it('something else than --format says', async () => {
    expectFailure(await runAside([report, ...rules, '-f', 'freeze']), 16, 'freeze-invalid');
  });
});

describe('a failure', () => {
  it('shows where it comes from with --debug', async () => {
    const run = await runAside(['missing.json', '-d', ...rules]);
    expect(run.code).toBe(11);
    expect(run.stderr).toMatch(/^\s+at /m);
  });

  it('says what, where and what to do', async () => {
    const run = await runAside([join(folder.path, 'missing.json'), ...rules]);
    expect(run.stderr.split('\n')).toEqual([
      'capax: There is no such file',
      `  at: ${join(folder.path, 'missing.json')}`,
      '  Check the path.',
      '  (input-not-found)',
      '',
    ]);
  });

  it('never prints what a name wants the terminal to do', async () => {
    const run = await runAside(['\x1b[31mred\x07\u202e.json', ...rules]);
    expect(run.code).toBe(11);
    expect(run.stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});
