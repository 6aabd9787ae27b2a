// The string patterns of a rule set, prepared for scanning: one automaton over the literals that they need. Immutable; engines of regular
// expressions are built when they are first needed and then only get faster, so runs share them.

import { foldText, type Literals } from '../../rules/regex/literals.ts';
import type { ParsedRegex } from '../../rules/regex.ts';
import { AhoCorasick } from './aho-corasick.ts';
import type { NumberedLiteral } from './literal-trie.ts';

/** A regular expression, or text that must occur exactly. `id` is the caller's. */
export type StringPattern =
  | { readonly id: number; readonly kind: 'regex'; readonly regex: ParsedRegex }
  | { readonly id: number; readonly kind: 'substring'; readonly text: string };

/** A pattern and what must occur where it does; undefined: it must always be tried. */
export interface StringCandidate {
  readonly pattern: StringPattern;
  readonly literals: Literals | undefined;
}

export class StringPatterns {
  /** Patterns with literals; their positions here are the numbers in `literals`. */
  readonly candidates: readonly StringCandidate[];
  /** Patterns without literals. */
  readonly always: readonly StringCandidate[];
  readonly literals: AhoCorasick;

  constructor(patterns: readonly StringPattern[]) {
    const candidates = patterns.map(prepare);
    this.always = candidates.filter(({ literals }) => literals === undefined);
    this.candidates = candidates.filter(({ literals }) => literals !== undefined);
    const numbered: NumberedLiteral[] = this.candidates.flatMap(({ literals }, number) =>
      (literals as Literals).any.map((text) => ({ text, number })),
    );
    this.literals = new AhoCorasick(numbered, this.candidates.length);
  }
}

function prepare(pattern: StringPattern): StringCandidate {
  if (pattern.kind === 'regex') return { pattern, literals: pattern.regex.literals };
  const literals = pattern.text === '' ? undefined : { any: [foldText(pattern.text)], decide: false };
  return { pattern, literals };
}
