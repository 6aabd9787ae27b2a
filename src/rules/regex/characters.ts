// Which code points belong together, as Python's `re` sees it: the properties behind \d \s \w, and letter case. Properties come
// from the engine's Unicode tables, so characters that a newer Unicode added may be letters here and unassigned in Python.

import type { CategoryItem, Fold, RangeItem, SetNode } from './syntax.ts';

const WORD = /^[\p{L}\p{N}_]$/u;
const DIGIT = /^\p{Nd}$/u;
/** Highest plane with letters that have case. */
const LAST_CASED = 0x1ffff;

/** Python's \w without flags: letters, everything numeric, and the underscore. Marks are not included. */
export function isWord(code: number): boolean {
  if (code < 0x80) return isAsciiWord(code);
  return WORD.test(String.fromCodePoint(code));
}

/** \w under `(?a)`. */
export function isAsciiWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
  );
}

function isDigit(code: number): boolean {
  return code < 0x80 ? code >= 0x30 && code <= 0x39 : DIGIT.test(String.fromCodePoint(code));
}

/** Unlike JavaScript's \s: with U+001C to U+001F and U+0085, without U+FEFF. */
function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

function inCategory(item: CategoryItem, code: number): boolean {
  let member: boolean;
  // ASCII white space is what it is in the C locale: the separators U+001C to U+001F do not belong to it.
  if (item.ascii && (code >= 0x80 || (item.category === 'space' && code >= 0x1c && code <= 0x1f))) member = false;
  else member = item.category === 'word' ? isWord(code) : item.category === 'digit' ? isDigit(code) : isSpace(code);
  return member !== item.negated;
}

/** Simple lower case: of the one mapping to two code points (U+0130) the first. */
export function toLower(code: number): number {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
  return String.fromCodePoint(code).toLowerCase().codePointAt(0) as number;
}

/** Lower-case code points that share an upper case and so match each other when case is ignored (facts of Unicode). */
const EQUIVALENT = [
  'i\u0131',
  's\u017f',
  '\u00b5\u03bc',
  '\u0345\u03b9\u1fbe',
  '\u0390\u1fd3',
  '\u03b0\u1fe3',
  '\u03b2\u03d0',
  '\u03b5\u03f5',
  '\u03b8\u03d1',
  '\u03ba\u03f0',
  '\u03c0\u03d6',
  '\u03c1\u03f1',
  '\u03c2\u03c3',
  '\u03c6\u03d5',
  '\u0432\u1c80',
  '\u0434\u1c81',
  '\u043e\u1c82',
  '\u0441\u1c83',
  '\u0442\u1c84\u1c85',
  '\u044a\u1c86',
  '\u0463\u1c87',
  '\u1c88\ua64b',
  '\u1e61\u1e9b',
  '\ufb05\ufb06',
];

const REPRESENTATIVE: ReadonlyMap<number, number> = new Map(
  EQUIVALENT.flatMap((group) => [...group].map((text) => [text.charCodeAt(0), group.charCodeAt(0)] as const)),
);

/**
 * Representative of all code points that match `code` when case is ignored: two code points match each other if and only if
 * their representatives are equal. For ASCII letters (and U+0130, U+0131, U+017F, U+212A) it is the lower-case ASCII letter.
 */
export function foldCode(code: number): number {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
  const lower = toLower(code);
  return REPRESENTATIVE.get(lower) ?? lower;
}

/** True if no other code point matches `code` when case is ignored. */
export function isCaseless(code: number): boolean {
  if (code < 0x80) return !((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a));
  const text = String.fromCodePoint(code);
  return foldCode(code) === code && !REPRESENTATIVE.has(code) && text.toUpperCase() === text;
}

function foldAscii(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

/** The comparison form of a code point under `fold`. */
export function applyFold(fold: Fold, code: number): number {
  return fold === 'none' ? code : fold === 'ascii' ? foldAscii(code) : foldCode(code);
}

export function isRange(item: RangeItem | CategoryItem): item is RangeItem {
  return 'from' in item;
}

/** The test that one code point of a literal makes. */
export function compileCode(wanted: number, fold: Fold): (code: number) => boolean {
  if (fold === 'none') return (code) => code === wanted;
  const form = applyFold(fold, wanted);
  return (code) => applyFold(fold, code) === form;
}

/** The test that a set node makes of one code point. */
export function compileSet(node: SetNode): (code: number) => boolean {
  const { fold } = node;
  const categories = node.items.filter((item) => !isRange(item));
  const ranges = node.items.filter(isRange);
  // With case ignored a code point belongs to a range if its representative or that of a member says so. Members that
  // represent themselves are found by the range, the others are listed.
  const folded = new Set<number>();
  if (fold !== 'none') {
    for (const { from, to } of ranges) {
      const last = Math.min(to, LAST_CASED);
      for (let code = from; code <= last; code++) {
        const representative = applyFold(fold, code);
        if (representative !== code) folded.add(representative);
      }
    }
  }
  return (code) => {
    const form = applyFold(fold, code);
    let member = folded.has(form);
    for (let index = 0; !member && index < ranges.length; index++) {
      const range = ranges[index] as RangeItem;
      member = form >= range.from && form <= range.to;
    }
    for (let index = 0; !member && index < categories.length; index++) {
      member = inCategory(categories[index] as CategoryItem, code);
    }
    return member !== node.negated;
  };
}
