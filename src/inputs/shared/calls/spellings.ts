// Spelling of a name or value -> entry of the features that it stands for. Values repeat heavily in traces, so decoding, typing and
// registration happen once for each distinct spelling: of bytes as they stand in the input, of text where an input has it decoded
// already, of integers where it has those. Bounded: an emitter clears its tables together when one of them is full.
// Hot file: used for every argument of every call.

import { copyText } from '../../../bytes/copy-text.ts';
import type { Integer } from '../../../bytes/integer.ts';
import { IntegerMap } from '../../../bytes/integer-map.ts';
import { ABSENT, InternTable } from '../../../bytes/intern-table.ts';
import type { Feature } from '../../../features/feature.ts';
import type { FeatureLists } from './feature-lists.ts';

/** A table of one kind of spelling. */
export interface Spellings {
  /** Whether it is time to `clear`. */
  readonly isFull: boolean;
  /** Forgets everything. */
  clear(): void;
}

/** By raw bytes: nothing is decoded for a spelling that was met before. */
export class ByteSpellings implements Spellings {
  readonly #lists: FeatureLists;
  readonly #decode: (text: string) => readonly Feature[];
  readonly #table = new InternTable();
  /** Entry of the lists by number in the table. */
  #entries: number[] = [];
  readonly #isReadAgain: boolean;

  /**
   * `decode` says which features a text stands for, in emission order. `toText`: the text that bytes stand for, where features are to be
   * read again rather than kept; of one table at most.
   */
  constructor(
    lists: FeatureLists,
    decode: (text: string) => readonly Feature[],
    toText?: (bytes: Uint8Array) => string,
  ) {
    this.#lists = lists;
    this.#decode = decode;
    this.#isReadAgain = toText !== undefined;
    if (toText !== undefined) lists.readAgain((number) => decode(toText(this.#table.bytesOf(number))));
  }

  get isFull(): boolean {
    return this.#table.full;
  }

  clear(): void {
    this.#table.clear();
    this.#entries = [];
  }

  /** Entry of `bytes[start .. end)`, or ABSENT; `view` shows the same buffer. */
  find(view: DataView, start: number, end: number, hash: number): number {
    const number = this.#table.find(view, start, end, hash);
    return number === ABSENT ? ABSENT : (this.#entries[number] as number);
  }

  /** Entry for bytes that `find` does not know and that stand for `text`. */
  enter(bytes: Uint8Array, start: number, end: number, hash: number, text: string): number {
    const number = this.#table.add(bytes, start, end, hash);
    const features = this.#decode(text);
    if (number === ABSENT) return this.#lists.add(features);
    const entry = this.#isReadAgain ? this.#lists.add(features, number) : this.#lists.add(features);
    this.#entries[number] = entry;
    return entry;
  }
}

/** Entries and UTF-16 units of text that a table of texts holds. */
const MAX_TEXTS = 400_000;
const MAX_TEXT = 48 * 1024 * 1024;
/** Longer texts are not kept: they seldom repeat. */
const MAX_KEPT_TEXT = 16_384;

/** By text. */
export class TextSpellings implements Spellings {
  readonly #lists: FeatureLists;
  readonly #decode: (text: string) => readonly Feature[];
  readonly #entries = new Map<string, number>();
  #text = 0;

  /** `decode` says which features a text stands for, in emission order; it gets a copy that holds nothing else in memory. */
  constructor(lists: FeatureLists, decode: (text: string) => readonly Feature[]) {
    this.#lists = lists;
    this.#decode = decode;
  }

  get isFull(): boolean {
    return this.#entries.size >= MAX_TEXTS || this.#text >= MAX_TEXT;
  }

  clear(): void {
    this.#entries.clear();
    this.#text = 0;
  }

  entry(text: string): number {
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const own = copyText(text);
    const entry = this.#lists.add(this.#decode(own));
    if (own.length <= MAX_KEPT_TEXT) {
      this.#entries.set(own, entry);
      this.#text += own.length;
    }
    return entry;
  }
}

/** Entries that a table of integers holds. */
const MAX_INTEGERS = 200_000;

/** By integer. */
export class IntegerSpellings implements Spellings {
  readonly #lists: FeatureLists;
  readonly #decode: (value: Integer) => readonly Feature[];
  readonly #entries = new IntegerMap<number, Integer>();

  /** `decode` says which features an integer stands for, in emission order. */
  constructor(lists: FeatureLists, decode: (value: Integer) => readonly Feature[]) {
    this.#lists = lists;
    this.#decode = decode;
  }

  get isFull(): boolean {
    return this.#entries.size >= MAX_INTEGERS;
  }

  clear(): void {
    this.#entries.clear();
  }

  entry(value: Integer): number {
    let entry = this.#entries.get(value);
    if (entry === undefined) {
      entry = this.#lists.add(this.#decode(value));
      this.#entries.set(value, entry);
    }
    return entry;
  }
}
