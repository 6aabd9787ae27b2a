// The compiled code that runs leave for later ones: taken, completed and replaced without anybody noticing.

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { type Run, runCapax, temporaryFolder } from '../support/run-capax.ts';

const folder = createCliFolder();
const report = folder.write('report.json', smallReport());
const other = folder.write('other.json', smallReport('other.exe'));
const rules = ['-r', folder.rules];

function run(cache: string, ...args: readonly string[]): Promise<Run> {
  return runCapax(args, { env: { CAPAX_CACHE_DIR: cache } });
}

function codeFiles(cache: string): string[] {
  return readdirSync(cache).filter((name) => name.startsWith('code-'));
}

function codeFile(cache: string): string {
  const [name = '', ...others] = codeFiles(cache);
  expect(others).toEqual([]);
  return join(cache, name);
}

/** The parts that the stored code covers. */
function storedParts(cache: string): string[] {
  return JSON.parse(readFileSync(codeFile(cache), 'latin1').split('\n', 1)[0] as string).parts;
}

describe('the compiled code', () => {
  it('is stored by the first run, used by the next, and stored again when it lacks a part', async () => {
    const cache = temporaryFolder();
    const cold = await run(cache, report, ...rules);
    expect(cold).toMatchObject({ code: 0, stderr: '' });
    expect(storedParts(cache)).toContain('src/inputs/cape/open.ts');
    const { ino } = statSync(codeFile(cache));
    expect(await run(cache, report, ...rules)).toEqual(cold);
    expect(statSync(codeFile(cache)).ino).toBe(ino);
    expect((await run(cache, 'features', report)).code).toBe(0);
    expect(storedParts(cache)).toEqual(
      expect.arrayContaining(['src/inputs/cape/open.ts', 'src/cli/commands/features.ts']),
    );
  });

  it('is stored by the workers of a run over many inputs, too', async () => {
    const cache = temporaryFolder();
    const cold = await run(cache, report, other, ...rules);
    for (let again = 0; again < 2; again++) expect(await run(cache, report, other, ...rules)).toEqual(cold);
    expect(storedParts(cache)).toEqual(
      expect.arrayContaining(['src/cli/many.ts', 'src/cli/worker.ts', 'src/inputs/cape/open.ts']),
    );
  });

  it('is replaced where it is damaged or cut', async () => {
    const cache = temporaryFolder();
    const expected = await run(cache, report, ...rules);
    const file = codeFile(cache);
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged.fill(0x41, whole.length >> 1, (whole.length >> 1) + 64);
    for (const content of [damaged, whole.subarray(0, whole.length - 100), Buffer.alloc(0)]) {
      writeFileSync(file, content);
      expect(await run(cache, report, ...rules)).toEqual(expected);
      expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
      expect(readFileSync(file).equals(content)).toBe(false);
    }
  });

  it('is not needed: a folder that cannot be written is no error', async () => {
    const cache = join(temporaryFolder(), 'file');
    writeFileSync(cache, 'a file where the folder should be');
    expect(await run(cache, report, ...rules)).toMatchObject({ code: 0, stderr: '' });
  });

  it('is neither read nor written with --no-cache, in workers neither', async () => {
    const cache = temporaryFolder();
    expect((await run(cache, report, other, ...rules, '--no-cache')).code).toBe(0);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('can be stored by many processes at once', async () => {
    const cache = join(temporaryFolder(), 'new');
    mkdirSync(cache);
    const runs = await Promise.all(Array.from({ length: 6 }, () => run(cache, report, ...rules)));
    for (const each of runs) expect(each).toEqual(runs[0]);
    expect(runs[0]?.code).toBe(0);
    expect(storedParts(cache)).toContain('src/inputs/cape/open.ts');
    expect(readdirSync(cache).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(await run(cache, report, ...rules)).toEqual(runs[0]);
  });

  it('keeps the places that --debug shows', async () => {
    const cache = temporaryFolder();
    const [cold, warm] = [await run(cache, 'missing.json', '-d'), await run(cache, 'missing.json', '-d')];
    expect(warm).toEqual(cold);
    expect(warm.stderr).toMatch(/^ +at .*openFile \(.*bundle\.cjs:\d+:\d+\)$/m);
  });
});
