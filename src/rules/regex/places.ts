// What an assertion needs to know about the two sides of a place in a text.

import { isAsciiWord, isWord } from './characters.ts';
import { type PlaceTest, TESTS } from './program.ts';

/** Properties of one side: the border of the text, or of the code point there. */
export const EDGE = 1;
export const FINAL_NEWLINE = 2;
const NEWLINE = 4;
const WORD = 8;
const ASCII_WORD = 16;

const NEEDED: Readonly<Record<PlaceTest, number>> = {
  'text-start': EDGE,
  'text-end': EDGE,
  end: EDGE | FINAL_NEWLINE,
  'end-mirrored': EDGE | FINAL_NEWLINE,
  'line-start': EDGE | NEWLINE,
  'line-end': EDGE | NEWLINE,
  boundary: WORD,
  'not-boundary': EDGE | WORD,
  'ascii-boundary': ASCII_WORD,
  'not-ascii-boundary': EDGE | ASCII_WORD,
};

/** The properties that test number `test` looks at. */
export function neededBits(test: number): number {
  return NEEDED[TESTS[test] as PlaceTest];
}

/** Properties of a code point. `final`: it is the last one of the text. */
export function bitsOf(code: number, final: boolean): number {
  let bits = 0;
  if (code === 10) bits = final ? NEWLINE | FINAL_NEWLINE : NEWLINE;
  if (isWord(code)) bits |= WORD;
  if (isAsciiWord(code)) bits |= ASCII_WORD;
  return bits;
}

/**
 * Whether test number `test` holds between two sides. `after` may be unknown (undefined) as long as only `before` was read;
 * the answer is then undefined if it depends on it.
 */
export function holds(test: number, before: number, after: number | undefined): boolean | undefined {
  switch (TESTS[test]) {
    case 'text-start':
      return (before & EDGE) !== 0;
    case 'end-mirrored':
      return (before & (EDGE | FINAL_NEWLINE)) !== 0;
    case 'line-start':
      return (before & (EDGE | NEWLINE)) !== 0;
    default:
  }
  if (after === undefined) return undefined;
  switch (TESTS[test]) {
    case 'text-end':
      return (after & EDGE) !== 0;
    case 'end':
      return (after & (EDGE | FINAL_NEWLINE)) !== 0;
    case 'line-end':
      return (after & (EDGE | NEWLINE)) !== 0;
    case 'boundary':
      return ((before ^ after) & WORD) !== 0;
    case 'ascii-boundary':
      return ((before ^ after) & ASCII_WORD) !== 0;
    // Python finds no place that is not a boundary in the empty text.
    case 'not-boundary':
      return ((before ^ after) & WORD) === 0 && (before & after & EDGE) === 0;
    case 'not-ascii-boundary':
      return ((before ^ after) & ASCII_WORD) === 0 && (before & after & EDGE) === 0;
    default:
      return undefined;
  }
}
