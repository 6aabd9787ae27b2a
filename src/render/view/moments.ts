// Moments of a timeline: the calls at which capabilities were recognised, in order of time, and equal ones in a row told as one.

import type { CallAddress } from '../../features/address.ts';
import { type CallParts, formatCall } from '../../features/call.ts';

/** A call that decided at least one match. */
export interface Moment {
  readonly address: CallAddress;
  /** The call, where the document has it. */
  readonly call: CallParts | undefined;
  /** What was recognised there, in order. */
  readonly labels: readonly string[];
}

/** Moments in a row with equal labels and the same API. */
export interface MomentRun {
  readonly first: Moment;
  readonly last: Moment;
  readonly count: number;
  /** Different calls and how often each occurred, by their text, in order of appearance. */
  readonly calls: ReadonlyMap<string, { readonly call: CallParts; readonly times: number }>;
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

const NO_CALL: CallParts = { api: '' };

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?(?:Z|[+-]\d\d:?\d\d)?$/;
const NUMBER = /^(\d{1,18})(?:\.(\d{1,9})\d*)?$/;
/** Numbers from here on count the seconds since 1970: the year 2001. Smaller ones have a unit and an origin of their own. */
const EPOCH_SECONDS = 1_000_000_000;

/** Understands the forms that sandboxes write: ISO 8601 (also with a comma), seconds since 1970 (shown in UTC), other numbers. */
export function parseTime(text: string): Time | undefined {
  const number = NUMBER.exec(text);
  const seconds = Number(number?.[1]);
  const isEpoch = seconds >= EPOCH_SECONDS && seconds < 10 * EPOCH_SECONDS;
  const iso = number === null ? ISO.exec(text) : isEpoch ? ISO.exec(new Date(seconds * 1000).toISOString()) : null;
  const fraction = number === null ? iso?.[3] : number[2];
  const parts = fraction === undefined ? '' : `.${fraction}`;
  if (number !== null && iso === null) return { value: Number(number[1] + parts), clock: number[1] + parts };
  if (iso === null) return undefined;
  const whole = Date.parse(`${iso[1]}T${iso[2]}Z`) / 1000;
  if (Number.isNaN(whole)) return undefined;
  return { value: whole + Number(`0${parts}`), day: iso[1] as string, clock: `${iso[2]}${parts}` };
}

/** Sorts by time if every moment has one, otherwise by the number of the call; threads decide between equals. */
export function sortMoments(moments: Moment[]): void {
  const times = new Map<Moment, number>();
  for (const moment of moments) {
    const time = moment.call?.time === undefined ? undefined : parseTime(moment.call.time);
    if (time === undefined) break;
    times.set(moment, time.value);
  }
  const isTimed = times.size === moments.length;
  moments.sort((a, b) => {
    const [, , leftThread, leftCall] = a.address.value;
    const [, , rightThread, rightCall] = b.address.value;
    const order = isTimed ? (times.get(a) as number) - (times.get(b) as number) : 0;
    return order || leftCall - rightCall || leftThread - rightThread;
  });
}

/** Folds sorted moments into runs. */
export function* foldMoments(moments: readonly Moment[]): Iterable<MomentRun> {
  let run:
    | { first: Moment; last: Moment; count: number; calls: Map<string, { call: CallParts; times: number }> }
    | undefined;
  let runKey = '';
  for (const moment of moments) {
    const { call = NO_CALL, labels } = moment;
    const text = formatCall(call);
    const key = [call.api, ...labels].join('\0');
    if (run === undefined || key !== runKey) {
      if (run !== undefined) yield run;
      run = { first: moment, last: moment, count: 0, calls: new Map() };
      runKey = key;
    }
    run.last = moment;
    run.count++;
    const known = run.calls.get(text);
    if (known === undefined) run.calls.set(text, { call, times: 1 });
    else known.times++;
  }
  if (run !== undefined) yield run;
}
