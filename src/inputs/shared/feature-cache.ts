// Spelling of a value in a log -> numbers of the features it stands for. Values repeat heavily in traces, so decoding and
// registration happen once for each distinct spelling. Bounded: when full it is emptied and the sink is told.

import { copyText } from '../../bytes/copy-text.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceSink } from '../../features/trace.ts';

/** Entries and UTF-16 units of text after which the cache starts anew. */
const MAX_ENTRIES = 400_000;
const MAX_TEXT = 48 * 1024 * 1024;
/** Longer spellings are not cached: they seldom repeat. */
const MAX_CACHED_TEXT = 16_384;

export class FeatureCache {
  readonly #sink: TraceSink;
  /** By role, then by spelling. */
  readonly #roles = new Map<string, Map<string, readonly number[]>>();
  #entries = 0;
  #text = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  /**
   * Numbers for `text` in the role `role` (a word that keeps, say, API names and arguments apart). `decode` says which features
   * the text stands for, in emission order; it is called on the first meeting only, with a copy.
   */
  lookup(role: string, text: string, decode: (text: string) => readonly Feature[]): readonly number[] {
    let known = this.#roles.get(role);
    if (known === undefined) {
      known = new Map();
      this.#roles.set(role, known);
    }
    const found = known.get(text);
    if (found !== undefined) return found;
    const own = copyText(text);
    const numbers = decode(own).map((feature) => this.#sink.feature(feature));
    if (text.length <= MAX_CACHED_TEXT) {
      known.set(own, numbers);
      this.#entries++;
      this.#text += text.length;
    }
    return numbers;
  }

  /** Empties a full cache. Call between two calls of the trace, never while numbers of one call are being gathered. */
  trim(): void {
    if (this.full) this.clear();
  }

  /** Whether it is time to `clear`. */
  get full(): boolean {
    return this.#entries >= MAX_ENTRIES || this.#text >= MAX_TEXT;
  }

  /** Empties the cache and tells the sink that all numbers are forgotten. */
  clear(): void {
    this.#roles.clear();
    this.#entries = 0;
    this.#text = 0;
    this.#sink.forgetFeatures();
  }
}
