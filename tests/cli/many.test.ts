// Several inputs in one run: in order, independent of each other, the same for any number of workers; and runs that end early.

import { spawnSync } from 'node:child_process';
import { existsSync, openSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capeCall, capeProcess, capeReport } from '../support/cape-report.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { syscallLine } from '../support/drakvuf-log.ts';
import { makePipe } from '../support/named-pipe.ts';
import { ruleText } from '../support/rule-text.ts';
import { type Run, root, runCapax, startCapax } from '../support/run-capax.ts';

const folder = createCliFolder();
const rules = ['-r', folder.rules];
const inputs = [
  folder.write('in/a.json', smallReport('first.exe')),
  folder.write('in/b.json', smallReport('second.exe')),
  folder.write('in/c.json', '{"behavior":{"processes":['),
  folder.write('in/d.log', `${syscallLine('Sleep')}\n`),
  folder.write('in/deep/e.json', JSON.stringify(capeReport([]))),
  folder.write('in/deep/f.json', smallReport('third.exe')),
];

const heading = (path: string): string => `==> ${path} <==\n`;

describe('several inputs', () => {
  it('give the same bytes for any number of workers, in the order given', async () => {
    const runs = await Promise.all(
      ['1', '2', '4'].map((jobs) => runCapax([...inputs, ...rules, '-vv', '--jobs', jobs])),
    );
    expect(runs[0]?.code).toBe(16);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  it('do not affect each other, and end with the code of the first failure', async () => {
    const [all, swapped, ...single] = await Promise.all([
      runCapax([...inputs, ...rules, '-v']),
      runCapax([...[...inputs].reverse(), ...rules, '-v']),
      ...inputs.map((input) => runCapax([input, ...rules, '-v'])),
    ]);
    const shown = (order: readonly string[]): string =>
      order
        .flatMap((input) => {
          const { code, stdout } = single[inputs.indexOf(input)] as Run;
          return code === 0 ? [heading(input) + stdout] : [];
        })
        .join('');
    expect(all.stdout).toBe(shown(inputs));
    expect(swapped.stdout).toBe(shown([...inputs].reverse()));
    expect(all.code).toBe(16);
    expect(swapped.code).toBe(23);
    expect(all.stderr.match(/^ {2}\(.*\)$/gm)).toEqual(['  (input-corrupt)', '  (report-no-processes)']);
    expect(all.stderr).not.toMatch(/^\s+at .*:\d+/m);
  });

  it.skipIf(process.platform === 'win32')(
    'do not wait for one that takes long, but for their turn to be shown',
    async () => {
      const pipe = makePipe(join(folder.path, 'slow.json'));
      const limit = ruleText('- string: mutex', {
        name: 'limit',
        ...{ static: 'file', dynamic: 'file', meta: 'namespace: internal/limitation/dynamic\ndescription: little' },
      });
      const limits = folder.write('limits/limit.yml', limit);
      const quick = inputs.slice(0, 2);
      const { child, done } = startCapax([pipe, ...quick, ...rules, '-r', limits, '-v', '--jobs', '2']);
      // The warnings of both come while the pipe is still silent.
      await new Promise<void>((resolve) => {
        let told = '';
        child.stderr.on('data', (text: string) => {
          told += text;
          if (quick.every((input) => told.includes(`${input}: `))) resolve();
        });
      });
      spawnSync('sh', ['-c', 'cat "$1" > "$0"', pipe, quick[0] as string]);
      const { code, stdout } = await done;
      expect(code).toBe(0);
      expect(stdout.match(/^==> .*$/gm)).toEqual([pipe, ...quick].map((input) => heading(input).trimEnd()));
    },
  );

  it('become one JSON line each, which names the input', async () => {
    const { code, stdout, stderr } = await runCapax([...inputs, ...rules, '--jsonl', '--jobs', '3']);
    expect(code).toBe(16);
    expect(stderr.match(/^ {2}\(.*\)$/gm)).toHaveLength(2);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ input }) => input).sort()).toEqual([...inputs].sort());
    for (const { input, document, error, exitCode, health } of lines) {
      if (exitCode === 0) {
        expect(document).toHaveProperty('meta.sample.path', input);
        const { argv } = (document as { meta: { argv: string[] } }).meta;
        expect(argv.slice(0, -1)).toEqual([input, ...rules, '--jsonl', '--jobs', '3']);
        expect(health).toMatchObject({
          flavour: 'dynamic',
          missing: expect.any(Array),
          diagnostics: expect.any(Array),
        });
      } else expect(error).toMatchObject({ code: expect.stringMatching(/^[a-z-]+$/), message: expect.any(String) });
    }
    expect(lines.map(({ exitCode }) => exitCode).sort()).toEqual([0, 0, 0, 0, 16, 23]);
  });

  it('are found in folders, in order of their names', async () => {
    const [recursive, plain] = await Promise.all([
      runCapax([`${folder.path}/in`, ...rules, '-v', '--recursive']),
      runCapax([`${folder.path}/in`, ...rules, '-v']),
    ]);
    expect(recursive.stdout.match(/^==> .* <==$/gm)).toEqual(
      inputs.filter((_, n) => n !== 2 && n !== 4).map((path) => heading(path).trimEnd()),
    );
    expect(plain).toMatchObject({ code: 11, stdout: '' });
  });

  it('are found behind links too, each folder once, and what is no input does not count', async () => {
    const path = join(folder.path, 'linked');
    folder.write('elsewhere/g.json', smallReport('linked.exe'));
    folder.write('linked/README.md', '# Reports');
    folder.write('linked/h.json', smallReport('plain.exe'));
    symlinkSync(join(folder.path, 'elsewhere/g.json'), join(path, 'link.json'));
    symlinkSync(join(folder.path, 'elsewhere'), join(path, 'more'));
    symlinkSync(path, join(path, 'round'));
    symlinkSync(join(path, 'nowhere'), join(path, 'broken'));
    const [all, quiet] = await Promise.all([
      runCapax([path, ...rules, '-v', '--recursive']),
      runCapax([path, ...rules, '-v', '--recursive', '-q']),
    ]);
    expect(all.code).toBe(0);
    const shown = ['h.json', 'link.json', 'more/g.json'];
    expect(all.stdout.match(/^==> .* <==$/gm)).toEqual(shown.map((name) => heading(join(path, name)).trimEnd()));
    expect(all.stderr.split('\n').sort()).toEqual([
      '',
      `${join(path, 'README.md')}: left out: it is none of the inputs that capax reads`,
      `${join(path, 'broken')}: left out: There is no such file`,
    ]);
    expect(quiet).toEqual({ ...all, stderr: '' });
  });

  it('are an error where there are none of them', async () => {
    folder.write('none/a.txt', 'text');
    const named = folder.write('none/b.txt', 'text');
    const [found, named2, mixed] = await Promise.all([
      runCapax([join(folder.path, 'none'), ...rules, '--recursive']),
      runCapax([named, inputs[0] as string, ...rules, '--recursive', '-v']),
      runCapax([join(folder.path, 'none'), inputs[0] as string, ...rules, '--recursive', '-v']),
    ]);
    expect(found).toMatchObject({ code: 11, stdout: '' });
    expect(found.stderr).toContain('none of the 2 files in the folder is an input');
    expect(named2.code).toBe(16);
    expect(mixed.code).toBe(0);
  });

  it('may be one and the same, and a single one may become a JSON line', async () => {
    const [first] = inputs as [string];
    const [twice, line] = await Promise.all([
      runCapax([first, first, ...rules, '-q']),
      runCapax([first, ...rules, '--jsonl']),
    ]);
    const half = twice.stdout.length / 2;
    expect(twice.stdout.slice(0, half)).toBe(twice.stdout.slice(half));
    expect(JSON.parse(line.stdout)).toMatchObject({ input: first, exitCode: 0 });
  });

  it('have no password in what is written down, and the health of saved results', async () => {
    const [first] = inputs as [string];
    const secret = ['--password', 'hunter2', '--cape-url', 'https://me:hunter2@cape.example/?token=hunter2'];
    const fresh = await runCapax([first, ...rules, ...secret, '-j']);
    expect(fresh.code).toBe(0);
    expect(fresh.stdout).not.toContain('hunter2');
    const saved = folder.write('saved.json', fresh.stdout);
    const { stdout } = await runCapax([saved, '--jsonl']);
    expect(JSON.parse(stdout)).toMatchObject({ input: saved, health: { producer: 'CAPE', calls: 6 }, exitCode: 0 });
  });

  it('may come from standard input', async () => {
    const [first] = inputs as [string];
    const input = smallReport('piped.exe');
    const [line, both] = await Promise.all([
      runCapax(['-', ...rules, '--jsonl'], { input }),
      runCapax([first, '-', ...rules, '-v'], { input }),
    ]);
    expect(JSON.parse(line.stdout)).toMatchObject({ input: '-', exitCode: 0 });
    expect(both).toMatchObject({ code: 0, stderr: '' });
    expect(both.stdout).toMatch(/^==> - <==$/m);
    expect(both.stdout).toContain('piped.exe');
  });
});

