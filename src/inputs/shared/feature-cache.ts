// Spelling of a value in a log -> numbers of the features it stands for. Values repeat heavily in traces, so decoding and
// registration happen once for each distinct spelling. Bounded: when full it is emptied and the sink is told.

import type { Feature } from '../../features/feature.ts';
import type { TraceSink } from '../../features/trace.ts';

/** Entries and UTF-16 units of text after which the cache starts anew. */
const MAX_ENTRIES = 400_000;
const MAX_TEXT = 48 * 1024 * 1024;
/** Longer spellings are not cached: they seldom repeat. */
const MAX_CACHED_TEXT = 16_384;

export class FeatureCache {
  readonly #sink: TraceSink;
  #numbers = new Map<string, readonly number[]>();
  #text = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  /**
   * Numbers for `text` in the role `role` (one character that keeps, say, API names and arguments apart). `decode` says which
   * features the text stands for, in emission order; it is called on the first meeting only.
   */
  lookup(role: string, text: string, decode: (text: string) => readonly Feature[]): readonly number[] {
    const key = role + text;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const numbers = decode(text).map((feature) => this.#sink.feature(feature));
    if (text.length <= MAX_CACHED_TEXT) {
      this.#numbers.set(key, numbers);
      this.#text += key.length;
    }
    return numbers;
  }

  /** Empties a full cache. Call between two calls of the trace, never while numbers of one call are being gathered. */
  trim(): void {
    if (this.#numbers.size < MAX_ENTRIES && this.#text < MAX_TEXT) return;
    this.#numbers = new Map();
    this.#text = 0;
    this.#sink.forgetFeatures();
  }
}
