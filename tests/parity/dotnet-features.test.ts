// Features of .NET assemblies against those of the reference, all of them, place by place.

import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { freezeInput } from '../../src/export/freeze/write.ts';
import { dotnetInput } from '../../src/inputs/dotnet/index.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';
import { judgedPrograms } from '../support/programs.ts';

const ASSEMBLIES = judgedPrograms.filter(({ format, golden }) => format.includes('dotnet') && golden !== undefined);

/** What a freeze file holds, without who wrote it and without descriptions. */
function thaw(file: Uint8Array): unknown {
  const { extractor, ...frozen } = JSON.parse(inflateSync(file.subarray(8)).toString(), (key, value: unknown) =>
    key === 'description' ? undefined : value,
  );
  return { ...frozen, extractor: extractor.name };
}

describe.skipIf(ASSEMBLIES.length === 0)('assemblies of the workplace', () => {
  it.each(ASSEMBLIES)('have the features of the reference: $md5', async ({ bytes, golden }) => {
    const options = { semantics: COMPAT_SEMANTICS, diagnostics: new Diagnostics() };
    const program = await dotnetInput.open(memorySource('program', bytes()), options);
    const parts: Uint8Array[] = [];
    for await (const part of freezeInput(program)) parts.push(part);
    expect(thaw(Buffer.concat(parts))).toEqual(thaw(readFileSync(`${golden}.frz`)));
  });
});
