// Freeze files against those of the reference: its own ones are read and written again, and real reports are frozen. What counts
// is the text inside, byte for byte.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { type FreezeOptions, freezeInput } from '../../src/export/freeze/write.ts';
import type { Subject } from '../../src/features/subject.ts';
import type { Trace } from '../../src/features/trace.ts';
import { INPUTS } from '../../src/inputs/registry.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';
import { openFreeze, unpackFreeze } from '../support/freeze-builder.ts';
import { sharedPath } from '../support/shared.ts';

const snapshots = sharedPath('data', 'testfiles', 'fixtures', 'snapshots', 'features');
const reports = sharedPath('data', 'testfiles', 'dynamic');

async function writtenText(input: Subject, options?: FreezeOptions): Promise<string> {
  const chunks: Uint8Array[] = [];
  const file = freezeInput(input, options);
  for await (const chunk of file) chunks.push(chunk);
  return unpackFreeze(Buffer.concat(chunks));
}

/** Whether two texts are equal; a failed comparison of megabytes must not be printed. */
function firstDifference(a: string, b: string): string | undefined {
  if (a === b) return undefined;
  let i = 0;
  while (a[i] === b[i]) i++;
  return `at ${i}: ${a.slice(i - 80, i + 80)} <> ${b.slice(i - 80, i + 80)}`;
}

describe.skipIf(snapshots === undefined)('freeze files of the reference (needs shared data)', () => {
  const names = snapshots === undefined ? [] : readdirSync(snapshots).filter((name) => name.endsWith('.frz'));

  it('are there', () => {
    expect(names).toHaveLength(5);
  });

  it.each(names)('%s is written again as it was', async (name) => {
    const bytes = readFileSync(join(snapshots as string, name));
    const { input, diagnostics } = await openFreeze(bytes);
    expect(diagnostics.list()).toEqual([]);
    const text = unpackFreeze(bytes);
    const [, extractor = ''] = /"extractor":(\{[^}]*\})/.exec(text) ?? [];
    const written = await writtenText(input, { extractor: JSON.parse(extractor) });
    // An older release wrote absent descriptions; today's drops them when it writes such a file again.
    expect(firstDifference(written, text.replaceAll(',"description":null', ''))).toBeUndefined();
  });
});

// SHA-256 of the text that the reference's freezer writes for these reports with --reproducible.
const FROZEN_REPORTS: readonly (readonly [format: string, path: string, sha256: string])[] = [
  [
    'cape',
    'cape/v2.2/55dcd38773f4104b95589acc87d93bf8b4a264b4a6d823b73fb6a7ab8144c08b.json.gz',
    'a0a4b34856e360f95f10be35646ce9629f0f9ab465a1c0c32745c26470d94bfd',
  ],
  [
    'cape',
    'cape/v2.2/d46900384c78863420fb3e297d0a2f743cd2b6b3f7f82bf64059a168e07aceb7.json.gz',
    'd00fe6545921efb9626cef8b8e0d015e795534c5abbe8ff5cd5dd897b7080791',
  ],
  [
    'cape',
    'cape/v2.2/0000a65749f5902c4d82ffa701198038f0b4870b00a27cfca109f8f933476d82.json.gz',
    '88b99b453db6f0ba4040e7134fce822353948900be128e9d4a171ea973ba3409',
  ],
  [
    'drakvuf',
    'drakvuf/93b2d1840566f45fab674ebc79a9d19c88993bcb645e0357f3cb584d16e7c795.log.gz',
    'f3cce57efb5310249a3e8cf259ec2ea72110b0423a0bd869db6843fd0543bc2d',
  ],
  [
    'vmray',
    'vmray/86d8257ae56e5d8220a4e3f8396d944b5e9e41732b58ad7472276d78aea232fa_min_archive.zip',
    '083eeee0fd00149e8fc5df0211443400fe9bf3c80735b458e71298b6c9c3ea41',
  ],
];

describe.skipIf(reports === undefined)('reports (need shared data)', () => {
  it.for(FROZEN_REPORTS)('of %s are frozen as the reference does: %s', async ([format, path, sha256], { skip }) => {
    const packed = readFileSync(join(reports as string, path));
    const source = memorySource(path, path.endsWith('.gz') ? gunzipSync(packed) : packed);
    const input = INPUTS.find((candidate) => candidate.format === format);
    if (input === undefined) return skip(`there is no input ${format}`);
    const trace = await input.open(source, { semantics: COMPAT_SEMANTICS, diagnostics: new Diagnostics() });
    const text = await writtenText(trace as Trace);
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
  });

  it('that were frozen are the same when read and frozen again, but for what the format loses', async () => {
    const [, path] = FROZEN_REPORTS[1] as (typeof FROZEN_REPORTS)[number];
    const source = memorySource(path, gunzipSync(readFileSync(join(reports as string, path))));
    const input = INPUTS.find((candidate) => candidate.format === 'cape');
    const trace = await input?.open(source, { semantics: COMPAT_SEMANTICS, diagnostics: new Diagnostics() });
    const chunks: Uint8Array[] = [];
    for await (const chunk of freezeInput(trace as Trace)) chunks.push(chunk);
    const file = Buffer.concat(chunks);
    const again = await writtenText((await openFreeze(file)).input, {
      extractor: { name: 'CapeExtractor', version: '' },
    });
    const expected = unpackFreeze(file).replace(/"base_address":\{[^}]*\}/, '"base_address":{"type":"no address"}');
    expect(firstDifference(again, expected)).toBeUndefined();
  });
});
