// What a sequence means: of all ways to match its children in order the one that ends first, and of these the one whose calls are as late
// as can be, from the last child back to the first.

import { featureKey } from '../../features/feature-types.ts';
import type { SequenceStatement, Statement } from '../../rules/rule.ts';
import { type FoundSequence, type Site, siteAt } from '../evidence/evidence.ts';
import type { DefinedInstance } from './definition.ts';
import type { FeatureSet } from './feature-set.ts';

/** A call with what it holds. */
export interface OrderedCall {
  readonly call: DefinedInstance;
  readonly holds: FeatureSet;
}

/** The calls of threads as they were recorded, each behind those that come before it in its thread; those of a thread listed twice once. */
export function mergeCalls(threads: readonly (readonly OrderedCall[])[]): OrderedCall[] {
  const merged = new Map<number, { readonly ordered: OrderedCall; readonly key: number }>();
  for (const calls of threads) {
    let key = -1;
    for (const ordered of calls) {
      const arrival = ordered.call.arrival ?? -1;
      key = Math.max(key, arrival);
      if (!merged.has(arrival)) merged.set(arrival, { ordered, key });
    }
  }
  return [...merged.values()].sort((a, b) => a.key - b.key).map(({ ordered }) => ordered);
}

/** Where the sequence is: the calls of each child. */
export function findSequence(statement: SequenceStatement, ordered: readonly OrderedCall[]): FoundSequence | undefined {
  const calls = ordered.flatMap((entry) => Array<OrderedCall>(entry.call.times ?? 1).fill(entry));
  const wanted = statement.steps.flatMap(({ count }, child) => Array<number>(count).fill(child));
  for (let end = 0; end < calls.length; end++) {
    const found = matchBackwards(statement, wanted, calls, end);
    if (found === undefined) continue;
    const sites = new Map<number, Site[]>();
    for (const [step, at] of found.entries()) {
      const child = wanted[step] as number;
      const site = siteAt((calls[at] as OrderedCall).call.address);
      const known = sites.get(child) ?? [];
      sites.set(child, known);
      if (known.at(-1)?.key !== site.key) known.push(site);
    }
    return sites;
  }
  return undefined;
}

/** The places of calls that match children in order and end at `end`, later ones first. */
function matchBackwards(
  statement: SequenceStatement,
  wanted: readonly number[],
  calls: readonly OrderedCall[],
  end: number,
): readonly number[] | undefined {
  const { children, within } = statement;
  const matches = (at: number, child: number): boolean => holds(calls[at] as OrderedCall, children[child] as Statement);
  /** Whether no call between two is what must not be between their children. */
  const isClear = (from: number, to: number, child: number, next: number): boolean => {
    for (let other = child + 1; other < next; other++) {
      for (let at = from + 1; at < to; at++) if (matches(at, other)) return false;
    }
    return true;
  };
  const isWithin = (begin: number): boolean =>
    within === undefined || (within.unit === 'calls' && end - begin < within.count);
  const search = (step: number, at: number): readonly number[] | undefined => {
    const child = wanted[step] as number;
    if (!matches(at, child)) return undefined;
    if (step === 0) return isWithin(at) ? [at] : undefined;
    for (let before = at - 1; before >= 0; before--) {
      if (!isClear(before, at, wanted[step - 1] as number, child)) continue;
      const found = search(step - 1, before);
      if (found !== undefined) return [...found, at];
    }
    return undefined;
  };
  return search(wanted.length - 1, end);
}

function holds({ holds: { entries } }: OrderedCall, child: Statement): boolean {
  return child.kind === 'feature' && entries.has(featureKey(child.feature));
}
