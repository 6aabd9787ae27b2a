// What is wrong with rules, as the command line tells it: places that editors find, the line, what to do, and how many there are.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { runCapax } from '../support/run-capax.ts';
import { sharedPath } from '../support/shared.ts';

const folder = createCliFolder();
const report = folder.write('report.json', smallReport());

const misspelt = ruleText('- api: Sleep\n  descrtipion: waits', { dynamic: 'call', name: 'misspelt' });
const unknown = ruleText('- appi: Sleep', { dynamic: 'call', name: 'unknown' });

/** The lines about one problem. */
const MISSPELT = [
  'misspelt.yml:9:7: warning: rule "misspelt": unknown key "descrtipion" beside "api" is ignored',
  '  |       descrtipion: waits',
  '  |       ^',
  '  Did you mean "description"?',
];
const UNKNOWN = [
  'unknown.yml:8:7: error: rule "unknown": unknown key "appi"',
  '  |     - appi: Sleep',
  '  |       ^',
  '  Did you mean "api"?',
];

function write(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) folder.write(`${name}/${file}`, text);
  return join(folder.path, name);
}

describe('problems of rules', () => {
  it('begin with file, line and column, and end with their number', async () => {
    const cwd = write('some', { 'misspelt.yml': misspelt, 'unknown.yml': unknown });
    const run = await runCapax([report, '-r', 'misspelt.yml', '-r', 'unknown.yml'], { cwd });
    expect(run.code).toBe(0);
    expect(run.stderr.split('\n')).toEqual([...MISSPELT, ...UNKNOWN, '1 rule could not be used, 1 warning', '']);
    const cached = await runCapax([report, '-r', 'misspelt.yml', '-r', 'unknown.yml'], { cwd });
    expect(cached.stderr).toBe(run.stderr);
    expect(await runCapax([report, '-q', '-r', cwd])).toMatchObject({ code: 0, stderr: '' });
  });

  it('are told in the same words where no rule is left', async () => {
    const cwd = write('alone', { 'unknown.yml': unknown });
    const run = await runCapax([report, '-r', 'unknown.yml'], { cwd });
    expect(run).toMatchObject({ code: 12, stdout: '' });
    expect(run.stderr.split('\n')).toEqual([
      ...UNKNOWN,
      '1 rule could not be used',
      'capax: There is no usable rule.',
      '  Mend the first problem: unknown.yml:8:7: rule "unknown": unknown key "appi".',
      '  (rules-empty)',
      '',
    ]);
    const strict = await runCapax([report, '-r', 'unknown.yml', '--strict'], { cwd });
    expect(strict).toMatchObject({ code: 12, stdout: '' });
    expect(strict.stderr.split('\n')).toEqual([...UNKNOWN, '  (rules-invalid)', '']);
  });

  it('are told once for many inputs', async () => {
    const cwd = write('many', { 'misspelt.yml': misspelt, 'unknown.yml': unknown });
    const run = await runCapax([report, report, report, '-r', 'misspelt.yml', '-r', 'unknown.yml'], { cwd });
    expect(run.code).toBe(0);
    expect(run.stderr.split('\n')).toEqual([...MISSPELT, ...UNKNOWN, '1 rule could not be used, 1 warning', '']);
  });

  it('are told by `rules where`', async () => {
    const rules = write('where', { 'misspelt.yml': misspelt });
    const run = await runCapax(['rules', 'where'], { env: { CAPAX_RULES: rules } });
    expect(run).toMatchObject({ code: 0, stdout: `${rules}\n1 rules\n` });
    expect(run.stderr).toContain(`${rules}/${MISSPELT.join('\n')}\n1 warning\n`);
  });

  it('fit the terminal, and hold nothing that it would obey', async () => {
    const evil = 'evil\x1b]0;x\x07\u202e';
    const rules = write('evil', {
      [`${evil}.yml`]: `# ${evil}\nnot: [yaml\x1b[31m`,
      [`${evil}.txt2`]: '',
      'wide.yml': ruleText(`- or: [api: Sleep, "${'漢'.repeat(150)}\x1b[31m": ${'x'.repeat(200)}]`, {
        name: '"\\e[31m"',
      }),
      'missing.yml': ruleText('- match: "no\\e]0;x\\asuch"', { name: '"\\e[35m \\n name"' }),
    });
    const run = await runCapax([report, '-r', rules, '-r', folder.rules], { env: { COLUMNS: '60' } });
    expect(run.code).toBe(0);
    expect(run.stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(run.stderr.match(/: (?:error|warning): /g)).toHaveLength(4);
    const sources = run.stderr.split('\n').filter((line) => line.startsWith('  | '));
    expect(sources).toHaveLength(6);
    for (const line of sources) expect(line.length).toBeLessThanOrEqual(60);
    expect(run.stderr).toMatch(/3 rules could not be used, 1 warning\n$/);
  });

  const collection = sharedPath('data', 'rules');
  it.skipIf(collection === undefined)('are none in the public collection (needs shared data)', async () => {
    const run = await runCapax([report, '--no-cache', '-r', collection as string]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a misspelt command', () => {
  it.each([
    [['feature', 'x'], 'capax features'],
    [['rule', 'where'], 'capax rules where'],
    [['rule', 'instal'], 'capax rules install'],
    [['Rules'], 'capax rules'],
  ])('%j is refused with the one that may be meant', async (args, meant) => {
    const run = await runCapax(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(`Did you mean \`${meant}\`?`);
  });

  it('is an input where there is such a file', async () => {
    folder.write('feature', smallReport());
    expect(await runCapax(['feature', '-r', folder.rules], { cwd: folder.path })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it('is not suspected in the name of a file', async () => {
    expect(await runCapax(['./feature'])).toMatchObject({ code: 11 });
  });
});
