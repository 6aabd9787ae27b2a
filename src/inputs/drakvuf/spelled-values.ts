// Raw spelling of a value in a line -> numbers of its features, so that nothing is decoded for a spelling that was met before.
// Bounded like shared/feature-cache.ts, beside which it is used.

import { ABSENT, InternTable } from '../../bytes/intern-table.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceSink } from '../../features/trace.ts';

/** Look-ups without a place in the table after which it is time to clear: the sink keeps something for each. */
const MAX_LOOSE = 1 << 18;
/** Longer texts are decoded by the platform. */
const SHORT_TEXT = 64;
const BACKSLASH = 0x5c;
const decoder = new TextDecoder('utf-8');

/** Text of a JSON string's inside, which is ASCII and well escaped. */
export function decodeSpelling(bytes: Uint8Array, start: number, end: number): string {
  const inside = bytes.subarray(start, end);
  const text = inside.length <= SHORT_TEXT ? String.fromCharCode(...inside) : decoder.decode(inside);
  return inside.includes(BACKSLASH) ? (JSON.parse(`"${text}"`) as string) : text;
}

export class SpelledValues {
  readonly #sink: TraceSink;
  readonly #decode: (text: string) => readonly Feature[];
  readonly #table = new InternTable();
  /** By entry of the table. */
  #numbers: (readonly number[])[] = [];
  #loose = 0;

  /** `decode` says which features a text stands for, in emission order. */
  constructor(sink: TraceSink, decode: (text: string) => readonly Feature[]) {
    this.#sink = sink;
    this.#decode = decode;
  }

  /** Whether it is time to `clear`. */
  get full(): boolean {
    return this.#table.full || this.#loose > MAX_LOOSE;
  }

  /** Forgets everything; the sink must be told. */
  clear(): void {
    this.#table.clear();
    this.#numbers = [];
    this.#loose = 0;
  }

  /** Feature numbers for the string whose inside is `bytes[start .. end)`; `view` shows the same buffer. */
  lookup(bytes: Uint8Array, view: DataView, start: number, end: number, hash: number): readonly number[] {
    const known = this.#table.find(view, start, end, hash);
    if (known !== ABSENT) return this.#numbers[known] as readonly number[];
    const numbers = this.#decode(decodeSpelling(bytes, start, end)).map((feature) => this.#sink.feature(feature));
    const entry = this.#table.add(bytes, start, end, hash);
    if (entry === ABSENT) this.#loose++;
    else this.#numbers[entry] = numbers;
    return numbers;
  }
}
