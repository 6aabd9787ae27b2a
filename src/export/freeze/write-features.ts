// Lists of features as the text that freeze files hold.

import { compareCodePoints } from '../../bytes/code-points.ts';
import { type Address, compareAddresses } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import { addressJson, featureJson } from '../../features/feature-json.ts';
import type { LocatedFeature } from '../../features/located.ts';

/**
 * Order of the JSON texts of features. The reference orders by texts that still have their `"description":null`, so what follows
 * a number is a comma: `2` comes before `20`.
 */
export function compareFeatureTexts(a: string, b: string): number {
  return a === b ? 0 : compareCodePoints(`${a.slice(0, -1)},`, `${b.slice(0, -1)},`);
}

/** Global features; they have no address. */
export function globalFeaturesText(features: readonly Feature[]): string {
  const texts = features.map(featureJson).sort(compareFeatureTexts);
  return `[${texts.map((text) => `{"feature":${text}}`).join(',')}]`;
}

/** Features at their addresses. `owner` is the place that they belong to; those of the file have none. */
export function featuresText(
  features: readonly LocatedFeature[],
  owner?: { readonly key: string; readonly address: Address },
): string {
  const prefix = owner === undefined ? '{' : `{"${owner.key}":${addressJson(owner.address)},`;
  const entries = features.map(({ address, feature }) => ({ address, text: featureJson(feature) }));
  entries.sort((a, b) => compareAddresses(a.address, b.address) || compareFeatureTexts(a.text, b.text));
  return `[${entries.map(({ address, text }) => `${prefix}"address":${addressJson(address)},"feature":${text}}`).join(',')}]`;
}

/** Places in the order of freeze files; equal addresses keep their order. */
export function sortByAddress<T extends { readonly address: Address }>(places: Iterable<T>): T[] {
  return [...places].sort((a, b) => compareAddresses(a.address, b.address));
}
