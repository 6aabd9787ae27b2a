// What is known about a sample as a whole, whether its file was read or its run was recorded. A source that knows nothing else, such
// as a sandbox that keeps a summary only, is exactly this.

import type { Address } from './address.ts';
import type { Feature } from './feature.ts';
import type { LocatedFeature } from './located.ts';

/** Lower-case hex digests; empty where the input does not say. */
export interface SampleHashes {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
}

export interface SampleFacts {
  readonly hashes: SampleHashes;
  readonly baseAddress: Address;
  /** os, arch, format. */
  readonly globals: readonly Feature[];
  /** Features of the file as a whole. */
  readonly file: readonly LocatedFeature[];
}

/** Whether two inputs are of one sample: a hash that both have is the same. */
export function isSameSample(a: SampleHashes, b: SampleHashes): boolean {
  const shared = (['sha256', 'sha1', 'md5'] as const).find((kind) => a[kind] !== '' && b[kind] !== '');
  return shared !== undefined && a[shared] === b[shared];
}
