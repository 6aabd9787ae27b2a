// Features of a Mach-O program as a whole: what it imports and exports, its sections, classes, functions and texts.

import type { Image } from '../../code/image.ts';
import { type Address, NO_ADDRESS } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { MachOFile } from '../../formats/macho/macho-file.ts';
import { embeddedPeFeatures, stringFeatures } from '../shared/native/file-features.ts';
import { type ImportName, importFeatureNames } from '../shared/native/imported-symbols.ts';
import type { FunctionNames } from './code-facts.ts';
import type { ObjectiveC } from './objective-c.ts';
import { classOfSymbol, libraryName, spellingsOf } from './symbol-names.ts';

/** What is needed to say them all. */
export interface FileFeatureParts {
  readonly macho: MachOFile;
  readonly image: Image;
  readonly functionNames: FunctionNames;
  readonly objectiveC: ObjectiveC;
  /** Where the program begins in its file. */
  readonly offset: number;
}

/** All of them, kind by kind, each in the order of its table. */
export function machoFileFeatures(parts: FileFeatureParts): LocatedFeature[] {
  const { macho, image, functionNames, objectiveC, offset } = parts;
  const at = (address: number): Address => ({ type: 'absolute', value: image.addressOf(address) });
  return [
    ...embeddedPeFeatures(macho.bytes).map((one) => moved(one, offset)),
    ...exportFeatures(macho, at),
    ...importFeatures(macho, at),
    ...macho.sections.map(({ segment, name, address }) => located('section', `${segment},${name}`, at(address))),
    ...objectiveC.classes.map(({ name, address }) => located('class', name, at(address))),
    ...[...functionNames].flatMap(([address, names]) =>
      names.flatMap(spellingsOf).map((name) => located('function name', name, at(address))),
    ),
    ...stringFeatures(macho.bytes).map((one) => moved(one, offset)),
  ];
}

/** Names of what is imported into places, as rules know them: the name of C and the one in the file. */
export function machoImportNames(macho: MachOFile): ImportName[] {
  return macho.imports.flatMap(({ slot, name, library }) =>
    slot === undefined ? [] : spellingsOf(name).map((symbol) => ({ slot, module: libraryName(library), symbol })),
  );
}

type TextType = Extract<Feature, { readonly value: string }>['type'];

function located(type: TextType, value: string, address: Address): LocatedFeature {
  return { feature: { type, value }, address };
}

/** Places in the program as those in the file. */
function moved({ feature, address }: LocatedFeature, offset: number): LocatedFeature {
  if (offset === 0 || address.type !== 'file') return { feature, address };
  return { feature, address: { type: 'file', value: Number(address.value) + offset } };
}

type Place = (address: number) => Address;

function exportFeatures(macho: MachOFile, at: Place): LocatedFeature[] {
  return macho.exports.flatMap(({ name, address }) => {
    const place = address === undefined ? NO_ADDRESS : at(address);
    const features = spellingsOf(name).map((value) => located('export', value, place));
    if (address === undefined) features.push(located('characteristic', 'forwarded export', place));
    return features;
  });
}

/** The classes among them are features of their kind, too. */
function importFeatures(macho: MachOFile, at: Place): LocatedFeature[] {
  return macho.imports.flatMap(({ slot, name, library }) => {
    const place = slot === undefined ? NO_ADDRESS : at(slot);
    const module = libraryName(library);
    const features = spellingsOf(name).flatMap((symbol) =>
      importFeatureNames({ slot: slot ?? 0, module, symbol }).map((value) => located('import', value, place)),
    );
    const ofClass = classOfSymbol(name);
    return ofClass === undefined ? features : [...features, located('class', ofClass, place)];
  });
}
