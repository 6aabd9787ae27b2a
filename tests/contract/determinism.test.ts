// The same program gives the same bytes: in every run, however the file is read, and for any number of jobs.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { type ByteSource, memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { freezeInput } from '../../src/export/freeze/write.ts';
import type { Input } from '../../src/inputs/input.ts';
import { writeDocument } from '../../src/result/capa-json/write.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../src/semantics.ts';
import { readBuiltInRuleSet } from '../support/built-in-rules.ts';
import { createCliFolder } from '../support/cli-folder.ts';
import { collect } from '../support/result-documents.ts';
import { runCapax } from '../support/run-capax.ts';
import { PROGRAM_ENTRIES } from './entries/programs.ts';
import { recycledChunks } from './read-strictly.ts';

const CHUNKS = [1, 7, 4096, Number.MAX_SAFE_INTEGER];
const rules = readBuiltInRuleSet();

/** The document and the freeze file. */
async function written(
  source: ByteSource,
  input: Input,
  compat: boolean,
): Promise<{ document: string; freeze: string }> {
  const { document } = await analyze(source, { rules, compat, format: input.format });
  const semantics = compat ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS;
  const opened = await input.open(source, { semantics, diagnostics: new Diagnostics() });
  const freeze: Buffer[] = [];
  for await (const chunk of freezeInput(opened)) freeze.push(Buffer.from(chunk));
  return { document: await collect(writeDocument(document)), freeze: Buffer.concat(freeze).toString('hex') };
}

describe.each(PROGRAM_ENTRIES.map((entry) => [entry.title, entry] as const))('%s', (_, { input, sound }) => {
  it.each([false, true])('gives the same bytes again, however it is read (compat: %s)', async (compat) => {
    const bytes = await sound();
    const first = await written(memorySource('program', bytes), input, compat);
    expect(first.document.length).toBeGreaterThan(1000);
    for (const size of CHUNKS)
      expect(await written(recycledChunks('program', bytes, size), input, compat)).toEqual(first);
  });
});

describe('a folder of programs', () => {
  it('gives the same bytes for any number of jobs', async () => {
    const folder = createCliFolder();
    for (const [i, { input, sound, name }] of PROGRAM_ENTRIES.entries()) {
      const bytes = await sound();
      const file = `in/${i}.${name?.split('.').at(-1) ?? input.format}`;
      if (i % 2 === 0) folder.write(file, bytes);
      else folder.write(`${file}.gz`, gzipSync(bytes));
    }
    const run = async (jobs: string, ...options: string[]): Promise<string> => {
      const { code, stdout } = await runCapax([`${folder.path}/in`, '--recursive', '--jobs', jobs, ...options]);
      expect(code).toBe(0);
      return stdout;
    };
    const shown = await run('1', '-vv');
    expect(shown.match(/^==> /gm)).toHaveLength(PROGRAM_ENTRIES.length);
    expect([await run('1', '-vv'), await run('2', '-vv'), await run('3', '-vv')]).toEqual([shown, shown, shown]);
    const documents = async (jobs: string): Promise<string[]> => {
      // As they come, and with the command line.
      const lines = (await run(jobs, '--jsonl')).replaceAll(`"--jobs","${jobs}"`, '"--jobs","N"').trimEnd().split('\n');
      return lines.sort();
    };
    expect(await documents('3')).toEqual(await documents('1'));
  });
});
