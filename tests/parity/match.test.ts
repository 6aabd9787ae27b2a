// Verdicts: with compat, every rule matches at the addresses that the reference recorded, in the same order.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { loadRulesFromPaths } from '../../src/node/load-rules.ts';
import { addressesOf } from '../../src/result/document.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { sharedPath } from '../support/shared.ts';

const goldens = sharedPath('golden', 'dynamic', 'match.jsonl.gz');
const reports = sharedPath('data', 'testfiles', 'dynamic');
const rulesFolder = sharedPath('data', 'rules');

interface Row {
  readonly file: string;
  readonly kind: string;
  readonly rules: Readonly<Record<string, readonly (readonly number[] | null)[]>>;
}

function readRows(): Row[] {
  if (goldens === undefined) return [];
  const text = gunzipSync(readFileSync(goldens)).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .filter(({ file }) => sharedPath('data', 'testfiles', 'dynamic', file) !== undefined);
}

describe.skipIf(goldens === undefined)('verdicts equal the reference (needs shared data)', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = (await loadRulesFromPaths([rulesFolder as string], { version: 'test', cache: false })).ruleSet;
  });

  it.each(readRows().map((row) => [row.file, row] as const))('%s', async (file, row) => {
    const bytes = readFileSync(join(reports as string, file));
    const { document } = await analyze(memorySource(file, bytes), { rules, compat: true });
    const found = Object.fromEntries(
      document.rules.map((rule) => [
        rule.meta.name,
        [...addressesOf(rule)].map((address) => (address.type === 'no address' ? null : address.value)),
      ]),
    );
    expect(Object.keys(found).sort()).toEqual(Object.keys(row.rules).sort());
    expect(found).toEqual(row.rules);
  });
});
