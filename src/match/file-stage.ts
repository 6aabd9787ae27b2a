// File scope, the same for both flavours: the file's own features, global ones, and the matches of all smaller scopes.

import { type Address, addressKey } from '../features/address.ts';
import { type Feature, featureKey } from '../features/feature.ts';
import type { LocatedFeature } from '../features/trace.ts';
import type { Semantics } from '../semantics.ts';
import type { Bucket, CompiledRule, CompiledRules } from './compile.ts';
import { ADDRESSLESS } from './evaluate.ts';
import { Instance } from './instance.ts';

/** What file scope is made of, apart from matches. */
export interface FileFeatures {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
}

/** File-scope rules that match on the file's own features alone; used for limitation warnings before a full run. */
export function matchFileFeatures(rules: CompiledRules, summary: FileFeatures, semantics: Semantics): CompiledRule[] {
  const instance = new Instance(fileBucket(rules), rules.leafCount, [], { evaluations: 0, instances: 0 });
  addFileFeatures(instance, rules, summary, semantics);
  return instance.run(() => false).matched.map((rank) => instance.bucket.rules[rank] as CompiledRule);
}

/** The rules of file scope. */
export function fileBucket(rules: CompiledRules): Bucket {
  const bucket = rules.buckets.get('file');
  if (bucket === undefined) throw new Error('rules have no file scope');
  return bucket;
}

/** Counts distinct locations of file features; one without an address is present and counts as the semantics say. */
export function addFileFeatures(
  instance: Instance,
  rules: CompiledRules,
  summary: FileFeatures,
  semantics: Semantics,
): void {
  const seen = new Map<number, Set<string>>();
  const add = (feature: Feature, address: Address): void => {
    for (const leaf of rules.leavesOf(feature)) {
      const places = seen.get(leaf) ?? new Set();
      seen.set(leaf, places);
      if (address.type !== 'no address') places.add(addressKey(address));
    }
  };
  for (const feature of summary.globals) add(feature, { type: 'no address' });
  for (const { feature, address } of summary.file) add(feature, address);
  for (const [leaf, places] of seen) {
    instance.add(leaf, places.size > 0 ? places.size : semantics['addressless-count'] ? 1 : ADDRESSLESS);
  }
}

/** Number of different features of the file and global ones. */
export function countFileKeys({ globals, file }: FileFeatures): number {
  const keys = new Set(globals.map(featureKey));
  for (const { feature } of file) keys.add(featureKey(feature));
  return keys.size;
}
