// What a report's summary says was done, beside its calls: for processes whose calls are missing or that were not watched.

import { NO_ADDRESS } from '../../../features/address.ts';
import { canonicalObject } from '../../../features/behavior-objects.ts';
import { type BehaviorKind, behaviorFeature } from '../../../features/behaviors.ts';
import type { LocatedFeature } from '../../../features/located.ts';

/** Kinds of behaviours by the names of lists in a summary. */
export type SummaryKinds = ReadonlyMap<string, BehaviorKind>;

/** The behaviours that the items of a list are; none where nothing is known of the list. */
export function summaryBehaviors(kinds: SummaryKinds, list: string, items: Iterable<string>): LocatedFeature[] {
  const kind = kinds.get(list);
  if (kind === undefined) return [];
  return Array.from(items, (item) => ({
    feature: behaviorFeature(kind, canonicalObject(kind, item)),
    address: NO_ADDRESS,
  }));
}
