// Looking for sequences in the calls of a thread or a process, one pass for all of them. Of all ways to match the children in order,
// the one that ends first is found, and of these the one whose calls are as late as can be, from the last child back to the first: it is
// also the one that begins last, so that what bounds a sequence never fails for an earlier beginning (docs/rules.md).
//
// For each number of children, and each choice of the values that are compared, only the latest way to match so many is kept. It stands for
// all others: those ended before it and so began no later, and what must not come before the next child undoes all of them at
// once. Linear in calls times children times choices, of which there are as many as LIMITS.sequenceValues at most.

import { LIMITS } from '../../limits.ts';
import type { PlannedSequence, PlannedStep, PlannedValue } from '../plan/node.ts';
import { includesSorted } from './int-sets.ts';
import type { UnitResult } from './unit-stage.ts';

/** Units in order. */
export interface OrderedUnits {
  readonly length: number;
  /** Number of the unit's set of leaves. */
  setAt(index: number): number;
  /** What units with such a set are. */
  resultOf(leafSet: number): UnitResult;
  /** How many units in a row it stands for. */
  timesAt(index: number): number;
  /** When it was, in milliseconds; NaN where that is not known. */
  timeAt(index: number): number;
  /** The values of what satisfies a leaf in it, as they are compared. */
  valuesAt(index: number, leaf: number): readonly string[];
}

/** What the variables stand for, by number. */
type Choice = readonly (string | undefined)[];
const NO_CHOICE: Choice = [];

/** Units that match the beginning of a sequence, the last one first. */
interface Chain {
  readonly index: number;
  /** How many units were before it. */
  readonly position: number;
  /** Of the first of them. */
  readonly begin: number;
  readonly beginTime: number;
  readonly before: Chain | undefined;
  readonly choice: Choice;
}

/** The unit that is looked at. One object for all of them: most leave nothing behind. */
interface Seen {
  index: number;
  position: number;
  time: number;
  closed: Int32Array;
  readonly valuesOf: (leaf: number) => readonly string[];
}

/** What a unit is to a step, for the steps to which it is anything, the last one first. */
interface Roles {
  readonly steps: Int32Array;
  readonly roles: Uint8Array;
}

/** Where a sequence was found: a unit for each step, and what its variables stand for. */
export interface FoundUnits {
  readonly indexes: readonly number[];
  readonly choice: Choice;
}

/** What a unit is to a step of a sequence. */
const MATCHES = 1;
const ENDS = 2;

class SequenceSearch {
  readonly sequence: PlannedSequence;
  readonly #steps: readonly PlannedStep[];
  /** By the number of steps that are matched, less one: by choice, the one that was changed last at the end. */
  readonly #chains: Map<string, Chain>[];
  /** The same where nothing is compared, so that there is one at most. */
  readonly #plain: (Chain | undefined)[] | undefined;
  /** Variables that have a value before a step. */
  readonly #known: (readonly number[])[] = [];
  found: Chain | undefined;
  /** Whether choices had to be forgotten. */
  isCut = false;

  constructor(sequence: PlannedSequence) {
    this.sequence = sequence;
    this.#steps = sequence.steps;
    this.#chains = sequence.steps.map(() => new Map());
    this.#plain = sequence.variables.length > 0 ? undefined : sequence.steps.map(() => undefined);
    const known = new Set<number>();
    for (const { values } of sequence.steps) {
      this.#known.push([...known]);
      for (const { variable } of values) known.add(variable);
    }
  }

