// BinExport2 files of Ghidra and IDA against what the reference found in them: every feature at every place, and whole documents.

import { readFileSync } from 'node:fs';
import { gunzipSync, inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { freezeInput } from '../../src/export/freeze/write.ts';
import { binexport2Input } from '../../src/inputs/binexport2/index.ts';
import { loadRulesFromPaths } from '../../src/node/load-rules.ts';
import { writeDocument } from '../../src/result/capa-json/write.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';
import { normaliseDocument } from '../support/normalise-document.ts';
import { sharedPath } from '../support/shared.ts';

/** Each file, and the MD5 of the program that it is about. */
const FILES: readonly (readonly [name: string, sample: string])[] = [
  [
    '687e79cde5b0ced75ac229465835054931f9ec438816f2827a8be5f3bd474929.elf_.ghidra.BinExport',
    'cc29bab1efc5ffb26244912bf38e7092',
  ],
  [
    '687e79cde5b0ced75ac229465835054931f9ec438816f2827a8be5f3bd474929.elf_.ida.BinExport',
    'cc29bab1efc5ffb26244912bf38e7092',
  ],
  [
    'c7f38027552a3eca84e2bfc846ac1307fbf98657545426bb93a2d63555cbb486.elf_.ghidra.BinExport',
    'a1e7e34799178ba782e6e07332737cd6',
  ],
  [
    'd1e6506964edbfffb08c0dd32e1486b11fbced7a4bd870ffe79f110298f0efb8.elf_.ghidra.BinExport',
    '05c7732517511f37ff357dc6377d4645',
  ],
  ['mimikatz.exe_.ida.BinExport', '5f66b82558ca92e54e77f216ef4c066c'],
];

const files = sharedPath('data', 'binexport2');
const rulesFolder = sharedPath('data', 'rules');

function unpacked(...path: string[]): Uint8Array {
  return gunzipSync(readFileSync(sharedPath(...path) as string));
}

const fileOf = (name: string): Uint8Array => unpacked('data', 'binexport2', `${name}.gz`);
const sampleOf = (md5: string): Uint8Array => unpacked('data', 'samples', `${md5}.gz`);

/** A line for each feature at each place. Numbers beyond 2^53 stay text. */
function featureLines(freeze: Uint8Array): string[] {
  const text = inflateSync(freeze.subarray(8)).toString();
  const lines: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) {
        const address = one?.feature === undefined && one?.address !== undefined ? JSON.stringify(one.address) : '';
        walk(one, `${path}/${address}`);
      }
    } else if (value !== null && typeof value === 'object') {
      if ('feature' in value) lines.push(`${path} ${JSON.stringify(value)}`);
      else for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    }
  };
  walk(JSON.parse(text.replaceAll(/(?<=[:,[] ?)(-?\d{16,})/g, '"$1"')).features, '');
  return lines;
}

describe.skipIf(files === undefined)('BinExport2 files (needs shared data)', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = (await loadRulesFromPaths([rulesFolder as string], { version: 'test', cache: false })).ruleSet;
  });

  it.each(FILES)('%s has the features that the reference finds', async (name, sample) => {
    const opened = await binexport2Input.open(memorySource(name, fileOf(name)), {
      diagnostics: new Diagnostics(),
      semantics: COMPAT_SEMANTICS,
      findSample: async () => sampleOf(sample),
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of freezeInput(opened)) chunks.push(chunk);
    const ours = featureLines(Buffer.concat(chunks));
    const theirs = featureLines(readFileSync(sharedPath('golden', 'binexport2', `${name}.frz`) as string));
    expect(ours.length).toBeGreaterThan(10);
    const [known, expected] = [new Set(ours), new Set(theirs)];
    expect(theirs.filter((line) => !known.has(line)).slice(0, 20)).toEqual([]);
    expect(ours.filter((line) => !expected.has(line)).slice(0, 20)).toEqual([]);
  });

  it.each(FILES)('%s has the verdicts of the reference', async (name, sample) => {
    const golden = Buffer.from(unpacked('golden', 'binexport2', `${name}.json.gz`)).toString();
    const { document } = await analyze(memorySource(name, fileOf(name)), {
      rules,
      compat: true,
      findSample: async () => sampleOf(sample),
    });
    let text = '';
    for await (const chunk of writeDocument(document)) text += chunk;
    // Theirs was made of the freeze file.
    const own = text.replace('BinExport2FeatureExtractor', 'NullStaticFeatureExtractor');
    expect(normaliseDocument(own)).toEqual(normaliseDocument(golden));
  });
});
