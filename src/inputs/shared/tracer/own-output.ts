// Where a tracer and the traced program write to the same terminal, what a call prints stands in the middle of the line that is about
// this call: the tracer writes name and arguments before the call is made, and the rest after it.
//
//     write(1, "a\nb\n", 4a
//     b
//     )                    = 4
//
// What is printed is known from the call's own texts, so it can be told from the arguments, whatever it looks like.

import { decodeEscapes } from './escaped-text.ts';
import { CUT_MARK, Pieces } from './pieces.ts';

/** Texts of one call, as of `writev`, that are looked at. */
const MAX_TEXTS = 64;
/** The call that prints what it is given, as it is. */
const WRITE = /^(?:SYS_)?write(?:@SYS)?$/;
/** Between the text and how long it is, which may have a name (strace --arg-names). */
const COMMA = /^, ?(?:[a-z_]{1,20}(?:=|: ))?/;
const MAX_COMMA = 32;
const LACKS_VALUE = /[,\s(=:]$/;

const encoder = new TextEncoder();

/** A line of a call that ended in the middle of what the call printed. */
export interface OwnOutput {
  /** The text of the call without the output. */
  readonly text: string;
  /** The lines of output that follow by themselves. */
  readonly lines: readonly string[];
  /** The output in front of the rest of the call. */
  readonly rest: string;
}

/** Without a carriage return, which a terminal may add and a reader of lines may have taken off. */
export function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Whether the text of a call, behind the parenthesis, ends in the beginning of what the call prints. `characters`: see `Pieces`. */
export function findOwnOutput(text: string, characters: boolean): OwnOutput | undefined {
  const pieces = new Pieces(text, characters);
  let printed = '';
  let texts = 0;
  for (let at = 0; at < text.length && texts < MAX_TEXTS; ) {
    const end = pieces.end(at);
    if (end < 0) return undefined;
    if (text[at] !== '"') {
      at = Math.max(end, at + 1);
      continue;
    }
    texts++;
    printed += decodeEscapes(text.slice(at + 1, end - 1));
    const cut = text.startsWith(CUT_MARK, end);
    const found = splitOutput(text, end, printed, cut);
    // Behind a cut text nobody knows what follows.
    if (found !== undefined || cut) return found;
    at = end;
  }
  return undefined;
}

/** `from`: behind the last text that has been read. */
function splitOutput(text: string, from: number, printed: string, cut: boolean): OwnOutput | undefined {
  if (printed === '') return undefined;
  const [first = '', ...others] = printed.split('\n').map(withoutReturn);
  const open = cut && others.length === 0;
  const at = open ? text.indexOf(first, from) : text.length - first.length;
  if (at < from || !text.startsWith(first, at)) return undefined;
  const before = text.slice(from, at);
  // More texts follow, or what looks like output is the argument itself.
  if (before.includes('"') || LACKS_VALUE.test(before)) return undefined;
  const rest = others.pop() ?? '';
  return { text: text.slice(0, at), lines: others, rest: cut ? '' : rest };
}

/**
 * The text of a call without what the call printed between its arguments and its end, where all of it is on one line. `open`: the
 * text ends before the end of the call.
 */
export function withoutOwnOutput(name: string, text: string, open: boolean): string {
  if (!WRITE.test(name)) return text;
  const start = text.indexOf('"');
  const end = start < 0 ? -1 : new Pieces(text, false).end(start);
  if (end < 0) return text;
  const comma = COMMA.exec(text.slice(end, end + MAX_COMMA))?.[0];
  if (comma === undefined) return text;
  const printed = decodeEscapes(text.slice(start + 1, end - 1));
  const known = `${comma}${encoder.encode(printed).length}`;
  const after = end + known.length + printed.length;
  // Blanks in front of a mark that says "not finished" went with the mark.
  const isEnd = open && after >= text.length && text.slice(end) === `${known}${printed}`.trimEnd();
  const isRest = text[after] === ')' && text.startsWith(`${known}${printed}`, end);
  return printed !== '' && (isEnd || isRest) ? text.slice(0, end + known.length) + text.slice(after) : text;
}
