// Which string patterns of a rule set occur in a text: one pass over the text finds literals, and only patterns with a literal
// in it are tried. Made for reports with ten thousands of distinct strings and a thousand patterns.

import { foldText, type Literals } from '../rules/regex/literals.ts';
import type { ParsedRegex } from '../rules/regex.ts';
import { AhoCorasick, type NumberedLiteral } from './aho-corasick.ts';

/** A regular expression, or text that must occur exactly. `id` is the caller's. */
export type StringPattern =
  | { readonly id: number; readonly kind: 'regex'; readonly regex: ParsedRegex }
  | { readonly id: number; readonly kind: 'substring'; readonly text: string };

/** Counts work. The same texts and patterns always give the same numbers. */
interface StringScanCounters {
  /** Texts scanned, and their UTF-16 units. */
  scans: number;
  units: number;
  /** Searches with a regular expression, and the units of the texts that they were given. */
  regexRuns: number;
  regexUnits: number;
  /** Searches that were abandoned because they took too many steps; they count as no match. */
  abandoned: number;
}

export interface StringScanner {
  readonly counters: Readonly<StringScanCounters>;
  /** Ids of the patterns that occur in `text`, ascending. */
  scan(text: string): readonly number[];
}

export interface StringScanOptions {
  /** Told of every abandoned search: the pattern's id and the text. */
  readonly onAbandoned?: (id: number, text: string) => void;
}

/** A pattern and what must occur where it does; undefined: it must always be tried. */
interface Candidate {
  readonly pattern: StringPattern;
  readonly literals: Literals | undefined;
}

const NONE: readonly number[] = [];

function prepare(pattern: StringPattern): Candidate {
  if (pattern.kind === 'regex') return { pattern, literals: pattern.regex.literals };
  const literals = pattern.text === '' ? undefined : { any: [foldText(pattern.text)], decide: false };
  return { pattern, literals };
}

class LiteralFirstScanner implements StringScanner {
  readonly counters: StringScanCounters = { scans: 0, units: 0, regexRuns: 0, regexUnits: 0, abandoned: 0 };
  readonly #candidates: readonly Candidate[];
  /** Candidates without literals. */
  readonly #always: readonly Candidate[];
  readonly #literals: AhoCorasick;
  readonly #onAbandoned: ((id: number, text: string) => void) | undefined;

  constructor(patterns: readonly StringPattern[], { onAbandoned }: StringScanOptions) {
    const candidates = patterns.map(prepare);
    this.#always = candidates.filter(({ literals }) => literals === undefined);
    this.#candidates = candidates.filter(({ literals }) => literals !== undefined);
    const numbered: NumberedLiteral[] = this.#candidates.flatMap(({ literals }, number) =>
      (literals as Literals).any.map((text) => ({ text, number })),
    );
    this.#literals = new AhoCorasick(numbered, this.#candidates.length);
    this.#onAbandoned = onAbandoned;
  }

  scan(text: string): readonly number[] {
    this.counters.scans++;
    this.counters.units += text.length;
    const count = this.#literals.find(text);
    const ids: number[] = [];
    for (let index = 0; index < count; index++) {
      const { pattern, literals } = this.#candidates[this.#literals.found[index] as number] as Candidate;
      if (literals?.decide === true || this.#occurs(pattern, text)) ids.push(pattern.id);
    }
    for (const { pattern } of this.#always) if (this.#occurs(pattern, text)) ids.push(pattern.id);
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

/** Prepares a scan. Engines of regular expressions are built when they are first needed. */
export function compileStringScan(patterns: readonly StringPattern[], options: StringScanOptions = {}): StringScanner {
  return new LiteralFirstScanner(patterns, options);
}
