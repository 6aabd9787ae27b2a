// Looking for sequences in the calls of a thread or a process, one pass for all of them. Of all ways to match the children in order,
// the one that ends first is found, and of these the one whose calls are as late as can be, from the last child back to the first: it is
// also the one that begins last, so that what bounds a sequence never fails for an earlier beginning (docs/rules.md).
//
// For each number of children only the latest way to match so many is kept. It stands for all others: those ended before it and so began
// no later, and what must not come before the next child undoes all of them at once. Linear in calls times children.

import type { PlannedSequence } from '../plan/node.ts';
import { includesSorted } from './int-sets.ts';
import type { UnitResult } from './unit-stage.ts';

/** Units in order. */
export interface OrderedUnits {
  readonly length: number;
  resultAt(index: number): UnitResult;
  /** How many units in a row it stands for. */
  timesAt(index: number): number;
  /** When it was, in milliseconds; NaN where that is not known. */
  timeAt(index: number): number;
}

/** Calls that match the beginning of a sequence, the last one first. */
interface Chain {
  readonly index: number;
  /** The first call of them: how many calls were before it, and when it was. */
  readonly begin: number;
  readonly beginTime: number;
  readonly before: Chain | undefined;
}

/** What a call is to a step of a sequence. */
const MATCHES = 1;
const ENDS = 2;

class SequenceSearch {
  readonly sequence: PlannedSequence;
  /** By the number of steps that are matched, less one. */
  readonly #chains: (Chain | undefined)[] = [];
  found: Chain | undefined;

  constructor(sequence: PlannedSequence) {
    this.sequence = sequence;
  }

  /** What a unit is to each step; undefined if it is nothing to any. */
  rolesOf({ closed }: UnitResult): Uint8Array | undefined {
    const roles = Uint8Array.from(this.sequence.steps, ({ leaf, without }) => {
      const matches = includesSorted(closed, leaf) ? MATCHES : 0;
      return without.some((other) => includesSorted(closed, other)) ? matches | ENDS : matches;
    });
    return roles.some((role) => role !== 0) ? roles : undefined;
  }

  /** The next call that is anything to it. `position`: how many calls were before it. */
  advance(roles: Uint8Array, index: number, position: number, time: number): void {
    const chains = this.#chains;
    const last = roles.length - 1;
    for (let step = last; step >= 0; step--) {
      const role = roles[step] as number;
      const before = step === 0 ? undefined : chains[step - 1];
      const isNext = (role & MATCHES) !== 0 && (step === 0 || before !== undefined);
      if ((role & ENDS) !== 0) chains[step] = undefined;
      if (!isNext) continue;
      const chain: Chain = {
        index,
        begin: before?.begin ?? position,
        beginTime: before?.beginTime ?? time,
        before,
      };
      if (step < last) chains[step] = chain;
      else if (this.#isWithin(chain, position, time)) this.found = chain;
    }
  }

  #isWithin({ begin, beginTime }: Chain, position: number, time: number): boolean {
    const { within } = this.sequence.statement;
    if (within === undefined) return true;
    return within.unit === 'calls' ? position - begin < within.count : time - beginTime <= within.count;
  }
}

/** The sequences that are found in `units`, with the indexes of the units that match their steps. */
export function findSequences(
  sequences: readonly PlannedSequence[],
  units: OrderedUnits,
): ReadonlyMap<PlannedSequence, readonly number[]> {
  const found = new Map<PlannedSequence, readonly number[]>();
  if (sequences.length === 0) return found;
  let searches = sequences.map((sequence) => new SequenceSearch(sequence));
  /** Of results that are anything to a search: what they are. */
  const roles = new Map<UnitResult, readonly (readonly [SequenceSearch, Uint8Array])[]>();
  let position = 0;
  for (let index = 0; index < units.length && searches.length > 0; index++) {
    const result = units.resultAt(index);
    let relevant = roles.get(result);
    if (relevant === undefined) {
      relevant = searches.flatMap((search) => {
        const own = search.rolesOf(result);
        return own === undefined ? [] : [[search, own] as const];
      });
      roles.set(result, relevant);
    }
    const times = units.timesAt(index);
    for (const [search, own] of relevant) {
      if (search.found !== undefined) continue;
      repeat(search, own, times, (more) => search.advance(own, index, position + more, units.timeAt(index)));
      if (search.found === undefined) continue;
      found.set(search.sequence, indexesOf(search.found));
      searches = searches.filter((other) => other !== search);
    }
    position += times;
  }
  return found;
}

/**
 * Calls `advance` for each of `times` calls in a row, until it finds the end. As many equal calls as there are steps leave nothing more to
 * happen, so only the first and the last of them are looked at.
 */
function repeat(search: SequenceSearch, { length }: Uint8Array, times: number, advance: (more: number) => void): void {
  for (let more = 0; more < times && search.found === undefined; more++) {
    if (more === length && times > 2 * length) more = times - length;
    advance(more);
  }
}

function indexesOf(chain: Chain): number[] {
  const indexes: number[] = [];
  for (let link: Chain | undefined = chain; link !== undefined; link = link.before) indexes.push(link.index);
  return indexes.reverse();
}
