// The regular expressions of a rule set, each parsed once. Parsing hundreds of them is a large part of a start, so the rule cache
// keeps what the pre-filter needs and the rest is parsed when a text gets as far as the pattern itself.

import { type ParsedRegex, parseRegexFeature, reviveRegex, type StoredRegex } from './regex.ts';

export class RegexTable {
  readonly #stored: Map<string, StoredRegex>;
  readonly #parsed = new Map<string, ParsedRegex>();

  constructor(stored: readonly StoredRegex[] = []) {
    this.#stored = new Map(stored.map((regex) => [regex.value, regex]));
  }

  /** The expression of a regex feature. Throws `rules-invalid` for an invalid one, which a validated rule never has. */
  get(value: string): ParsedRegex {
    const known = this.#parsed.get(value);
    if (known !== undefined) return known;
    const stored = this.#stored.get(value);
    const regex = stored === undefined ? parseRegexFeature(value) : reviveRegex(stored);
    this.#parsed.set(value, regex);
    return regex;
  }
}
