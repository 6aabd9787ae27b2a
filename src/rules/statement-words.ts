// How each kind of statement is written: the words that may stand as the key of an element, by kind.

import { FLAVOURS, flavourOf, SCOPES, type Scope } from '../features/scopes.ts';
import type { Statement } from './rule.ts';

export const OPTIONAL = 'optional';
/** Behind the number in `N or more`. */
export const OR_MORE = ' or more';

/** `count(FEATURE)`. */
export const COUNT: RegExp = /^count\((.*)\)$/s;
/** `arg/NAME/count`, which is `count(arg/NAME)`. */
export const ARGUMENT_COUNT: RegExp = /^(arg\/.+)\/count$/s;

/** Scopes that a block can have: those whose word says which flavour it is of. */
const SUBSCOPES: ReadonlySet<string> = new Set(
  FLAVOURS.flatMap((flavour): readonly Scope[] => SCOPES[flavour]).filter((scope) => flavourOf(scope) !== undefined),
);

/** The words that begin a statement and are always the same. */
export const STATEMENT_WORDS: readonly string[] = ['and', 'or', 'not', OPTIONAL, ...SUBSCOPES];

/** Whether a word is one of the kind. The first kind that has it counts, so features, which have all others, come last. */
const WORDS: { readonly [Kind in Statement['kind']]: (word: string) => boolean } = {
  subscope: (word) => SUBSCOPES.has(word),
  range: (word) => COUNT.test(word) || ARGUMENT_COUNT.test(word),
  some: (word) => word === OPTIONAL || word.endsWith(OR_MORE),
  and: (word) => word === 'and',
  or: (word) => word === 'or',
  not: (word) => word === 'not',
  feature: () => true,
};

const KINDS: readonly Statement['kind'][] = Object.keys(WORDS) as Statement['kind'][];

/** The kind of statement that a word begins. */
export function statementKind(word: string): Statement['kind'] {
  return KINDS.find((kind) => WORDS[kind](word)) ?? 'feature';
}
