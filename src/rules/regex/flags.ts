// Inline flags: `(?i)` for the whole pattern and `(?i-s:...)` for a group.

import type { PatternCursor } from './cursor.ts';
import type { Fold } from './syntax.ts';

export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

/** What a flag group changes; `scoped` is true for `(?flags:`, false for `(?flags)`. */
export interface FlagChange {
  readonly on: string;
  readonly off: string;
  readonly scoped: boolean;
}

const LETTERS = 'imsxau';

/** Case folding under these flags. */
export function foldOf(flags: Flags): Fold {
  return !flags.ignoreCase ? 'none' : flags.ascii ? 'ascii' : 'unicode';
}

function readLetters(cursor: PatternCursor, stop: string): string {
  let letters = '';
  for (;;) {
    const letter = cursor.peek();
    if (letter !== '' && stop.includes(letter)) return letters;
    if (letter === '' || !/[A-Za-z]/.test(letter)) cursor.fail(`expected a flag or one of ${stop}`);
    if (letter === 'L') cursor.fail('flag L is for byte patterns only');
    if (!LETTERS.includes(letter)) cursor.fail('unknown flag');
    letters += letter;
    cursor.at++;
  }
}

/** Reads the flags of a flag group; the cursor stands behind `(?` and ends behind `:` or `)`. */
export function readFlags(cursor: PatternCursor): FlagChange {
  const on = readLetters(cursor, ':-)');
  if (on.includes('a') && on.includes('u')) cursor.fail('flags a and u exclude each other');
  if (cursor.eat(')')) return { on, off: '', scoped: false };
  let off = '';
  if (cursor.eat('-')) {
    off = readLetters(cursor, ':');
    if (off === '') cursor.fail('expected a flag');
    if (/[au]/.test(off)) cursor.fail('flags a and u cannot be turned off');
    if ([...off].some((letter) => on.includes(letter))) cursor.fail('flag turned on and off');
  }
  if (!cursor.eat(':')) cursor.fail('expected :');
  return { on, off, scoped: true };
}

/** The flags after a change. */
export function changeFlags(flags: Flags, { on, off }: FlagChange): Flags {
  const decide = (letter: string, before: boolean): boolean =>
    on.includes(letter) ? true : off.includes(letter) ? false : before;
  return {
    ignoreCase: decide('i', flags.ignoreCase),
    multiline: decide('m', flags.multiline),
    dotAll: decide('s', flags.dotAll),
    verbose: decide('x', flags.verbose),
    ascii: on.includes('a') || (flags.ascii && !on.includes('u')),
  };
}
