// Dumps of memory are told from files by what is before their first moved section; whatever the bytes are, nothing fails.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { fileOfImage } from '../../../../src/formats/pe/memory-layout.ts';
import { PeFile } from '../../../../src/formats/pe/pe-file.ts';
import { inMemory } from '../../../support/small-analysis.ts';
import { smallProgram } from '../../../support/small-program.ts';

describe('fileOfImage', () => {
  it('says where the sections of a dump are, and leaves the rest as it is', () => {
    const dump = inMemory(smallProgram());
    const file = fileOfImage(dump);
    expect(dump).toEqual(inMemory(smallProgram()));
    const [before, after] = [smallProgram(), file].map((bytes) => new PeFile(bytes, new Diagnostics()));
    expect(after?.imports).toEqual(before?.imports);
    expect(after?.headers.sections.map(({ rawOffset }) => rawOffset)).toEqual([0x1000, 0x2000]);
    expect(fileOfImage(file)).toBe(file);
  });

  it('leaves files as they are, and dumps with something where nothing should be', () => {
    const program = smallProgram();
    expect(fileOfImage(program)).toBe(program);
    const used = inMemory(program);
    used[0xfff] = 1;
    expect(fileOfImage(used)).toBe(used);
  });

  it('never fails, whatever the headers say', () => {
    const dump = inMemory(smallProgram());
    const change = fc.tuple(fc.nat(0x200), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.nat(dump.length), (changes, length) => {
        const bytes = new Uint8Array(dump).subarray(0, length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        expect(fileOfImage(bytes)).toHaveLength(bytes.length);
      }),
      { numRuns: 300 },
    );
  });
});
