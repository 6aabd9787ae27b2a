// Contract between whoever emits features and whoever wants them. Features repeat heavily, in programs as in traces, so a feature is
// handed over once and stands as a number from then on.

import type { Feature } from './feature.ts';

export interface FeatureRegistrar {
  /**
   * Registers a feature and returns its number, which is not negative. Whoever emits features calls this once for each distinct
   * spelling it meets and keeps the number; calling it again with an equal feature is allowed and returns a number that means the
   * same.
   */
  feature(feature: Feature): number;
  /**
   * Tells the other side that the table of feature numbers has been dropped here (to bound memory): numbers handed out before will
   * not be used again.
   */
  forgetFeatures(): void;
}