const [REPORT_START = ''] = JSON.stringify(capeReport([capeProcess(1, ['HERE'])])).split('"HERE"');
/** Calls of a report that never ends. */
const SOME_CALLS = Array.from({ length: 1000 }, (_, n) => `${JSON.stringify(capeCall(7, 'CreateFileW', { n }))},`).join(
  '',
);

/** Feeds a run with an endless report until it ends. */
async function feed(args: readonly string[]): Promise<Run> {
  const { child, done } = startCapax(['-', ...rules, ...args]);
  child.stdin.write(REPORT_START);
  let isOver = false;
  void done.then(() => {
    isOver = true;
  });
  const write = (): void => {
    while (!isOver && child.stdin.write(SOME_CALLS));
    if (!isOver) child.stdin.once('drain', write);
  };
  write();
  return done;
}

describe('a budget', () => {
  it('of time ends reading; what was seen is reported', async () => {
    const { code, stdout, stderr } = await feed(['--timeout', '0.3', '-v']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('create file');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('reading was stopped: it took longer than 0.3 s');
    expect(stdout).toContain('[budget-exceeded]');
  });

  it('of memory ends reading', async () => {
    const run = await feed(['--max-memory', '1', '-v']);
    expect(run).toMatchObject({ code: 16, stdout: '' });
    expect(run.stderr).toContain('it needed more than 1 MB of memory');
    expect(run.stderr).toContain('(budget-exceeded)');
  });

  it('ends an input that has fallen silent', async () => {
    const { child, done } = startCapax(['-', ...rules, '--timeout', '0.4', '-v']);
    child.stdin.write(REPORT_START + SOME_CALLS);
    const { code, stdout, stderr } = await done;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('create file');
    expect(stdout).toContain('[budget-exceeded]');
  });

  it.each(['', '{"info":{"version":"2.4-CAPE"},'])(
    'that is spent before anything was seen is an error (%s)',
    async (text) => {
      const { child, done } = startCapax(['-', ...rules, '--timeout', '0.2']);
      child.stdin.write(text);
      const run = await done;
      expect(run).toMatchObject({ code: 16, stdout: '' });
      expect(run.stderr.match(/^capax: |\(budget-exceeded\)/gm)).toHaveLength(2);
    },
  );
});

describe('a reader of the output that goes away', () => {
  it('ends the run in silence', async () => {
    const calls = Array.from({ length: 3000 }, (_, n) => capeCall(7, 'CreateFileW', { FileName: `C:\\${n}.txt` }));
    const large = folder.write('large.json', JSON.stringify(capeReport([capeProcess(1, calls)])));
    const runs = [
      [large, '-vv', ...rules],
      [large, large, '-j', ...rules],
      ['features', large],
    ].map((args) => {
      const { child, done } = startCapax(args);
      child.stdin.end();
      child.stdout.once('data', () => child.stdout.destroy());
      return done;
    });
    for (const run of await Promise.all(runs)) expect(run).toMatchObject({ code: 0, stderr: '' });
  });
  it.skipIf(!existsSync('/dev/full'))('is told apart from a full disk', () => {
    const full = openSync('/dev/full', 'w');
    const run = spawnSync(process.execPath, [join(root, 'dist/bin/capax.mjs'), inputs[0] as string, ...rules], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect(run).toMatchObject({ status: 1, stderr: 'capax: the output cannot be written (ENOSPC)\n' });
  });
});