  /** The next unit that is anything to it. */
  advance({ steps, roles }: Roles, seen: Seen): void {
    for (let i = 0; i < steps.length; i++) {
      const at = steps[i] as number;
      const role = roles[i] as number;
      if (this.#plain === undefined) this.#advanceStep(at, role, seen);
      else this.#advancePlain(this.#plain, at, role, seen);
    }
  }

  #advanceStep(at: number, role: number, seen: Seen): void {
    const step = this.#steps[at] as PlannedStep;
    // What comes next is made of what was before this unit, and what it ends does not hold it.
    const next = (role & MATCHES) === 0 ? [] : this.#extend(step.values, at, seen);
    const chains = this.#chains[at] as Map<string, Chain>;
    if ((role & ENDS) !== 0) this.#end(step, at, seen);
    for (const chain of next) {
      if (at === this.#steps.length - 1) this.#offer(chain, seen);
      else this.#keep(chains, chain);
    }
  }

  /** The same without choices. */
  #advancePlain(chains: (Chain | undefined)[], at: number, role: number, seen: Seen): void {
    if ((role & ENDS) !== 0) chains[at] = undefined;
    const before = at === 0 ? undefined : chains[at - 1];
    if ((role & MATCHES) === 0 || (at > 0 && before === undefined)) return;
    const { index, position, time } = seen;
    const { begin, beginTime } = before ?? { begin: position, beginTime: time };
    const chain: Chain = { index, position, begin, beginTime, before, choice: NO_CHOICE };
    if (at === this.#steps.length - 1) this.#offer(chain, seen);
    else chains[at] = chain;
  }

  #extend(values: readonly PlannedValue[], at: number, { index, position, time, valuesOf }: Seen): Chain[] {
    const sources: Iterable<Chain | undefined> = at === 0 ? [undefined] : this.#fitting(values, at, valuesOf);
    const made: Chain[] = [];
    for (const before of sources) {
      const { begin, beginTime } = before ?? { begin: position, beginTime: time };
      for (const choice of extendChoice(before?.choice ?? [], values, valuesOf)) {
        made.push({ index, position, begin, beginTime, before, choice });
      }
    }
    return made;
  }

  /** The chains of the steps before `at` whose choice may fit such values. Usually the values say which. */
  #fitting(values: readonly PlannedValue[], at: number, valuesOf: Seen['valuesOf']): Iterable<Chain> {
    const chains = this.#chains[at - 1] as Map<string, Chain>;
    const known = this.#known[at] as readonly number[];
    if (known.length === 0 || !known.every((variable) => values.some((value) => value.variable === variable))) {
      return chains.values();
    }
    const own = values.filter(({ variable }) => known.includes(variable));
    return extendChoice([], own, valuesOf).flatMap((choice) => chains.get(keyOf(choice)) ?? []);
  }

  /** Forgets the chains of a step that must not be followed by such a unit. */
  #end({ without }: PlannedStep, at: number, { closed, valuesOf }: Seen): void {
    const chains = this.#chains[at] as Map<string, Chain>;
    for (const { leaf, values } of without) {
      if (!includesSorted(closed, leaf)) continue;
      if (values.length === 0) chains.clear();
      else {
        for (const [key, { choice }] of chains) {
          if (extendChoice(choice, values, valuesOf).length > 0) chains.delete(key);
        }
      }
    }
  }

  #keep(chains: Map<string, Chain>, chain: Chain): void {
    const key = keyOf(chain.choice);
    chains.delete(key);
    chains.set(key, chain);
    if (chains.size <= LIMITS.sequenceValues) return;
    const [oldest] = chains.keys();
    chains.delete(oldest as string);
    this.isCut = true;
  }

  /** A chain of all steps: the best of those that end with this unit is what is looked for. */
  #offer(chain: Chain, { position, time }: Seen): void {
    const { within } = this.sequence.statement;
    const { begin, beginTime } = chain;
    const isWithin =
      within === undefined ||
      (within.unit === 'calls' ? position - begin < within.count : time - beginTime <= within.count);
    if (isWithin && (this.found === undefined || isBetter(chain, this.found))) this.found = chain;
  }
}

function keyOf(choice: Choice): string {
  return choice.length === 0 ? '' : JSON.stringify(choice);
}

/** The choices that agree with one and with the values of a unit. */
function extendChoice(choice: Choice, values: readonly PlannedValue[], valuesOf: Seen['valuesOf']): Choice[] {
  let choices = [choice];
  for (const { variable, leaf } of values) {
    const found = valuesOf(leaf);
    choices = choices.flatMap((known) =>
      found
        .filter((value) => known[variable] === undefined || known[variable] === value)
        .map((value) => {
          const extended = Array.from({ length: Math.max(known.length, variable + 1) }, (_, i) => known[i]);
          extended[variable] = value;
          return extended;
        }),
    );
  }
  return choices;
}

/** Whether the units of a chain are later, from the last to the first; where they are the same, by what variables stand for. */
function isBetter(chain: Chain, other: Chain): boolean {
  let b: Chain | undefined = other;
  for (let a: Chain | undefined = chain; a !== undefined && b !== undefined; a = a.before, b = b.before) {
    if (a.position !== b.position) return a.position > b.position;
  }
  return keyOf(chain.choice) < keyOf(other.choice);
}

