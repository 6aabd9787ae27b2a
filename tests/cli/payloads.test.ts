// An analysis of a CAPE server as a folder, as an archive, and by the path of its report: the sample and its payloads are found beside it.

import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { payloadsBeside } from '../../src/node/analysis-files.ts';
import { expandInputs } from '../../src/node/expand-inputs.ts';
import { unpackSource } from '../../src/node/gunzip.ts';
import { analyzeFilesTogether, loadRules } from '../../src/node/index.ts';
import { createCliFolder } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root, runCapax } from '../support/run-capax.ts';
import { hashOf, programWith, smallAnalysis, UNPACKED_NUMBER } from '../support/small-analysis.ts';
import { smallPair } from '../support/small-pair.ts';
import { buildZip } from '../support/zip-builder.ts';

const folder = createCliFolder();
const content = smallAnalysis();
const payload = programWith(UNPACKED_NUMBER);
const short = hashOf(payload).slice(0, 8);
for (const [name, bytes] of Object.entries(content)) folder.write(`analysis/${name}`, bytes);
const analysis = join(folder.path, 'analysis');
const report = join(analysis, 'reports/report.json');
const sample = folder.write('small.exe', smallPair().program);
const { binary: _binary, ...withoutSample } = content;
let zip = '';
let zipAlone = '';
let zipHostile = '';
const rules = join(folder.path, 'unpacked');
folder.write(
  'unpacked/open.yml',
  ruleText('- api: CreateFileW', { name: 'open a file', static: 'function', dynamic: 'call' }),
);
folder.write(
  'unpacked/far.yml',
  ruleText(`- number: ${UNPACKED_NUMBER}`, { name: 'count far', static: 'function', dynamic: 'unsupported' }),
);
const capax = (...args: string[]): ReturnType<typeof runCapax> => runCapax([...args, '-r', rules]);
const means = { unpack: unpackSource };
const inputsOf = async (...args: Parameters<typeof expandInputs>): Promise<string[]> =>
  (await expandInputs(...args)).map(({ input }) => input.slice(folder.path.length + 1));

beforeAll(async () => {
  zip = folder.write('analysis.zip', await buildZip(content));
  const elsewhere = { '../CAPE/evil': payload, 'CAPE/../evil': payload, 'CAPE/deeper/evil': payload };
  zipAlone = folder.write('alone.zip', await buildZip(withoutSample));
  zipHostile = folder.write('hostile.zip', await buildZip({ ...withoutSample, ...elsewhere }));
});

describe('an analysis', () => {
  it('shows what is seen only after unpacking, given as a folder', async () => {
    const { stdout, stderr, code } = await capax(analysis);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('payloads: 1 of 1 file analysed');
    expect(stdout).toMatch(/count far\s+│ unpacked/);
    expect(stdout).toMatch(/open a file\s+│ both/);
    const shown = stdout.slice(stdout.indexOf('seen only after unpacking')).replace(/\s+/g, ' ');
    expect(shown).toContain(`count far payload ${short} (Unpacked PE Image: 32-bit executable) of small.exe (100)`);
  });

  it('gives the same as an archive, by its report, and with the sample named', async () => {
    const found = await Promise.all([capax(zip, '-j'), capax(report, '-j'), capax(sample, zipAlone, '-j')]);
    const schema = JSON.parse(readFileSync(join(root, 'schemas/together.schema.json'), 'utf8'));
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    for (const { stdout, stderr } of found) {
      expect(stderr).toBe('');
      const document = JSON.parse(stdout);
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
      expect(document.payloads).toMatchObject([
        { sha256: hashOf(payload), processes: [{ pid: 100, name: 'small.exe', of_sample: true }] },
      ]);
      expect(document.capabilities).toMatchObject([
        { name: 'count far', seen: 'unpacked', payloads: [{ payload: 0, matches: [{ type: 'absolute' }] }] },
        { name: 'open a file', seen: 'both', payloads: [{ payload: 0 }] },
      ]);
    }
  });

  it('is one answer with its own sample, whose payloads have their part of -vv', async () => {
    const [without, verbose] = await Promise.all([
      capax(analysis, sample, '--no-payloads', '-j'),
      capax(analysis, sample, '-vv'),
    ]);
    expect(JSON.parse(without.stdout)).toMatchObject({ payloads: [], payloads_left_out: [] });
    expect(verbose.stdout).toContain(`in payload ${short}`);
  });

  it('without its sample is the report alone, and that is said', async () => {
    for (const [name, bytes] of Object.entries(withoutSample)) folder.write(`alone/${name}`, bytes);
    const { stdout, stderr, code } = await capax(join(folder.path, 'alone'));
    expect(code).toBe(0);
    expect(stdout).toContain('open a file');
    expect(stderr).toMatch(/report\.json: payloads beside it are not analysed without the program that ran/);
  });

  it('is two inputs in folders that are looked into, in an archive, and by its report', async () => {
    const two = ['analysis/reports/report.json', 'analysis/binary'];
    expect(await inputsOf([analysis], false, means)).toEqual(two);
    expect(await inputsOf([analysis], true, means)).toEqual(two);
    expect(await inputsOf([report], false, means)).toEqual(two);
    // Other files may be called so, too.
    for (const name of ['report.json', 'binary', 'other.exe', 'files/a.txt']) folder.write(`files/${name}`, 'text');
    expect(await inputsOf([join(folder.path, 'files')], true, means)).toHaveLength(4);
    expect(await inputsOf([zip], false, means)).toEqual(['analysis.zip!/reports/report.json', 'analysis.zip!/binary']);
    expect(await inputsOf([analysis], true, { ...means, isApart: true })).toHaveLength(3);
  });
});

describe('payloads beside a report', () => {
  it('are files right in its folders, and neither links nor members elsewhere', async () => {
    symlinkSync(sample, join(analysis, 'CAPE/link'));
    const found = await payloadsBeside(report, undefined);
    expect(found.map(({ source }) => source.name)).toEqual([join(analysis, 'CAPE', hashOf(payload))]);
    expect((await payloadsBeside(zipHostile, undefined)).map(({ source }) => source.name)).toEqual([
      `${zipHostile}!/CAPE/${hashOf(payload)}`,
    ]);
    expect(await payloadsBeside(sample, undefined)).toEqual([]);
  });

  it('are found by the library too', async () => {
    const loaded = { rules: (await loadRules([rules], { cache: false })).ruleSet };
    const { document } = await analyzeFilesTogether(sample, [report], loaded);
    expect(document?.payloads).toHaveLength(1);
    const without = await analyzeFilesTogether(sample, [report], { ...loaded, maxPayloads: 0 });
    expect(without.document?.payloads).toEqual([]);
  });
});
