// DRAKVUF logs are not in order of time, and several threads interleave. The time of every call is kept in typed arrays (12
// bytes a call) until the end of the log; then each thread's calls are sorted.

const MICROSECONDS = 1e6;
/** The shape that DRAKVUF writes. Such stamps have the same order as text and as numbers, and are exact in microseconds. */
const USUAL_STAMP = /^[1-8]\d{9}\.\d{6}$/;
const DECIMAL_STAMP = /^(\d{1,9}|[1-8]\d{9})\.(\d{1,6})$/;

/** Microseconds of a stamp in seconds; NaN for text that is not one. */
function toMicroseconds(stamp: string): number {
  const match = DECIMAL_STAMP.exec(stamp);
  if (match !== null) return Number(match[1]) * MICROSECONDS + Number((match[2] as string).padEnd(6, '0'));
  return stamp.trim() === '' ? Number.NaN : Number(stamp) * MICROSECONDS;
}

/** Grows the array if it has no room for one more. */
function withRoom<T extends Float64Array | Uint32Array>(array: T, count: number): T {
  if (count < array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}

export class CallOrder {
  /** Calls whose stamp could not be read. */
  unreadable = 0;
  readonly #asText: boolean;
  #times = new Float64Array(1024);
  /** Thread number * 2, plus 1 for anything but a system call. */
  #tags = new Uint32Array(1024);
  #count = 0;
  /** Only when ordering as text: stamps of an unusual shape, by call. */
  readonly #texts = new Map<number, string>();

  /** `asText`: compare stamps as text, as the reference does, instead of as times. */
  constructor(asText: boolean) {
    this.#asText = asText;
  }

  /**
   * Adds a call and returns its number. `fallback` is a call of the same thread whose time it takes if its own stamp is
   * unreadable, or -1.
   */
  push(thread: number, isSystemCall: boolean, stamp: string, fallback: number): number {
    let time = toMicroseconds(stamp);
    if (this.#asText && !USUAL_STAMP.test(stamp)) this.#texts.set(this.#count, stamp);
    if (!Number.isFinite(time)) {
      this.unreadable++;
      time = fallback < 0 ? 0 : (this.#times[fallback] as number);
    }
    return this.pushTime(thread, isSystemCall, time);
  }

  /** Adds a call whose stamp is of the usual shape, and was read as microseconds; returns its number. */
  pushTime(thread: number, isSystemCall: boolean, time: number): number {
    const call = this.#count;
    this.#times = withRoom(this.#times, call);
    this.#tags = withRoom(this.#tags, call);
    this.#times[call] = time;
    this.#tags[call] = thread * 2 + (isSystemCall ? 0 : 1);
    this.#count++;
    return call;
  }

  #text(call: number): string {
    const known = this.#texts.get(call);
    if (known !== undefined) return known;
    const digits = String(this.#times[call]).padStart(16, '0');
    return `${digits.slice(0, 10)}.${digits.slice(10)}`;
  }

  /** When a call was made, in microseconds. */
  timeOf(call: number): number {
    return this.#times[call] as number;
  }

  /** By time; at equal times system calls come first; then in order of arrival. */
  compare(a: number, b: number): number {
    if (this.#texts.size > 0) {
      const left = this.#text(a);
      const right = this.#text(b);
      if (left !== right) return left < right ? -1 : 1;
    } else {
      const difference = (this.#times[a] as number) - (this.#times[b] as number);
      if (difference !== 0) return difference;
    }
    return ((this.#tags[a] as number) & 1) - ((this.#tags[b] as number) & 1) || a - b;
  }

  /** For each thread the positions of its calls, in order of time, in the sequence of arrival; undefined where equal. */
  sort(threads: number): (Uint32Array | undefined)[] {
    const starts = new Uint32Array(threads + 1);
    for (let call = 0; call < this.#count; call++) {
      const thread = (this.#tags[call] as number) >>> 1;
      starts[thread + 1] = (starts[thread + 1] as number) + 1;
    }
    for (let thread = 0; thread < threads; thread++) {
      starts[thread + 1] = (starts[thread + 1] as number) + (starts[thread] as number);
    }
    const filled = starts.slice();
    const calls = new Uint32Array(this.#count);
    for (let call = 0; call < this.#count; call++) {
      const thread = (this.#tags[call] as number) >>> 1;
      const at = filled[thread] as number;
      calls[at] = call;
      filled[thread] = at + 1;
    }
    return Array.from({ length: threads }, (_, thread) =>
      this.#sortThread(calls.subarray(starts[thread], starts[thread + 1])),
    );
  }

  #sortThread(calls: Uint32Array): Uint32Array | undefined {
    let sorted = true;
    for (let i = 1; sorted && i < calls.length; i++) {
      sorted = this.compare(calls[i - 1] as number, calls[i] as number) < 0;
    }
    if (sorted) return undefined;
    const positions = Uint32Array.from(calls, (_, position) => position);
    return positions.sort((a, b) => this.compare(calls[a] as number, calls[b] as number));
  }
}
