// Moments as users write them: a time of the day, a day, both, seconds, or the number of a call. Microseconds, so that they are exact.

/** Understands a time as inputs write it: seconds, comparable within one input, and the time of the day where that is known. */
export type ReadTime = (
  text: string,
) => { readonly value: number; readonly day?: string; readonly clock: string } | undefined;

/** A moment as exact as it was stated: all from `start` to `end`, both included. */
export interface StatedMoment {
  /** What is to be compared: the number of a call, microseconds of the day, or microseconds of time. */
  readonly kind: 'call' | 'clock' | 'time';
  readonly start: number;
  readonly end: number;
}

const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const CALL_NUMBER = /^\d{1,9}$/;
const SECONDS = /^\d+(?:\.(\d{1,6})\d*)?$/;
const CLOCK = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?$/;
const DATED = /^(\d{4}-\d\d-\d\d)(?:[T ](\S+?)Z?)?$/;

/** Microseconds that the last digit of a fraction stands for. */
function stepOf(fraction: string | undefined): number {
  return 10 ** (6 - (fraction?.length ?? 0));
}

function readClock(text: string): { start: number; step: number } | undefined {
  const [, hours, minutes, seconds, fraction] = CLOCK.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 60) return undefined;
  const whole = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds ?? 0) * SECOND;
  const start = whole + Number((fraction ?? '').padEnd(6, '0'));
  return { start, step: seconds === undefined ? MINUTE : stepOf(fraction) };
}

/** Microseconds since midnight of a time of the day; undefined for other texts. */
export function clockOf(text: string): number | undefined {
  return readClock(text)?.start;
}

/** What a user means by a text; undefined if it is neither a time nor a number. */
export function readMoment(text: string, readTime: ReadTime): StatedMoment | undefined {
  if (CALL_NUMBER.test(text)) return { kind: 'call', start: Number(text), end: Number(text) };
  const clock = readClock(text);
  if (clock !== undefined) return { kind: 'clock', start: clock.start, end: clock.start + clock.step - 1 };
  const seconds = SECONDS.exec(text);
  if (seconds !== null) return momentAt(readTime(text)?.value, 0, stepOf(seconds[1]));
  const [, day, ofDay] = DATED.exec(text) ?? [];
  if (day === undefined) return undefined;
  const time = ofDay === undefined ? { start: 0, step: DAY } : readClock(ofDay);
  return time && momentAt(readTime(`${day} 00:00:00`)?.value, time.start, time.step);
}

function momentAt(seconds: number | undefined, offset: number, step: number): StatedMoment | undefined {
  if (seconds === undefined) return undefined;
  const start = Math.round(seconds * SECOND) + offset;
  return { kind: 'time', start, end: start + step - 1 };
}
