// Where a sequence was found, as evidence tells it.

import type { FoundSequence, Site } from '../evidence/evidence.ts';
import type { PlannedSequence, PlannedStep } from '../plan/node.ts';
import type { FoundUnits } from './sequence-search.ts';

/** The units of each child, and what variables stand for with the units that have it. `siteOf`: the location of a unit. */
export function describeFound(
  { steps, variables }: PlannedSequence,
  { indexes, choice }: FoundUnits,
  siteOf: (index: number) => Site,
): FoundSequence {
  const children = new Map<number, Site[]>();
  const values = new Map<string, Site[]>();
  for (const [at, index] of indexes.entries()) {
    const step = steps[at] as PlannedStep;
    const site = siteOf(index);
    addSite(children, step.child, site);
    for (const { variable } of step.values) addSite(values, `${variables[variable]} = ${choice[variable]}`, site);
  }
  return { children, values };
}

/** Adds a location to those of a key. One unit may stand for several in a row. */
function addSite<Key>(sites: Map<Key, Site[]>, key: Key, site: Site): void {
  const known = sites.get(key);
  if (known === undefined) sites.set(key, [site]);
  else if (known.at(-1)?.key !== site.key) known.push(site);
}
