// Library functions of real programs, by signatures as the reference named them, and by the recogniser of the C run-time against what was
// published about the same files.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { recogniseRuntime } from '../../src/code/crt/recognise-runtime.ts';
import { identifyLibraryFunctions } from '../../src/code/flirt/identify.ts';
import { readSignatures, type SignatureFile } from '../../src/code/flirt/signature-file.ts';
import { imageOfPe } from '../../src/code/pe-image.ts';
import type { ProgramCode } from '../../src/code/program-code.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { PeFile } from '../../src/formats/pe/pe-file.ts';
import { inflate } from '../../src/node/gunzip.ts';
import { sharedPath } from '../support/shared.ts';
import { walkCode } from '../support/walk-code.ts';

const samples = sharedPath('data', 'samples');
const goldens = sharedPath('golden', 'static', 'sigs');
const signatures = sharedPath('data', 'sigs', '3_flare_common_libs.sig');

interface Published {
  readonly library: ReadonlyMap<number, string>;
  /** All functions, the library's too. */
  readonly functions: readonly number[];
}

interface Placed {
  readonly address: { readonly value: number };
}

function readDocument(path: string): Published {
  const bytes = readFileSync(path);
  const { analysis } = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).meta;
  const list: readonly (Placed & { readonly name: string })[] = analysis.library_functions;
  const library = new Map(list.map(({ address, name }) => [address.value, name]));
  const others = analysis.feature_counts.functions.map(({ address }: Placed) => address.value);
  return { library, functions: [...new Set<number>([...library.keys(), ...others])].sort((a, b) => a - b) };
}

function readProgram(md5: string, functions: readonly number[]): ProgramCode {
  const file = new PeFile(gunzipSync(readFileSync(join(samples as string, `${md5}.gz`))), new Diagnostics());
  const image = imageOfPe(file);
  const imports = new Map(file.imports.map((one) => [image.base + one.slotRva, one]));
  return walkCode({ image, entry: image.base + file.headers.entryRva, imports, functions });
}

describe.skipIf(goldens === undefined || signatures === undefined)('signatures (needs shared data)', () => {
  let file: SignatureFile;
  beforeAll(async () => {
    file = await readSignatures(readFileSync(signatures as string), 'signatures', inflate);
  });

  it.each(goldens === undefined ? [] : readdirSync(goldens))('name what the reference names: %s', (name) => {
    const { library, functions } = readDocument(join(goldens as string, name));
    const code = readProgram(name.slice(0, 32), functions);
    const starts = new Set(functions);
    const instructions = code.functions.flatMap(({ blocks }) => blocks.flatMap((block) => [...block.instructions]));
    instructions.sort((a, b) => a - b);
    const { names } = identifyLibraryFunctions(functions, [file], {
      bytesAt: (address, most) => code.image.bytesAt(address, most),
      functionSize: (address) => (starts.has(address) ? 1 : 0),
      codeTargetsAt: (address) => {
        const source = instructions.findLast((one) => one <= address);
        return source === undefined ? [] : code.references.from(source).map(({ target }) => target);
      },
      refersToData: () => false,
      isUnclassifiedCode: () => false,
    });
    expect(Object.fromEntries([...names].filter(([address]) => starts.has(address)))).toEqual(
      Object.fromEntries(library),
    );
  });
});

const pma = sharedPath('golden', 'documents', 'pma21-01-exe.json.gz');
const large = sharedPath('data', 'testfiles', 'rd', '3f3bbcf8fd90bdcdcdc5494314ed4225.exe_.json');

describe.skipIf(pma === undefined || large === undefined)(
  'the C run-time without signatures (needs shared data)',
  () => {
    it('is three quarters of a small program, without its main', () => {
      const { functions } = readDocument(pma as string);
      const found = recogniseRuntime(readProgram('c8403fb05244e23a7931c766409b5e22', functions));
      expect(functions).toHaveLength(136);
      expect(found.size).toBeGreaterThan(95);
      expect(found.has(0x1400010c0)).toBe(false);
    });

    it('lies among functions of which most were published as the library, far from the others', () => {
      const { functions, library } = readDocument(large as string);
      const found = recogniseRuntime(readProgram('3f3bbcf8fd90bdcdcdc5494314ed4225', functions));
      expect(found.has(0x4032b0)).toBe(false);
      const unknown = [...found.keys()].filter((address) => !library.has(address));
      expect(found.size - unknown.length).toBeGreaterThan(110);
      // Signatures leave gaps in the run-time; a function of the program would have others of the program around it.
      for (const address of unknown) {
        const at = functions.indexOf(address);
        const around = functions.slice(Math.max(0, at - 12), at + 13);
        expect(around.filter((one) => library.has(one)).length, address.toString(16)).toBeGreaterThan(5);
      }
    });
  },
);
