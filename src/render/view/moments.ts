// Moments of a timeline: the calls in which capabilities were recognised, in order of time, and equal ones in a row told as one.

import type { CallAddress } from '../../features/address.ts';
import { type CallParts, formatCall, showArgument } from '../../features/call.ts';

/** The call in which something was recognised, or the calls of a span. */
export interface Moment {
  /** In order; at least one. */
  readonly addresses: readonly CallAddress[];
  /** Those of them that the document has. */
  readonly calls: readonly CallParts[];
  /** What was recognised there, in order. */
  readonly labels: readonly string[];
}

/** Calls of one or more moments that read the same. */
export interface Telling {
  readonly calls: readonly CallParts[];
  times: number;
}

/** Moments in a row with equal labels and the same APIs. */
export interface MomentRun {
  readonly first: Moment;
  readonly last: Moment;
  readonly count: number;
  /** Different tellings, in order of appearance. */
  readonly tellings: readonly Telling[];
}

/** A time as the input writes it, understood. */
export interface Time {
  /** Comparable with the other times of the same document. */
  readonly value: number;
  /** Day in ISO form, where the text names one. */
  readonly day?: string;
  /** What remains to be shown beside the day. */
  readonly clock: string;
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?(?:Z|[+-]\d\d:?\d\d)?$/;
const NUMBER = /^(\d{1,18})(?:\.(\d{1,9})\d*)?( s)?$/;
/** A position in a recording of WinDbg's: the command that goes there. Steps count within their sequence only. */
const TTD = /^!tt ([0-9a-f]{1,12}):([0-9a-f]{1,12})$/i;
const MOST_STEPS = 2 ** 20;
/** Numbers from here on count the seconds since 1970: the year 2001. Smaller ones have a unit and an origin of their own. */
const EPOCH_SECONDS = 1_000_000_000;

/** Understands the forms that sandboxes write: ISO 8601 (also with a comma), seconds since 1970 (shown in UTC), other numbers, seconds among them. */
export function parseTime(text: string): Time | undefined {
  const [, sequence, steps] = TTD.exec(text) ?? [];
  if (sequence !== undefined && steps !== undefined) {
    const step = Math.min(Number.parseInt(steps, 16), MOST_STEPS - 1) / MOST_STEPS;
    return { value: Number.parseInt(sequence, 16) + step, clock: text };
  }
  const number = NUMBER.exec(text);
  const seconds = Number(number?.[1]);
  const isEpoch = seconds >= EPOCH_SECONDS && seconds < 10 * EPOCH_SECONDS;
  const iso = number === null ? ISO.exec(text) : isEpoch ? ISO.exec(new Date(seconds * 1000).toISOString()) : null;
  const fraction = number === null ? iso?.[3] : number[2];
  const parts = fraction === undefined ? '' : `.${fraction}`;
  if (number !== null && iso === null) {
    return { value: Number(number[1] + parts), clock: number[1] + parts + (number[3] ?? '') };
  }
  if (iso === null) return undefined;
  const whole = Date.parse(`${iso[1]}T${iso[2]}Z`) / 1000;
  if (Number.isNaN(whole)) return undefined;
  return { value: whole + Number(`0${parts}`), day: iso[1] as string, clock: `${iso[2]}${parts}` };
}

/** When a moment began. */
export function timeOf({ calls: [call] }: Moment): string | undefined {
  return call?.time;
}

/** Sorts by time if every moment has one, otherwise by the number of the call; threads decide between equals. */
export function sortMoments(moments: Moment[]): void {
  const times = new Map<Moment, number>();
  for (const moment of moments) {
    const text = timeOf(moment);
    const time = text === undefined ? undefined : parseTime(text);
    if (time === undefined) break;
    times.set(moment, time.value);
  }
  const isTimed = times.size === moments.length;
  moments.sort((a, b) => {
    const [, , leftThread, leftCall] = firstAddress(a).value;
    const [, , rightThread, rightCall] = firstAddress(b).value;
    const order = isTimed ? (times.get(a) as number) - (times.get(b) as number) : 0;
    return order || leftCall - rightCall || leftThread - rightThread;
  });
}

function firstAddress({ addresses }: Moment): CallAddress {
  return addresses[0] as CallAddress;
}

/** What two tellings that read the same have in common. */
function textOf({ args = [], ...call }: CallParts): string {
  return [formatCall(call), call.result ?? '', ...args.map((argument) => showArgument(argument))].join(', ');
}

/** A run while it grows. */
interface GrowingRun extends MomentRun {
  last: Moment;
  count: number;
  readonly key: string;
  readonly tellings: Telling[];
  readonly byText: Map<string, Telling>;
}

/** Folds sorted moments into runs. */
export function* foldMoments(moments: readonly Moment[]): Iterable<MomentRun> {
  let run: GrowingRun | undefined;
  for (const moment of moments) {
    const { calls, labels } = moment;
    const key = [...labels, '', ...calls.map(({ api }) => api)].join('\0');
    if (run === undefined || key !== run.key) {
      if (run !== undefined) yield run;
      run = { first: moment, last: moment, count: 0, key, tellings: [], byText: new Map() };
    }
    run.last = moment;
    run.count++;
    const text = calls.map(textOf).join('\n');
    const known = run.byText.get(text);
    if (known !== undefined) {
      known.times++;
      continue;
    }
    const telling = { calls, times: 1 };
    run.tellings.push(telling);
    run.byText.set(text, telling);
  }
  if (run !== undefined) yield run;
}
