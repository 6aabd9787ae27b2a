// What an ELF file says about its code.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Image } from '../../code/image.ts';
import type { CodeFacts, ImportedSymbol, Seed } from '../../code/program-code.ts';
import type { ElfFile } from '../../formats/elf/elf-file.ts';
import { readStartFunctions } from '../../formats/elf/start-functions.ts';
import { findImportStubs } from '../../formats/elf/stubs.ts';
import { SYMBOL_TYPE, UNDEFINED_SECTION } from '../../formats/elf/symbols.ts';
import type { Semantics } from '../../semantics.ts';
import { addGoFunctions } from '../shared/native/go-functions.ts';
import type { ImportName } from '../shared/native/imported-symbols.ts';

/** Places that a relocation makes an address of the program itself. */
const POINTERS = new Set(['relative', 'absolute', 'got', 'slot']);

/** `imported` is what the file imports. */
export function codeFactsOfElf(
  elf: ElfFile,
  image: Image,
  imported: readonly ImportName[],
  semantics: Semantics,
): CodeFacts {
  const names = new IntegerMap<string[]>();
  const plt = elf.headers.sections.findIndex(({ name }) => name === '.plt');
  const seeds: Seed[] = findImportStubs(elf).map(({ address }) => ({ address, evidence: 'procedure linkage table' }));
  // What all stubs go to until their slots are filled.
  const first = plt < 0 ? -1 : (elf.layout.sectionAddresses[plt] as number);
  if (first >= 0) seeds.unshift({ address: first, evidence: 'procedure linkage table' });
  seeds.push({ address: elf.headers.entry + elf.layout.bias, evidence: 'entry point' });
  for (const address of readStartFunctions(elf)) seeds.push({ address, evidence: 'initialiser' });
  for (const { name, type, section, address, value } of [...elf.dynamicSymbols, ...elf.staticSymbols]) {
    if (section === UNDEFINED_SECTION || value === 0) continue;
    if (type !== SYMBOL_TYPE.function && type !== SYMBOL_TYPE.indirect) continue;
    seeds.push({ address, evidence: 'symbol', name });
    const known = names.get(address);
    if (known === undefined) names.set(address, [name]);
    else known.push(name);
  }
  // Of other machines the reference finds no functions at all.
  if (semantics['function-tables'] || image.machine !== 'x86') {
    for (const { start } of elf.frames) seeds.push({ address: start, evidence: 'frame description' });
    addGoFunctions(image, seeds, names);
  }
  const imports = new IntegerMap<ImportedSymbol>();
  for (const { slot, symbol } of imported) imports.set(slot, { module: '', name: symbol });
  return {
    image,
    platform: 'linux',
    imports,
    seeds,
    relocations: elf.relocations.flatMap(({ kind, address, symbol }) =>
      POINTERS.has(kind) && symbol?.section !== UNDEFINED_SECTION ? [address] : [],
    ),
    names,
  };
}
