// Real programs give the same bytes in every run and for any number of jobs; tests/contract/determinism.test.ts says so of small ones.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgedPrograms } from '../support/programs.ts';
import { runCapax, temporaryFolder } from '../support/run-capax.ts';
import { sharedPath } from '../support/shared.ts';

const COUNT = 12;
const MOST_BYTES = 200_000;

const chosen = judgedPrograms
  .filter(({ format, size }) => !format.includes('dotnet') && size < MOST_BYTES)
  .slice(0, COUNT);
const paths = chosen.map(({ md5 }) => sharedPath('data', 'samples', `${md5}.gz`) as string);

describe.skipIf(chosen.length < COUNT)('real programs (needs shared data)', () => {
  it('give the same evidence for any number of jobs', async () => {
    const rules = sharedPath('data', 'rules') as string;
    const runs = [];
    for (const jobs of ['1', '2', '3', '2']) runs.push(await runCapax([...paths, '-r', rules, '-vv', '--jobs', jobs]));
    expect(runs[0]?.code).toBe(0);
    expect(runs[0]?.stdout.match(/^==> /gm)).toHaveLength(COUNT);
    for (const run of runs) expect(run).toEqual(runs[0]);
  });

  it.each(paths.slice(0, 4))('give the same freeze file again: %s', async (path) => {
    const folder = temporaryFolder();
    const [first, second] = ['a.frz', 'b.frz'].map((name) => join(folder, name)) as [string, string];
    for (const to of [first, second]) expect((await runCapax(['features', path, '-o', to])).code).toBe(0);
    expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
  });
});
