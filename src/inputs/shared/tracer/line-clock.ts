// When a line was written, in milliseconds from any beginning, of the three ways in which the tracers write times.

const OF_DAY = /^(\d{1,2}):(\d\d):(\d\d(?:\.\d+)?)$/;
/** Seconds since the line before (-r); those since 1970 (-ttt) have more digits. */
export const RELATIVE_TIME: RegExp = /^\d{1,8}\.\d+$/;
const DAY_MS = 86_400_000;

/** Takes the time stamps of all lines in order. Each of these has one, or none of them. */
export class LineClock {
  #days = 0;
  #latest = 0;

  /** Milliseconds; undefined without a time stamp. */
  read(stamp: string): number | undefined {
    if (stamp === '') return undefined;
    const [, hours, minutes, seconds] = OF_DAY.exec(stamp) ?? [];
    if (hours === undefined) {
      const ms = Number(stamp) * 1000;
      this.#latest = RELATIVE_TIME.test(stamp) ? this.#latest + ms : ms;
      return this.#latest;
    }
    const ofDay = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    // Lines of threads may be a little out of order; half a day back is the next day.
    if (this.#days + ofDay < this.#latest - DAY_MS / 2) this.#days += DAY_MS;
    this.#latest = this.#days + ofDay;
    return this.#latest;
  }
}
