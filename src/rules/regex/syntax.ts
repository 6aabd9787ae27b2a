// The tree of a parsed regular expression: Python's syntax with all flags already applied, so that nothing behind the parser
// has to know about inline flags, verbose mode or escapes.

/** How letter case is ignored at one place of the pattern: not at all, for A-Z only (`(?ai)`), or for all of Unicode. */
export type Fold = 'none' | 'ascii' | 'unicode';

/** A class by property; `ascii` restricts it to ASCII members, as in `(?a)`. */
export interface CategoryItem {
  readonly category: 'digit' | 'space' | 'word';
  readonly negated: boolean;
  readonly ascii: boolean;
}
/** Code points `from` to `to`, both included. */
export interface RangeItem {
  readonly from: number;
  readonly to: number;
}
export type SetItem = CategoryItem | RangeItem;

/** Text of at least one code point, as long as nothing special stands in between. */
export interface LiteralNode {
  readonly kind: 'literal';
  readonly text: string;
  readonly fold: Fold;
}
/** One code point in (or, negated, outside) the union of the items. "Any" is the negation of no items. */
export interface SetNode {
  readonly kind: 'set';
  readonly items: readonly SetItem[];
  readonly negated: boolean;
  readonly fold: Fold;
}

/**
 * Conditions on a place between two code points. `end` is Python's `$`: the end, or before a line feed that is the last code
 * point. The boundaries come in a Unicode and an ASCII variant.
 */
export type AssertionTest =
  | 'text-start'
  | 'text-end'
  | 'end'
  | 'line-start'
  | 'line-end'
  | 'boundary'
  | 'not-boundary'
  | 'ascii-boundary'
  | 'not-ascii-boundary';

interface AssertionNode {
  readonly kind: 'assertion';
  readonly test: AssertionTest;
}
export interface SequenceNode {
  readonly kind: 'sequence';
  readonly parts: readonly RegexNode[];
}
interface AlternativesNode {
  readonly kind: 'alternatives';
  readonly branches: readonly RegexNode[];
}
/** `max` is Infinity for an open repetition. */
export interface RepeatNode {
  readonly kind: 'repeat';
  readonly child: RegexNode;
  readonly min: number;
  readonly max: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
}
/** A capturing group; groups count from 1. */
interface GroupNode {
  readonly kind: 'group';
  readonly index: number;
  readonly child: RegexNode;
}
/** Look-ahead, or look-behind over exactly `width` code points. */
export interface LookNode {
  readonly kind: 'look';
  readonly behind: boolean;
  readonly negated: boolean;
  readonly child: RegexNode;
  readonly width: number;
}
interface AtomicNode {
  readonly kind: 'atomic';
  readonly child: RegexNode;
}
interface BackReferenceNode {
  readonly kind: 'back-reference';
  readonly group: number;
  readonly fold: Fold;
}
/** `(?(1)yes|no)`: which side applies depends on whether the group has taken part so far. */
interface ConditionalNode {
  readonly kind: 'conditional';
  readonly group: number;
  readonly yes: RegexNode;
  readonly no: RegexNode;
}

export type RegexNode =
  | LiteralNode
  | SetNode
  | AssertionNode
  | SequenceNode
  | AlternativesNode
  | RepeatNode
  | GroupNode
  | LookNode
  | AtomicNode
  | BackReferenceNode
  | ConditionalNode;

/** A whole pattern. */
export interface RegexTree {
  readonly root: RegexNode;
  readonly groups: number;
  /**
   * True if the pattern describes a regular language (look-around included): no back-references, conditionals, atomic groups
   * or possessive repetitions. Only such patterns can be searched in linear time.
   */
  readonly regular: boolean;
}

/** Matches the empty text. */
export const EMPTY: SequenceNode = { kind: 'sequence', parts: [] };
