// When calls were made, as CAPE writes it: `2026-01-01 00:00:01,453`. Hot where times are asked for: the day, which hardly ever changes, is read
// once, and the rest by its digits.

import type { JsonCursor } from '../../bytes/json-cursor.ts';

const QUOTE = 0x22;
const ZERO = 0x30;
/** Where the parts of a time stand. */
const DAY_END = 10;
const HOUR = 11;
const MINUTE = 14;
const SECOND = 17;
const FRACTION = 20;
const END = 23;
const SEPARATORS: readonly (readonly [number, number])[] = [
  [DAY_END, 0x20],
  [MINUTE - 1, 0x3a],
  [SECOND - 1, 0x3a],
  [FRACTION - 1, 0x2c],
];
const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3})/;

export class ReportClock {
  /** The bytes of the day that was met last, and when it began. */
  readonly #day = new Uint8Array(DAY_END);
  #midnight = Number.NaN;

  /** Milliseconds of the time at the cursor; undefined for what is none. */
  read(cursor: JsonCursor): number | undefined {
    if (cursor.peek() !== QUOTE) {
      cursor.skipValue();
      return undefined;
    }
    cursor.readString();
    const { bytes, textStart: at, textEnd } = cursor;
    if (textEnd - at < END || !SEPARATORS.every(([place, byte]) => bytes[at + place] === byte)) {
      return parseTime(cursor.text());
    }
    if (!this.#isSameDay(bytes, at)) {
      this.#day.set(bytes.subarray(at, at + DAY_END));
      this.#midnight = parseTime(`${cursor.text().slice(0, DAY_END)} 00:00:00,000`) ?? Number.NaN;
    }
    const hours = digits(bytes, at + HOUR, 2);
    const minutes = digits(bytes, at + MINUTE, 2);
    const seconds = digits(bytes, at + SECOND, 2);
    const milliseconds = digits(bytes, at + FRACTION, 3);
    const time = this.#midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
    return hours < 24 && minutes < 60 && seconds < 60 && !Number.isNaN(time) ? time : parseTime(cursor.text());
  }

  #isSameDay(bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < DAY_END; i++) if (bytes[at + i] !== this.#day[i]) return false;
    return true;
  }
}

function parseTime(text: string): number | undefined {
  const [, day, clock, fraction] = TIME.exec(text) ?? [];
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T${clock}.${fraction}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The number that digits are; NaN where some are none. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let number = 0;
  for (let i = 0; i < count; i++) {
    const digit = (bytes[at + i] as number) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}
