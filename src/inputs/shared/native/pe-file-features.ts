// Features of a PE file as a whole: what it imports and exports, its sections, its texts and what is embedded in it.

import type { Image } from '../../../code/image.ts';
import type { Address } from '../../../features/address.ts';
import type { LocatedFeature } from '../../../features/located.ts';
import type { PeFile } from '../../../formats/pe/pe-file.ts';
import { embeddedPeFeatures, stringFeatures } from './file-features.ts';
import { type ImportName, importFeatureNames } from './imported-symbols.ts';

/** All of them, kind by kind, each in the order of its table. `imports` is what the file imports. */
export function peFileFeatures(pe: PeFile, image: Image, imports: readonly ImportName[]): LocatedFeature[] {
  const at = (rva: number): Address => ({ type: 'absolute', value: image.addressOf(image.base + rva) });
  return [
    ...embeddedPeFeatures(pe.bytes),
    ...exportFeatures(pe, at),
    ...importFeatures(imports, at),
    ...pe.parts.map(
      ({ name, start }): LocatedFeature => ({ feature: { type: 'section', value: name }, address: at(start) }),
    ),
    ...stringFeatures(pe.bytes),
  ];
}

type Place = (rva: number) => Address;

function exportFeatures(pe: PeFile, at: Place): LocatedFeature[] {
  const features: LocatedFeature[] = [];
  for (const { name, ordinal, rva, forwardedTo } of pe.exports.entries) {
    const value = forwardedTo === undefined ? (name ?? `Ordinal_${ordinal}`) : forwardedName(forwardedTo);
    features.push({ feature: { type: 'export', value }, address: at(rva) });
    if (forwardedTo === undefined) continue;
    features.push({ feature: { type: 'characteristic', value: 'forwarded export' }, address: at(rva) });
  }
  features.push({ feature: { type: 'export', value: '__entry' }, address: at(pe.headers.entryRva) });
  return features;
}

/** Modules are written in lower case, symbols as they are. */
function forwardedName(target: string): string {
  const dot = target.lastIndexOf('.');
  return target.slice(0, Math.max(dot, 0)).toLowerCase() + target.slice(Math.max(dot, 0));
}

function importFeatures(imports: readonly ImportName[], at: Place): LocatedFeature[] {
  const features: LocatedFeature[] = [];
  for (const symbol of imports) {
    for (const value of importFeatureNames(symbol)) {
      features.push({ feature: { type: 'import', value }, address: at(symbol.slot) });
    }
  }
  return features;
}
