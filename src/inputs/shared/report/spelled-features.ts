// Raw spelling of a name or value -> numbers of its features. Decoding, typing and registration happen once for each distinct
// spelling; a look-up works on the bytes as they stand in the report. Hot file: used for every argument of every call.

import { ABSENT, InternTable } from '../../../bytes/intern-table.ts';
import type { JsonCursor } from '../../../bytes/json-cursor.ts';
import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';

/** Most features that one spelling stands for: a number, its lower half, and the text. */
const WIDTH = 3;
const NONE = -1;
/** Features outside of the table after which it is time to clear: the sink keeps something for each. */
const MAX_LOOSE = 1 << 18;

export class SpelledFeatures {
  readonly #sink: TraceSink;
  readonly #decode: (text: string) => readonly Feature[];
  readonly #table = new InternTable();
  /** Feature numbers of entry n at n * WIDTH, padded with NONE. */
  #features = new Int32Array(WIDTH << 11);
  /** Features of what found no place in the table, until `endCall`. Such an entry is -2 - its position here. */
  #loose: number[][] = [];
  #looseSinceClear = 0;

  /** `decode` says which features a text stands for, in emission order. */
  constructor(sink: TraceSink, decode: (text: string) => readonly Feature[]) {
    this.#sink = sink;
    this.#decode = decode;
  }

  /** Whether it is time to `clear`. */
  get full(): boolean {
    return this.#table.full || this.#looseSinceClear > MAX_LOOSE;
  }

  clear(): void {
    this.#table.clear();
    this.#looseSinceClear = 0;
  }

  /** Reads the string at the cursor and returns its entry. */
  read(cursor: JsonCursor): number {
    cursor.readHashedString();
    const known = this.#table.find(cursor.view, cursor.textStart, cursor.textEnd, cursor.textHash);
    return known === ABSENT ? this.#enter(cursor) : known;
  }

  /** Entry of features that come from elsewhere; good until `endCall`. */
  add(features: readonly Feature[]): number {
    this.#looseSinceClear++;
    this.#loose.push(features.map((feature) => this.#sink.feature(feature)));
    return -1 - this.#loose.length;
  }

  /** Writes the feature numbers of an entry to `into` from `at` on, which must have room for WIDTH; returns where they end. */
  copy(entry: number, into: Int32Array, at: number): number {
    let end = at;
    if (entry < 0) {
      for (const number of this.#loose[-2 - entry] as number[]) into[end++] = number;
      return end;
    }
    const from = entry * WIDTH;
    for (let i = from; i < from + WIDTH; i++) {
      const number = this.#features[i] as number;
      if (number === NONE) break;
      into[end++] = number;
    }
    return end;
  }

  /** Forgets what found no place in the table. */
  endCall(): void {
    if (this.#loose.length > 0) this.#loose = [];
  }

  #enter(cursor: JsonCursor): number {
    const features = this.#decode(cursor.text());
    const entry = this.#table.add(cursor.bytes, cursor.textStart, cursor.textEnd, cursor.textHash);
    if (entry === ABSENT) return this.add(features);
    const from = entry * WIDTH;
    if (from === this.#features.length) {
      const wider = new Int32Array(this.#features.length * 2);
      wider.set(this.#features);
      this.#features = wider;
    }
    for (let i = 0; i < WIDTH; i++) {
      const feature = features[i];
      this.#features[from + i] = feature === undefined ? NONE : this.#sink.feature(feature);
    }
    return entry;
  }
}
