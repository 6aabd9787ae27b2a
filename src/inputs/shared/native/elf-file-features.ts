// Features of an ELF file as a whole: what it imports and exports, its sections, its texts and what is embedded in it.

import type { Image } from '../../../code/image.ts';
import type { Address } from '../../../features/address.ts';
import type { LocatedFeature } from '../../../features/located.ts';
import type { ElfFile } from '../../../formats/elf/elf-file.ts';
import type { RelocationKind } from '../../../formats/elf/relocations.ts';
import { SYMBOL_TYPE, UNDEFINED_SECTION } from '../../../formats/elf/symbols.ts';
import type { Semantics } from '../../../semantics.ts';
import { embeddedPeFeatures, stringFeatures } from './file-features.ts';
import { type ImportName, importFeatureNames } from './imported-symbols.ts';

/** All of them, kind by kind, each in the order of its table. `imports` is what the file imports. */
export function elfFileFeatures(
  elf: ElfFile,
  image: Image,
  imports: readonly ImportName[],
  semantics: Semantics,
): LocatedFeature[] {
  const at = (address: number): Address => ({ type: 'absolute', value: image.addressOf(address) });
  return [
    ...embeddedPeFeatures(elf.bytes),
    ...exportFeatures(elf, at, semantics),
    ...imports.flatMap((symbol) =>
      importFeatureNames(symbol).map(
        (value): LocatedFeature => ({
          feature: { type: 'import', value },
          address: at(symbol.slot),
        }),
      ),
    ),
    ...sectionFeatures(elf, at),
    ...stringFeatures(elf.bytes),
  ];
}

/** Relocations that stand for a symbol of another file. */
const IMPORTING: readonly RelocationKind[] = ['slot', 'got', 'indirect'];

/** Everything that an ELF file imports, in the order of its relocations. */
export function elfImportNames(elf: ElfFile): ImportName[] {
  const imported: ImportName[] = [];
  for (const { kind, symbol, address } of elf.relocations) {
    const isForeign = symbol?.section === UNDEFINED_SECTION && symbol.name !== '';
    if (!isForeign || !IMPORTING.includes(kind)) continue;
    const [name = ''] = symbol.name.split('@@');
    imported.push({ slot: address, module: '*', symbol: name });
  }
  return imported;
}

/** Dynamic functions and data that have a place; the reference takes those of other files in, where the linker gave them one. */
function exportedSymbols(elf: ElfFile, semantics: Semantics) {
  return elf.dynamicSymbols.filter(
    ({ type, value, section, name }) =>
      name !== '' &&
      value !== 0 &&
      (type === SYMBOL_TYPE.object || type === SYMBOL_TYPE.function) &&
      (section !== UNDEFINED_SECTION || !semantics['elf-own-exports']),
  );
}

type Place = (address: number) => Address;

function exportFeatures(elf: ElfFile, at: Place, semantics: Semantics): LocatedFeature[] {
  const features = exportedSymbols(elf, semantics).map(
    ({ name, value }): LocatedFeature => ({
      feature: { type: 'export', value: name },
      address: at(value + elf.layout.bias),
    }),
  );
  const address = at(elf.headers.entry + elf.layout.bias);
  return [...features, { feature: { type: 'export', value: '__entry' }, address }];
}

function sectionFeatures(elf: ElfFile, at: Place): LocatedFeature[] {
  const { headers, layout } = elf;
  const sections = headers.sections
    .map(({ name, address }, index) => ({
      name,
      start: address === 0 ? layout.sectionAddresses[index] : address + layout.bias,
    }))
    .filter(({ start }) => start !== undefined && start > 0);
  const segments = headers.segments.length > 0 ? layout.parts : [];
  return [...sections, ...segments].map(({ name, start }) => ({
    feature: { type: 'section', value: name },
    address: at(start as number),
  }));
}
