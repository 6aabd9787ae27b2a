// What a sequence means: of all ways to match its children in order the one that ends first, and of these the one whose calls are as late
// as can be, from the last child back to the first.

import { featureKey } from '../../features/feature-types.ts';
import type { SequenceStatement, SequenceValue, Statement } from '../../rules/rule.ts';
import { comparableValue, type FoundSequence, type Site, siteAt } from '../evidence/evidence.ts';
import { passesTest } from './evaluate-statement.ts';
import type { OrderedCall } from './feature-set.ts';

/** The calls of threads as they were recorded, each behind those that come before it in its thread; those of a thread listed twice once. */
export function mergeCalls(threads: readonly (readonly OrderedCall[])[]): OrderedCall[] {
  const merged = new Map<number, { readonly ordered: OrderedCall; readonly key: number }>();
  for (const calls of threads) {
    let key = -1;
    for (const ordered of calls) {
      const { arrival } = ordered;
      key = Math.max(key, arrival);
      if (!merged.has(arrival)) merged.set(arrival, { ordered, key });
    }
  }
  const inOrder = [...merged.values()].sort((a, b) => a.key - b.key).map(({ ordered }) => ordered);
  // Clocks may go back a little; order is what was recorded.
  let clock = Number.NEGATIVE_INFINITY;
  return inOrder.map((call) => {
    if (call.time > clock) clock = call.time;
    return Number.isNaN(call.time) ? call : { ...call, time: clock };
  });
}

/** A call that a sequence asks for. */
interface Wanted {
  readonly child: number;
  readonly values: readonly SequenceValue[];
}

/** What variables stand for. */
type Choice = ReadonlyMap<string, string>;

/** Where the sequence is. */
export function findSequence(statement: SequenceStatement, ordered: readonly OrderedCall[]): FoundSequence | undefined {
  const calls = ordered.flatMap((entry) => Array<OrderedCall>(entry.times).fill(entry));
  const wanted = statement.steps.flatMap(({ count, values = [] }, child) =>
    Array<Wanted>(count).fill({ child, values }),
  );
  for (let end = 0; end < calls.length; end++) {
    const found = matchBackwards(statement, wanted, calls, end);
    if (found !== undefined) return describeFound(statement, wanted, calls, found);
  }
  return undefined;
}

/** `places` of the calls in `calls`; of several choices of values the first by their text. */
function describeFound(
  statement: SequenceStatement,
  wanted: readonly Wanted[],
  calls: readonly OrderedCall[],
  places: readonly number[],
): FoundSequence {
  const names = [...new Set(statement.steps.flatMap(({ values = [] }) => values.map(({ variable }) => variable)))];
  const textOf = (choice: Choice): string => JSON.stringify(names.map((name) => choice.get(name)));
  const [choice = new Map<string, string>()] = choicesOf(statement, wanted, calls, places).sort((a, b) =>
    textOf(a) < textOf(b) ? -1 : 1,
  );
  const children = new Map<number, Site[]>();
  const values = new Map<string, Site[]>();
  const add = <Key>(sites: Map<Key, Site[]>, key: Key, site: Site): void => {
    const known = sites.get(key) ?? [];
    sites.set(key, known);
    if (known.at(-1)?.key !== site.key) known.push(site);
  };
  for (const [step, at] of places.entries()) {
    const { child, values: own } = wanted[step] as Wanted;
    const site = siteAt((calls[at] as OrderedCall).address);
    add(children, child, site);
    for (const { variable } of own) add(values, `${variable} = ${choice.get(variable)}`, site);
  }
  return { children, values };
}

/** The places of calls that match children in order and end at `end`, later ones first. */
function matchBackwards(
  statement: SequenceStatement,
  wanted: readonly Wanted[],
  calls: readonly OrderedCall[],
  end: number,
): readonly number[] | undefined {
  const { within } = statement;
  const isWithin = (begin: number): boolean => {
    if (within === undefined) return true;
    if (within.unit === 'calls') return end - begin < within.count;
    return (calls[end] as OrderedCall).time - (calls[begin] as OrderedCall).time <= within.count;
  };
  const search = (step: number, behind: readonly number[]): readonly number[] | undefined => {
    const [at] = behind as [number];
    if (!matches(calls[at] as OrderedCall, statement.children[(wanted[step] as Wanted).child] as Statement))
      return undefined;
    if (step === 0) {
      return isWithin(at) && choicesOf(statement, wanted, calls, behind).length > 0 ? behind : undefined;
    }
    for (let before = at - 1; before >= 0; before--) {
      const found = search(step - 1, [before, ...behind]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(wanted.length - 1, [end]);
}

/** What the variables can stand for in calls that match the children: those choices with which nothing stands between that must not. */
function choicesOf(
  { children, steps }: SequenceStatement,
  wanted: readonly Wanted[],
  calls: readonly OrderedCall[],
  places: readonly number[],
): Choice[] {
  let choices: Choice[] = [new Map()];
  for (const [step, at] of places.entries()) {
    const { child, values } = wanted[step] as Wanted;
    const previous = wanted[step - 1];
    const between = previous === undefined ? [] : calls.slice((places[step - 1] as number) + 1, at);
    for (let other = (previous?.child ?? child) + 1; other < child; other++) {
      const unwanted = between.filter((call) => matches(call, children[other] as Statement));
      const own = steps[other]?.values ?? [];
      choices = choices.filter((choice) => unwanted.every((call) => extend(choice, own, call).length === 0));
    }
    choices = choices.flatMap((choice) => extend(choice, values, calls[at] as OrderedCall));
  }
  return choices;
}

/** The choices that agree with one and with what a call holds. */
function extend(choice: Choice, values: readonly SequenceValue[], { holds }: OrderedCall): Choice[] {
  let choices = [choice];
  for (const { variable, feature: wanted } of values) {
    const seen = [...holds.entries.values()].filter(({ feature }) => passesTest(feature, wanted));
    const found = seen.map(({ feature }) => comparableValue(feature));
    choices = choices.flatMap((known) =>
      found
        .filter((value) => (known.get(variable) ?? value) === value)
        .map((value) => new Map([...known, [variable, value]])),
    );
  }
  return choices;
}

function matches({ holds: { entries } }: OrderedCall, child: Statement): boolean {
  return child.kind === 'feature' && entries.has(featureKey(child.feature));
}
