// Splits `a, "b, c", [d, e]) = 0` at the commas that separate arguments (spec formats.md section 6.1). One pass, any nesting.

import { Pieces } from './pieces.ts';

export interface ScannedArguments {
  /** Without the blanks around them. */
  readonly args: readonly string[];
  /** Position behind the closing parenthesis; -1 where there is none, and the last argument may then be damaged. */
  readonly end: number;
}

/** Reads the arguments from `from` on, which lies behind the opening parenthesis. `characters`: see `Pieces`. */
export function scanArguments(text: string, from: number, characters: boolean): ScannedArguments {
  const pieces = new Pieces(text, characters);
  const args: string[] = [];
  let start = from;
  let depth = 0;
  const finish = (at: number): void => {
    const argument = text.slice(start, at).trim();
    if (argument !== '') args.push(argument);
    start = at + 1;
  };
  for (let at = from; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        depth++;
        break;
      case 0x29: // )
        if (depth === 0) {
          finish(at);
          return { args, end: at + 1 };
        }
        depth--;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        if (depth > 0) depth--;
        break;
      case 0x2c: // ,
        if (depth === 0) finish(at);
        break;
      case 0x22: // "
      case 0x27: // '
      case 0x2f: // /
      case 0x3c: {
        // <
        const end = pieces.end(at);
        if (end < 0) {
          finish(text.length);
          return { args, end: -1 };
        }
        if (end > at) at = end - 1;
        break;
      }
    }
  }
  finish(text.length);
  return { args, end: -1 };
}
