// Features and where they were seen.

import type { Address } from './address.ts';
import type { Feature } from './feature.ts';

/** A feature and where it was seen. */
export interface LocatedFeature {
  readonly feature: Feature;
  readonly address: Address;
}
