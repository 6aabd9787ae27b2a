// Moments of a timeline: the calls at which capabilities were recognised, in order of time, and equal ones in a row told as one.

import type { CallAddress } from '../features/address.ts';
import type { MatchedCall } from '../result/document.ts';
import { splitCall } from './call-text.ts';

/** A call that decided at least one match. */
export interface Moment {
  readonly address: CallAddress;
  /** Text and time, where the document has them. */
  readonly call: MatchedCall | undefined;
  /** What was recognised there, in order. */
  readonly labels: readonly string[];
}

/** Moments in a row with equal labels and the same API. */
export interface MomentRun {
  readonly first: Moment;
  readonly last: Moment;
  readonly count: number;
  /** Text of calls -> how often it occurred, in order of appearance. */
  readonly texts: ReadonlyMap<string, number>;
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\d*(?:Z|[+-]\d\d:?\d\d)?$/;

/** A time as a number that can be compared with others of the same document; undefined if it has no known form. */
export function timeValue(time: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(time)) return Number(time);
  const match = ISO.exec(time);
  if (match === null) return undefined;
  const seconds = Date.parse(`${match[1]}T${match[2]}Z`) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds + Number(`0.${match[3] ?? '0'}`);
}

/** The day of a time that names one. */
export function dayOf(time: string): string | undefined {
  return ISO.exec(time)?.[1];
}

/** A time without its day: `04:26:59.560`. Times of another form as they are. */
export function clockOf(time: string): string {
  const match = ISO.exec(time);
  return match === null ? time : `${match[2]}${match[3] === undefined ? '' : `.${match[3]}`}`;
}

/** Sorts by time if every moment has one, otherwise by the number of the call; threads decide between equals. */
export function sortMoments(moments: Moment[]): void {
  const times = new Map<Moment, number>();
  for (const moment of moments) {
    const time = moment.call?.time === undefined ? undefined : timeValue(moment.call.time);
    if (time === undefined) break;
    times.set(moment, time);
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
  let run: { first: Moment; last: Moment; count: number; texts: Map<string, number> } | undefined;
  let runKey = '';
  for (const moment of moments) {
    const text = moment.call?.name ?? '';
    const key = [splitCall(text).api, ...moment.labels].join('\0');
    if (run === undefined || key !== runKey) {
      if (run !== undefined) yield run;
      run = { first: moment, last: moment, count: 0, texts: new Map() };
      runKey = key;
    }
    run.last = moment;
    run.count++;
    run.texts.set(text, (run.texts.get(text) ?? 0) + 1);
  }
  if (run !== undefined) yield run;
}
