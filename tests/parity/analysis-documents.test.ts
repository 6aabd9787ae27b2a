// Whole documents: with compat, the JSON of a fresh analysis says what the reference's says.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { loadRulesFromPaths } from '../../src/node/load-rules.ts';
import { writeDocument } from '../../src/result/capa-json/write.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { normaliseDocument } from '../support/normalise-document.ts';
import { sharedPath } from '../support/shared.ts';

const DYNAMIC = 'data/testfiles/dynamic';
const FREEZES = 'data/testfiles/fixtures/snapshots/features';
/** Golden document -> the input it was made from. */
const INPUTS: Readonly<Record<string, string>> = {
  'cape22-0000a657': `${DYNAMIC}/cape/v2.2/0000a65749f5902c4d82ffa701198038f0b4870b00a27cfca109f8f933476d82.json.gz`,
  'cape22-55dcd387': `${DYNAMIC}/cape/v2.2/55dcd38773f4104b95589acc87d93bf8b4a264b4a6d823b73fb6a7ab8144c08b.json.gz`,
  'cape22-d4690038': `${DYNAMIC}/cape/v2.2/d46900384c78863420fb3e297d0a2f743cd2b6b3f7f82bf64059a168e07aceb7.json.gz`,
  'drakvuf-93b2d184': `${DYNAMIC}/drakvuf/93b2d1840566f45fab674ebc79a9d19c88993bcb645e0357f3cb584d16e7c795.log.gz`,
  'vmray-86d8257a': `${DYNAMIC}/vmray/86d8257ae56e5d8220a4e3f8396d944b5e9e41732b58ad7472276d78aea232fa_min_archive.zip`,
  '1c444-dotnet': `${FREEZES}/1c444-dotnet.frz`,
  '7351f-elf': `${FREEZES}/7351f-elf.frz`,
  'pma01-01-dll': `${FREEZES}/pma01-01-dll.frz`,
  'pma21-01-exe': `${FREEZES}/pma21-01-exe.frz`,
};

const rulesFolder = sharedPath('data', 'rules');

describe.skipIf(rulesFolder === undefined)('documents equal the reference (needs shared data)', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = (await loadRulesFromPaths([rulesFolder as string], { version: 'test', cache: false })).ruleSet;
  });

  it.each(Object.entries(INPUTS))('%s', async (name, input) => {
    const golden = gunzipSync(readFileSync(sharedPath('golden', 'documents', `${name}.json.gz`) as string)).toString(
      'utf8',
    );
    const bytes = readFileSync(sharedPath(...input.split('/')) as string);
    const { document } = await analyze(memorySource(input, bytes), { rules, compat: true });
    let text = '';
    for await (const chunk of writeDocument(document)) text += chunk;
    expect(normaliseDocument(text)).toEqual(normaliseDocument(golden));
  });
});
