// The keys that an element of a rule's `features` can have: statements, blocks of a scope, and features. One list of them, for
// reading and for suggestions.

import type { FeatureType } from '../features/feature.ts';
import { FEATURE_TYPE_NAMES, FEATURE_TYPES, QUALIFIER_VALUES } from '../features/feature-types.ts';
import { didYouMean } from '../suggest.ts';
import { OR_MORE, STATEMENT_WORDS, statementKind } from './statement-words.ts';

/** The type of feature that a key names. */
export interface FeatureKey {
  readonly type: FeatureType;
  /** What stands for `#` in the key. */
  readonly qualifier?: string;
}

/** How the keys of rules differ from the names of features. */
const KEY_NAMES: Readonly<Partial<Record<FeatureType, readonly string[]>>> = {
  // A pattern is written as a string.
  regex: [],
  'basic block': ['basic blocks'],
  behavior: ['behavior'],
};

/** Keys without a qualifier, and what stands before and behind it in the others. */
const PLAIN_KEYS = new Map<string, FeatureType>();
const QUALIFIED_KEYS: { readonly before: string; readonly behind: string; readonly type: FeatureType }[] = [];
for (const type of FEATURE_TYPE_NAMES) {
  for (const name of KEY_NAMES[type] ?? FEATURE_TYPES[type].names ?? [type]) {
    const at = name.indexOf('#');
    if (at < 0) PLAIN_KEYS.set(name, type);
    else QUALIFIED_KEYS.push({ before: name.slice(0, at), behind: name.slice(at + 1), type });
  }
}

/** The feature that a key names; undefined if it names none. The qualifier is not checked. */
export function readFeatureKey(key: string): FeatureKey | undefined {
  const plain = PLAIN_KEYS.get(key);
  if (plain !== undefined) return { type: plain };
  const qualified = QUALIFIED_KEYS.find(
    ({ before, behind }) =>
      key.length >= before.length + behind.length && key.startsWith(before) && key.endsWith(behind),
  );
  if (qualified === undefined) return undefined;
  const { type, before, behind } = qualified;
  return { type, qualifier: key.slice(before.length, key.length - behind.length) };
}

export const COM_KEYS: readonly string[] = ['com/class', 'com/interface'];

/** Every key that can be counted or written, with its qualifiers. */
function featureWords(counted: boolean): string[] {
  const qualified = QUALIFIED_KEYS.flatMap(({ before, behind, type }) => {
    const { qualifier } = FEATURE_TYPES[type];
    if (qualifier === undefined || (counted && qualifier.field === 'access')) return [];
    return QUALIFIER_VALUES[qualifier.field]?.map((value) => `${before}${value}${behind}`) ?? [];
  });
  return [...PLAIN_KEYS.keys(), ...qualified].filter((word) => counted || word !== 'basic blocks');
}

/** Whether a key could begin an element, whatever its value is. */
export function isElementKey(key: string): boolean {
  return statementKind(key) !== 'feature' || COM_KEYS.includes(key) || readFeatureKey(key) !== undefined;
}

/** Which key may have been meant by an unknown one, as a sentence; undefined if none is near. `counted`: inside `count(...)`. */
export function suggestElementKey(key: string, counted: boolean): string | undefined {
  if (counted) return didYouMean(key, featureWords(true));
  const number = /^[0-9]+(?= )/.exec(key)?.[0];
  const inside = /^[^(]*\((.*)\)$/s.exec(key)?.[1];
  return didYouMean(key, [
    ...STATEMENT_WORDS,
    ...featureWords(false),
    ...COM_KEYS,
    ...(number === undefined ? [] : [number + OR_MORE]),
    ...(inside === undefined ? [] : [`count(${inside})`]),
  ]);
}
