// Which string patterns of a rule set occur in a text: one pass over the text finds literals, and only patterns with a literal
// in it are tried. Made for reports with ten thousands of distinct strings and a thousand patterns.

import { LiteralSearch } from '../plan/aho-corasick.ts';
import type { StringCandidate, StringPattern, StringPatterns } from '../plan/string-patterns.ts';

/** Counts work. The same texts and patterns always give the same numbers. */
export interface StringScanCounters {
  /** Texts scanned, and their UTF-16 units. */
  scans: number;
  units: number;
  /** Searches with a regular expression, and the units of the texts that they were given. */
  regexRuns: number;
  regexUnits: number;
  /** Searches that were abandoned because they took too many steps; they count as no match. */
  abandoned: number;
}

export interface StringScanOptions {
  /** Told of every abandoned search: the pattern's id and the text. */
  readonly onAbandoned?: (id: number, text: string) => void;
  /** Where work is counted; default: counters of its own. */
  readonly counters?: StringScanCounters;
}

const NONE: readonly number[] = [];

export class StringScan {
  readonly counters: StringScanCounters;
  readonly #patterns: StringPatterns;
  readonly #literals: LiteralSearch;
  readonly #onAbandoned: ((id: number, text: string) => void) | undefined;

  constructor(patterns: StringPatterns, { onAbandoned, counters }: StringScanOptions = {}) {
    this.counters = counters ?? { scans: 0, units: 0, regexRuns: 0, regexUnits: 0, abandoned: 0 };
    this.#patterns = patterns;
    this.#literals = new LiteralSearch(patterns.literals);
    this.#onAbandoned = onAbandoned;
  }

  /** Ids of the patterns that occur in `text`, ascending. */
  scan(text: string): readonly number[] {
    this.counters.scans++;
    this.counters.units += text.length;
    const count = this.#literals.find(text);
    const { candidates, always } = this.#patterns;
    const ids: number[] = [];
    for (let index = 0; index < count; index++) {
      const { pattern, literals } = candidates[this.#literals.found[index] as number] as StringCandidate;
      if (literals?.decide === true || this.#occurs(pattern, text)) ids.push(pattern.id);
    }
    for (const { pattern } of always) if (this.#occurs(pattern, text)) ids.push(pattern.id);
    if (ids.length === 0) return NONE;
    return ids.length === 1 ? ids : ids.sort((left, right) => left - right);
  }

  #occurs(pattern: StringPattern, text: string): boolean {
    if (pattern.kind === 'substring') return text.includes(pattern.text);
    this.counters.regexRuns++;
    this.counters.regexUnits += text.length;
    const found = pattern.regex.search(text);
    if (found === undefined) {
      this.counters.abandoned++;
      this.#onAbandoned?.(pattern.id, text);
    }
    return found === true;
  }
}
