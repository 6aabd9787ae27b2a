// Options of an analysis: what is looked at, with which rules, and what is said beside the result.

import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { INPUTS } from '../../src/inputs/registry.ts';
import { chooseOutput, OUTPUTS } from '../../src/render/registry.ts';
import { CAPAX_VERSION } from '../../src/version.ts';
import { capeCall, capeProcess, capeReport } from '../support/cape-report.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { packFreeze, staticText } from '../support/freeze-builder.ts';
import { runCapax } from '../support/run-capax.ts';

const folder = createCliFolder();
const report = folder.write('report.json', smallReport());

interface Document {
  readonly meta: {
    readonly argv: readonly string[];
    readonly timestamp: string;
    readonly analysis: { readonly layout: { readonly processes: readonly { address: { value: number[] } }[] } };
  };
  readonly rules: Record<string, { readonly matches: readonly unknown[] }>;
}

async function analyse(...args: string[]): Promise<Document> {
  const { code, stdout, stderr } = await runCapax([report, '-r', folder.rules, '-j', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Document;
}

const pids = ({ meta }: Document): unknown[] => meta.analysis.layout.processes.map(({ address }) => address.value[1]);

describe('options of outputs', () => {
  it('ask for an output under the names that the command line gives them', () => {
    for (const { flags, times } of OUTPUTS.flatMap(({ options }) => options)) {
      const name = new Option(flags).attributeName();
      const chosen = chooseOutput((option) => (option === name ? times : 0));
      expect(chosen.options.map((option) => option.flags)).toContain(flags);
    }
    expect(new Option('--names-only <file>').attributeName()).toBe('namesOnly');
  });
});

describe('--matcher', () => {
  it('says the same with the definition as with the matcher that is usual', async () => {
    const usual = await analyse();
    const defined = await analyse('--matcher', 'definition');
    expect(defined.rules).toEqual(usual.rules);
    expect(Object.keys(usual.rules).length).toBeGreaterThan(0);
    expect(await analyse('--matcher', 'planned')).toMatchObject({ rules: usual.rules });
  });

  it('refuses names that are none', async () => {
    const { code, stderr } = await runCapax([report, '-r', folder.rules, '--matcher', 'other']);
    expect(code).toBe(2);
    expect(stderr).toContain('definition');
  });
});

describe('--help', () => {
  it('names every option, input and exit code', async () => {
    const { code, stdout, stderr } = await runCapax(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { format } of INPUTS) expect(stdout).toContain(`"${format}"`);
    for (const { flags } of OUTPUTS.flatMap(({ options }) => options)) expect(stdout).toContain(flags);
    for (const word of ['features', 'rules', '-vv', '10-12', '14', '16', '23']) expect(stdout).toContain(word);
  });

  it('explains each command', async () => {
    const { code, stdout } = await runCapax(['rules', 'install', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--sha256');
  });

  it('is next to the version', async () => {
    expect(await runCapax(['--version'])).toEqual({ code: 0, stdout: `${CAPAX_VERSION}\n`, stderr: '' });
  });
});

describe('processes', () => {
  it('are all looked at, those with given ids, or those of the sample', async () => {
    const [all, one, hexadecimal, several, tree, both] = await Promise.all([
      analyse(),
      analyse('--restrict-to-processes', '200'),
      analyse('--restrict-to-processes', '0xc8'),
      analyse('--restrict-to-processes', '100,300'),
      analyse('--only-sample-tree'),
      analyse('--only-sample-tree', '--restrict-to-processes', '300'),
    ]);
    expect([all, one, hexadecimal, several, tree, both].map(pids)).toEqual([
      [100, 200, 300],
      [200],
      [200],
      [100, 300],
      [100, 200],
      [],
    ]);
    expect(both.rules).toHaveProperty('name a mutex');
    expect(both.rules).not.toHaveProperty('create file');
  });

  it('that are none are named with those that there are', async () => {
    const [some, document, none, quiet] = await Promise.all([
      runCapax([report, '-r', folder.rules, '--restrict-to-processes', '100,7']),
      runCapax([report, '-r', folder.rules, '-j', '--restrict-to-processes', '100,7']),
      runCapax([report, '-r', folder.rules, '--restrict-to-processes', '7,8']),
      runCapax([report, '-r', folder.rules, '-q', '-j', '--restrict-to-processes', '100,7']),
    ]);
    const message = 'the input has no process 7. It has: 100 sample.exe, 200 child.exe, 300 other.exe.';
    expect(some).toMatchObject({ code: 0, stderr: `${message}\n` });
    expect(some.stdout.replaceAll(/\s+/g, ' ')).toContain('the input has no process 7.');
    expect(document.stderr).toBe(`${message}\n`);
    expect((JSON.parse(document.stdout) as Document).meta.argv.at(-1)).toContain('process-unknown');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('no process 7, 8\n  It has: 100 sample.exe');
    expect(quiet).toMatchObject({ code: 0, stderr: '' });
  });

  it('cannot be chosen in a program', async () => {
    const program = folder.write('program.frz', packFreeze(staticText()));
    const run = await runCapax([program, '-r', folder.rules, '--only-sample-tree']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('option-invalid');
  });
});

describe('rules', () => {
  it('are chosen by a tag in their meta data, with what they need', async () => {
    const [files, author, none] = await Promise.all([
      analyse('-t', 'file-system/text'),
      analyse('-t', 'a.tester'),
      runCapax([report, '-r', folder.rules, '-t', 'no such tag']),
    ]);
    expect(Object.keys(files.rules)).toEqual(['create a text file']);
    expect(Object.keys((await analyse('-t', 'file-system/text', '--compat')).rules)).toEqual([
      'create a text file',
      'create file',
    ]);
    expect(Object.keys(author.rules)).toEqual(['create file']);
    expect(none).toMatchObject({ code: 12, stdout: '' });
    expect(none.stderr).toContain('(rules-empty)');
  });

  it('come from several places', async () => {
    const args = ['create-file.yml', 'sleep.yml'].flatMap((name) => ['-r', `${folder.rules}/${name}`]);
    const { stdout } = await runCapax([report, '-j', ...args]);
    expect(Object.keys((JSON.parse(stdout) as Document).rules)).toEqual(['create file', 'sleep long']);
  });

  it('come from CAPAX_RULES, else the built-in ones are used', async () => {
    const [named, builtIn] = await Promise.all([
      runCapax([report, '-j'], { env: { CAPAX_RULES: folder.rules } }),
      runCapax([report, '-j']),
    ]);
    expect(JSON.parse(named.stdout)).toHaveProperty('rules.sleep long');
    expect(builtIn).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(builtIn.stdout)).not.toHaveProperty('rules.sleep long');
  });

  it('give the same result with a cold and a warm cache, and without one', async () => {
    const env = { CAPAX_CACHE_DIR: `${folder.path}/cache` };
    const args = [report, '-vv', '-r', folder.rules];
    const cold = await runCapax(args, { env });
    expect(await runCapax(args, { env })).toEqual(cold);
    expect(await runCapax([...args, '--no-cache'], { env })).toEqual(cold);
  });
});

describe('a saved result', () => {
  const saved = async (): Promise<string> =>
    folder.write('saved.json', (await runCapax([report, '-r', folder.rules, '-j'])).stdout);

  it('shows the rules with a tag only, and says if there are none', async () => {
    const path = await saved();
    const shown = async (tag: string): Promise<string[]> =>
      Object.keys((JSON.parse((await runCapax([path, '-j', '-t', tag])).stdout) as Document).rules);
    const [name, namespace, author, technique, none] = await Promise.all([
      shown('sleep'),
      shown('file-system/text'),
      shown('a.tester'),
      shown('Execution::Shared Modules [T1129]'),
      runCapax([path, '-t', 'no such tag']),
    ]);
    expect(name).toEqual(['sleep long']);
    expect(namespace).toEqual(['create a text file']);
    expect([author, technique]).toEqual([['create file'], ['create file']]);
    expect(none).toMatchObject({ code: 0, stderr: 'No rule of the saved result carries the tag "no such tag".\n' });
    expect(none.stdout).toContain('no capabilities found');
  });

  it.each([
    [['-r', folder.rules], '--rules'],
    [['--strict'], '--strict'],
    [['--restrict-to-processes', '100'], '--restrict-to-processes'],
    [['--restrict-to-functions', '0x1000'], '--restrict-to-functions'],
    [['--only-sample-tree'], '--only-sample-tree'],
    [['--matcher', 'definition'], '--matcher'],
  ])('refuses what only an analysis can heed: %j', async (args, flag) => {
    const run = await runCapax([await saved(), ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(flag);
    expect(run.stderr).toContain('(option-invalid)');
  });

  it('is bounded in time and memory', async () => {
    const path = await saved();
    const [memory, time, enough] = await Promise.all([
      runCapax([path, '--max-memory', '1']),
      runCapax([path, '--timeout', '0.000001']),
      runCapax([path, '--max-memory', '4000', '--timeout', '60']),
    ]);
    for (const run of [memory, time]) {
      expect(run).toMatchObject({ code: 16, stdout: '' });
      expect(run.stderr).toContain('(budget-exceeded)');
    }
    expect(enough).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('SOURCE_DATE_EPOCH', () => {
  const run = (seconds: string) =>
    runCapax([report, '-r', folder.rules, '-j'], { env: { SOURCE_DATE_EPOCH: seconds } });

  it('is the time of the run', async () => {
    for (const [seconds, time] of [
      ['0', '1970-01-01T00:00:00.000000'],
      ['253402300799', '9999-12-31T23:59:59.000000'],
    ] as const) {
      const { stdout } = await run(seconds);
      expect((JSON.parse(stdout) as Document).meta.timestamp).toBe(time);
    }
  });

  it.each(['253402300800', '8640000000001', '9'.repeat(400)])('of %s is no time', async (seconds) => {
    const { code, stdout, stderr } = await run(seconds);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('(option-invalid)');
  });
});

describe('beside the result', () => {
  it('documents state the command, the time and the health', async () => {
    const { meta } = await analyse('-q');
    expect(meta.argv.slice(0, 5)).toEqual([report, '-r', folder.rules, '-j', '-q']);
    expect(meta.argv[5]).toMatch(/^capax:\{"capax":"[\d.]+","compat":false,"health":\{/);
    expect(meta.timestamp).toBe('2023-11-14T22:13:20.000000');
  });

  it('--stats counts the same in every run', async () => {
    const runs = await Promise.all([0, 1].map(() => runCapax([report, '-r', folder.rules, '--stats'])));
    const counters = runs.map(({ stderr }) => stderr.split('\n').filter((line) => !/^(?:time|peak)/.test(line)));
    expect(counters[0]).toEqual(counters[1]);
    expect(counters[0]?.join('\n')).toMatch(/^calls +6 \(\d+ different to the rules\)$/m);
    expect(runs[0]?.stdout).toBe(runs[1]?.stdout);
  });

  it('--quiet says nothing of rules that are set aside', async () => {
    const bad = folder.write('bad/bad.yml', 'rule: 1\n');
    const args = [report, '-r', folder.rules, '-r', bad];
    const [loud, quiet] = await Promise.all([runCapax(args), runCapax([...args, '-q'])]);
    expect(loud.stderr).toContain('bad.yml');
    expect(quiet).toEqual({ ...loud, stderr: '' });
  });

  it('--compat is stated and leaves the health out of the text', async () => {
    const compat = await analyse('--compat');
    expect(compat.meta.argv.at(-1)).toContain('"compat":true');
    const [plain, strict] = await Promise.all(
      [[], ['--compat']].map((args) => runCapax([report, '-v', '-r', folder.rules, ...args])),
    );
    expect(plain?.stdout).toContain('input: CAPE 2.4-CAPE');
    expect(strict?.stdout).not.toContain('input: CAPE');
  });

  it('texts state the version of capax above everything else, but not with --compat', async () => {
    const saved = folder.write('version.json', (await runCapax([report, '-r', folder.rules, '-j'])).stdout);
    for (const args of [[], ['-v'], ['-vv'], ['--timeline']]) {
      const [fresh, again, compat, savedCompat] = await Promise.all([
        runCapax([report, '-r', folder.rules, ...args]),
        runCapax([saved, ...args]),
        runCapax([report, '-r', folder.rules, '--compat', ...args]),
        runCapax([saved, '--compat', ...args]),
      ]);
      expect(fresh.stdout.split('\n')[0]).toBe(`capax ${CAPAX_VERSION}`);
      expect(again.stdout).toBe(fresh.stdout);
      for (const { stdout } of [compat, savedCompat]) expect(stdout).not.toMatch(/^capax |^input: CAPE/m);
    }
  });

  it('texts begin with what was lost, where that is much', async () => {
    const calls = [capeCall(1, 'CreateFileW'), null, null];
    const lossy = folder.write('lossy.json', JSON.stringify(capeReport([capeProcess(4, calls)])));
    for (const args of [[], ['-v'], ['-vv'], ['--timeline']]) {
      const [first, second] = (await runCapax([lossy, '-r', folder.rules, ...args])).stdout.split('\n');
      expect(first).toMatch(/^INCOMPLETE: 2 of 3 recorded calls \(67 %\)/);
      expect(second).toBe(`capax ${CAPAX_VERSION}`);
    }
  });
});
