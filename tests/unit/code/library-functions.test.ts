import { describe, expect, it } from 'vitest';
import { readSignatures } from '../../../src/code/flirt/signature-file.ts';
import { Image } from '../../../src/code/image.ts';
import { findLibraryFunctions } from '../../../src/code/library-functions.ts';
import { discoverCode } from '../../../src/code/x86/discovery/discover.ts';

const BASE = 0x401000;
const ONE = BASE + 0x20;
const TWO = BASE + 0x40;
const OTHER = BASE + 0x60;
const PROBE = BASE + 0x80;
const DATA = BASE + 0x1000;

/** Calls of four functions; the second refers to data and calls the first. */
const CODE: Readonly<Record<number, string>> = {
  [BASE]: 'E81B000000 E836000000 E851000000 E86C000000 C3',
  [ONE]: 'B801000000C3',
  [TWO]: `A1 00204000 E8${'D6FFFFFF'} C3`,
  // The same, but it calls the third function.
  [OTHER]: `A1 00204000 E8${'F6FFFFFF'} C3`,
  [PROBE]: '3D00100000 720F 81E900100000 8501 2D00100000 EBEA 2BC8 87CC C3',
};

const PAT = `
${'B801000000C3'.padEnd(64, '.')} 00 0000 0006 :0000 _one
${'A1........E8........C3'.padEnd(64, '.')} 00 0000 000B :0000 _two ^0001 . ^0006 _one
${'A1........E8........C300'.padEnd(64, '.')} 00 0000 000B :0000 _never ^0001 _data
---
`;

function discover(fileBytes: number) {
  const bytes = Buffer.alloc(fileBytes);
  for (const [address, hex] of Object.entries(CODE)) {
    bytes.set(Buffer.from(hex.replaceAll(' ', ''), 'hex'), Number(address) - BASE);
  }
  const common = { fileOffset: 0, isReadable: true, name: '' };
  const image = new Image({
    bits: 32,
    base: 0x400000,
    regions: [
      { ...common, start: BASE, end: DATA, bytes, isWritable: false, isExecutable: true },
      { ...common, start: DATA, end: DATA + 0x100, bytes: new Uint8Array(), isWritable: true, isExecutable: false },
    ],
  });
  return discoverCode({
    ...{ image, platform: 'windows', imports: new Map(), relocations: [], names: new Map() },
    seeds: [{ address: BASE, evidence: 'entry point' }],
  });
}

describe('library functions of a program', () => {
  it.each([0xa0, 0x1000])(
    'are named by signatures with what they refer to: %d bytes are in the file',
    async (fileBytes) => {
      const signatures = [await readSignatures(new TextEncoder().encode(PAT), 'a.pat')];
      const code = discover(fileBytes);
      expect(code.functions.map(({ address }) => address)).toEqual([BASE, ONE, TWO, OTHER, PROBE]);
      const { names, added } = findLibraryFunctions(code, { signatures, withRuntime: false });
      expect(Object.fromEntries(names)).toEqual({ [ONE]: '_one', [TWO]: '_two' });
      expect(added).toEqual([]);
    },
  );

  it('are named by what is known of the run-time where signatures say nothing', async () => {
    const code = discover(0xa0);
    const probe = `${'3D00100000'.padEnd(64, '.')} 00 0000 0020 :0000 _probe`;
    const signatures = [await readSignatures(new TextEncoder().encode(probe), 'a.pat')];
    const named = (list: typeof signatures, withRuntime: boolean): Record<number, string> =>
      Object.fromEntries(findLibraryFunctions(code, { signatures: list, withRuntime }).names);
    expect(named([], false)).toEqual({});
    expect(named([], true)).toEqual({ [PROBE]: '__chkstk' });
    expect(named(signatures, true)).toEqual({ [PROBE]: '_probe' });
  });
});
