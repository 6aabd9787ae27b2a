// Regular expressions of rules: `/pattern/` and `/pattern/i`, with the meaning of Python's re.search and DOTALL (what capa does).
// Patterns are not translated to JavaScript's RegExp: the dialects differ in too many places (white space, \b, letter case,
// `$`, code points), and RegExp backtracks, which hostile text turns into a stop of the whole analysis. Instead: a parser for
// Python's syntax, a pre-filter of literals, and an automaton that is built lazily while texts are read. Patterns that no
// automaton can express are searched with bounded backtracking.

import { Backtracker } from './regex/backtracker.ts';
import { LazyAutomaton } from './regex/lazy-automaton.ts';
import { findLiterals, type Literals, trimBorders } from './regex/literals.ts';
import { LookAroundSearch } from './regex/look-around.ts';
import { parsePattern } from './regex/parse.ts';
import { compileProgram } from './regex/program.ts';

/** What the rule cache keeps of a regular expression, so that a later start need not parse it. JSON-compatible. */
export interface StoredRegex {
  readonly value: string;
  readonly literals?: readonly string[];
  readonly decide?: boolean;
}

interface Engine {
  search(text: string): boolean | undefined;
}

/** A valid regular expression. Its engine is built at the first search and grows a bounded cache. */
export class ParsedRegex {
  /** As the rule has it, with slashes. */
  readonly value: string;
  /** Undefined if nothing in particular need occur in a matching text. */
  readonly literals: Literals | undefined;
  #engine: Engine | undefined;

  constructor(value: string, literals: Literals | undefined) {
    this.value = value;
    this.literals = literals;
  }

  /**
   * Whether the pattern occurs in `text`. Undefined: the search was abandoned because it took more steps than
   * `LIMITS` allows, which takes a pattern with back-references and the like, or thousands of counted repetitions.
   */
  search(text: string): boolean | undefined {
    this.#engine ??= buildEngine(this.value);
    return this.#engine.search(text);
  }

  /** For the rule cache; `reviveRegex` is the way back. */
  store(): StoredRegex {
    const { value, literals } = this;
    return literals === undefined ? { value } : { value, literals: literals.any, decide: literals.decide };
  }
}

function split(value: string): { pattern: string; ignoreCase: boolean } {
  const ignoreCase = value.endsWith('/i');
  // Too short for two slashes (`/`, `/i`): an empty pattern.
  return { pattern: value.slice(1, ignoreCase ? -2 : -1), ignoreCase };
}

function read(value: string) {
  const { pattern, ignoreCase } = split(value);
  const tree = parsePattern(pattern, ignoreCase);
  return { tree, root: tree.regular ? trimBorders(tree.root) : tree.root };
}

function buildEngine(value: string): Engine {
  const { tree, root } = read(value);
  if (!tree.regular) return new Backtracker(compileProgram(root, tree.groups, 'remembering'));
  const program = compileProgram(root, 0, 'forward');
  return program.looks.length > 0 ? new LookAroundSearch(program) : new LazyAutomaton(program);
}

/** True if the text of a `string` feature stands for a regular expression. */
export function isRegexText(value: string): boolean {
  return value.startsWith('/') && (value.endsWith('/') || value.endsWith('/i'));
}

/**
 * Parses the text of a feature, `/pattern/` or `/pattern/i`. The pattern is what is between the first and the last slash, so
 * slashes in it need no escape; `/`, `//`, `/i` and `//i` match every text.
 * @throws CapaxError `rules-invalid`, with the position in the pattern.
 */
export function parseRegexFeature(value: string): ParsedRegex {
  return new ParsedRegex(value, findLiterals(read(value).root));
}

/** A regular expression from the rule cache. It is parsed when it is first searched with. */
export function reviveRegex(stored: StoredRegex): ParsedRegex {
  const { value, literals, decide = false } = stored;
  return new ParsedRegex(value, literals === undefined ? undefined : { any: literals, decide });
}
