// Names of C++ functions as `ltrace -C` writes them: whole declarations, with blanks, templates and the types of the parameters in
// parentheses, in front of the parenthesis that opens the arguments: `operator new(unsigned long)(32)`.

import { Pieces } from './pieces.ts';

/** A list of parameters, and arguments behind it. Also true of some texts in quotes; `findArguments` looks closer. */
const LIST_AND_ARGUMENTS = /\)[^()="]{0,300}\(/;
/** How a declaration ends: with its parameters and what qualifies the function; then the library that it was found in may follow. */
const DECLARATION =
  /\)(?: (?:const|volatile|noexcept|&&?|\[clone [^\]]{1,100}\])|&&?|\[abi:[^\]]{1,100}\])*(?:@{1,2}[\w.+/-]{1,200})?$/;
const RESULT = / *= /y;

/**
 * Position behind the parenthesis that opens the arguments of a call, if a C++ declaration begins at `start`; -1 if none does: the
 * name is then one of C.
 */
export function findCxxArguments(text: string, start: number): number {
  if (!LIST_AND_ARGUMENTS.test(text)) return -1;
  const from = findArguments(text, start);
  return from > 0 && DECLARATION.test(text.slice(start, from - 1)) ? from : -1;
}

/** Position behind the last parenthesis that opens outside of all others, up to the result. */
function findArguments(text: string, start: number): number {
  const pieces = new Pieces(text, true);
  let depth = 0;
  let from = -1;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
        if (depth++ === 0) from = at + 1;
        break;
      case 0x29: // )
        if (--depth < 0) return -1;
        RESULT.lastIndex = at + 1;
        if (depth === 0 && RESULT.test(text)) return from;
        break;
      case 0x22: // "
      case 0x27: {
        // '
        const end = pieces.end(at);
        if (end < 0) return depth === 0 ? -1 : from;
        at = end - 1;
        break;
      }
    }
  }
  return depth === 0 ? -1 : from;
}
