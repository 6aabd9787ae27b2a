// Features of program files as a whole against what the reference found in them.

import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { imageOfElf } from '../../src/code/elf-image.ts';
import { imageOfPe } from '../../src/code/pe-image.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import { ElfFile } from '../../src/formats/elf/elf-file.ts';
import { PeFile } from '../../src/formats/pe/pe-file.ts';
import { elfFileFeatures, elfImportNames } from '../../src/inputs/shared/native/elf-file-features.ts';
import { peImportNames } from '../../src/inputs/shared/native/imported-symbols.ts';
import { peFileFeatures } from '../../src/inputs/shared/native/pe-file-features.ts';
import { installedOrdinalNames } from '../../src/node/ordinal-names.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';
import { judgedPrograms, type ProgramRow } from '../support/programs.ts';

/** Imports of this packed file are found through slots, as Windows finds them: its table of names lies in the header. */
const NAMES_IN_HEADER = '3fdfb2d522e7deecaaaf2f87420f7e75';

const programs = judgedPrograms.filter(({ format }) => format === 'pe' || format === 'elf');

function found({ format, bytes }: ProgramRow): readonly LocatedFeature[] {
  if (format === 'elf') {
    const elf = new ElfFile(bytes(), new Diagnostics());
    return elfFileFeatures(elf, imageOfElf(elf), elfImportNames(elf), COMPAT_SEMANTICS);
  }
  const pe = new PeFile(bytes(), new Diagnostics());
  const imports = peImportNames(pe, { ordinalNames: installedOrdinalNames, semantics: COMPAT_SEMANTICS });
  return peFileFeatures(pe, imageOfPe(pe), imports);
}

interface FrozenFeature {
  readonly address: { readonly type: string; readonly value: number };
  readonly feature: { readonly type: string; readonly [key: string]: string };
}

/** What the freeze file has at file scope, without what comes from code, rules and the format as such. */
function expected({ golden }: ProgramRow): string[] {
  const text = inflateSync(readFileSync(`${golden}.frz`).subarray(8)).toString();
  const features: FrozenFeature[] = JSON.parse(text).features.file;
  return features
    .filter(({ address, feature }) => address.type !== 'no address' && feature.type !== 'function name')
    .map(({ address, feature }) => {
      const value = feature[feature.type === 'import' ? 'import_' : feature.type];
      return `${feature.type} ${address.value} ${value}`;
    });
}

/** Names of C++ symbols: capax leaves them as the file has them, the reference writes them out. */
const MANGLED = /^(?:import|export) (\d+) (?:\*\.)?_Z/;

function difference(program: ProgramRow): { missing: string[]; extra: string[]; share: number } {
  const got = found(program).map(({ feature, address }) => {
    const value = 'value' in feature ? feature.value : '';
    return `${feature.type} ${'value' in address ? address.value : ''} ${value}`;
  });
  const written = new Set(got.flatMap((key) => MANGLED.exec(key)?.[1] ?? []));
  const counts = (key: string): boolean => !/^(?:im|ex)port/.test(key) || !written.has(key.split(' ')[1] ?? '');
  const [wanted, there] = [new Set(expected(program).filter(counts)), new Set(got.filter(counts))];
  const missing = [...wanted].filter((key) => !there.has(key));
  return { missing, extra: [...there].filter((key) => !wanted.has(key)), share: there.size / got.length };
}

describe.skipIf(programs.length === 0)('features of program files (needs shared data)', () => {
  it.each(programs.map((program) => [program.md5, program] as const))(
    '%s has those of the reference',
    (md5, program) => {
      const { missing, extra, share } = difference(program);
      expect(share).toBeGreaterThan(0.8);
      expect(missing).toEqual([]);
      if (md5 === NAMES_IN_HEADER) expect(extra.every((key) => /^import .*(?:Get|Load)/.test(key))).toBe(true);
      else expect(extra).toEqual([]);
    },
  );
});