/** The sequences that are found in `units`. `onCut` is told where one is not, but might have been without the limit of choices. */
export function findSequences(
  sequences: readonly PlannedSequence[],
  units: OrderedUnits,
  onCut: () => void = () => undefined,
): ReadonlyMap<PlannedSequence, FoundUnits> {
  const found = new Map<PlannedSequence, FoundUnits>();
  const searches = new Set(sequences.map((sequence) => new SequenceSearch(sequence)));
  const places = placesOf(searches);
  /** By set of leaves: to which searches it is anything, and what. */
  const parts: (readonly Part[] | undefined)[] = [];
  const looksAtTimes = sequences.some(({ statement }) => statement.within?.unit === 'ms');
  const seen: Seen = {
    index: 0,
    position: 0,
    time: 0,
    closed: new Int32Array(),
    valuesOf: (leaf) => units.valuesAt(seen.index, leaf),
  };
  let position = 0;
  // Clocks may go back a little; order is what was recorded.
  let clock = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < units.length && searches.size > 0; index++) {
    const leafSet = units.setAt(index);
    let relevant = parts[leafSet];
    if (relevant === undefined) {
      relevant = partsOf(places, units.resultOf(leafSet));
      parts[leafSet] = relevant;
    }
    const times = units.timesAt(index);
    const stated = looksAtTimes ? units.timeAt(index) : 0;
    if (stated > clock) clock = stated;
    if (relevant.length > 0) {
      seen.index = index;
      seen.time = Number.isNaN(stated) ? stated : clock;
      seen.closed = units.resultOf(leafSet).closed;
      let isAnyFound = false;
      for (let i = 0; i < relevant.length; i++) {
        const { search, roles } = relevant[i] as Part;
        if (search.found !== undefined) continue;
        repeat(search, roles, times, position, seen);
        const ended = search.found as Chain | undefined;
        if (ended === undefined) continue;
        isAnyFound = true;
        found.set(search.sequence, { indexes: indexesOf(ended), choice: ended.choice });
        searches.delete(search);
      }
      if (isAnyFound) parts[leafSet] = relevant.filter(({ search }) => search.found === undefined);
    }
    position += times;
  }
  if ([...searches].some(({ isCut }) => isCut)) onCut();
  return found;
}

/** What a unit is to one search. */
interface Part {
  readonly search: SequenceSearch;
  readonly roles: Roles;
}

/** Where a leaf means something, and what. */
interface Place {
  readonly search: SequenceSearch;
  readonly at: number;
  readonly role: number;
}

function placesOf(searches: Iterable<SequenceSearch>): ReadonlyMap<number, readonly Place[]> {
  const places = new Map<number, Place[]>();
  const add = (leaf: number, place: Place): void => {
    const known = places.get(leaf);
    if (known === undefined) places.set(leaf, [place]);
    else known.push(place);
  };
  for (const search of searches) {
    for (const [at, { leaf, without }] of search.sequence.steps.entries()) {
      add(leaf, { search, at, role: MATCHES });
      for (const other of without) add(other.leaf, { search, at, role: ENDS });
    }
  }
  return places;
}

function partsOf(places: ReadonlyMap<number, readonly Place[]>, { closed }: UnitResult): readonly Part[] {
  const found = new Map<SequenceSearch, Uint8Array>();
  for (const leaf of closed) {
    for (const { search, at, role } of places.get(leaf) ?? []) {
      const roles = found.get(search) ?? new Uint8Array(search.sequence.steps.length);
      found.set(search, roles);
      roles[at] = (roles[at] as number) | role;
    }
  }
  return Array.from(found, ([search, all]): Part => {
    const steps = Int32Array.from(all.keys())
      .filter((at) => all[at] !== 0)
      .reverse();
    return { search, roles: { steps, roles: Uint8Array.from(steps, (at) => all[at] as number) } };
  });
}

/**
 * Has a search look at each of `times` units in a row, the first of which is at `position`, until it finds the end. As many equal units as
 * there are steps leave nothing more to happen, so only the first and the last of them are looked at.
 */
function repeat(search: SequenceSearch, roles: Roles, times: number, position: number, seen: Seen): void {
  const steps = search.sequence.steps.length;
  for (let more = 0; more < times && search.found === undefined; more++) {
    if (more === steps && times > 2 * steps) more = times - steps;
    seen.position = position + more;
    search.advance(roles, seen);
  }
}

function indexesOf(chain: Chain): number[] {
  const indexes: number[] = [];
  for (let link: Chain | undefined = chain; link !== undefined; link = link.before) indexes.push(link.index);
  return indexes.reverse();
}
