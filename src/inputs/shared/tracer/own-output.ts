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
/** The call that prints what it is given, as it is, under the names that it has in logs. */
const WRITE: ReadonlySet<string> = new Set(['write', 'SYS_write', 'write@SYS']);
/** How long the text is, which may have a name (strace --arg-names). */
const COUNT = /(, ?(?:[a-z_]{1,20}(?:=|: ))?)\d{1,12}/y;
/** What a text begins with that may look like the end of the call behind its count; an escape may stand for the same. */
const LIKE_COUNT = /[\d)\\]/;
const LACKS_VALUE = /[,\s(=:]$/;

const encoder = new TextEncoder();

/** A line of a call that ended in the middle of what the call printed. */
export interface OwnOutput {
  /** The text of the call without the output. */
  readonly text: string;
  /** The lines of output that follow by themselves. */
  readonly lines: readonly string[];
  /** The output in front of the rest of the call, where that is on another line. */
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
  const lineEnd = printed.indexOf('\n');
  const first = withoutReturn(lineEnd < 0 ? printed : printed.slice(0, lineEnd));
  const at = cut && lineEnd < 0 ? text.indexOf(first, from) : text.length - first.length;
  if (at < from || !text.startsWith(first, at)) return undefined;
  const before = text.slice(from, at);
  // More texts follow, or what looks like output is the argument itself.
  if (before.includes('"') || LACKS_VALUE.test(before)) return undefined;
  const lines =
    lineEnd < 0
      ? []
      : printed
          .slice(lineEnd + 1)
          .split('\n')
          .map(withoutReturn);
  const rest = lines.pop() ?? '';
  return { text: text.slice(0, at), lines, rest: cut ? '' : rest };
}

/**
 * What `write` printed in the text of its call, whatever it looks like: all of it between the arguments and the end, or the first line
 * of it. Undefined if there is none, and for other calls. `open`: the text ends before the end of the call.
 */
export function findWritten(name: string, text: string, open: boolean): OwnOutput | undefined {
  if (!WRITE.has(name)) return undefined;
  const start = text.indexOf('"') + 1;
  const end = start === 0 ? -1 : new Pieces(text, false).end(start - 1);
  if (end < 0) return undefined;
  COUNT.lastIndex = end;
  const comma = COUNT.exec(text)?.[1];
  // Most lines: the count is followed by the end of the call, and not because the output begins with digits or a parenthesis.
  if (comma === undefined || (text[COUNT.lastIndex] === ')' && !LIKE_COUNT.test(text[start] as string)))
    return undefined;
  const printed = decodeEscapes(text.slice(start, end - 1));
  const known = `${comma}${encoder.encode(printed).length}`;
  if (printed === '' || !text.startsWith(known, end)) return undefined;
  const from = end + known.length;
  const [first = '', ...lines] = printed.split('\n').map(withoutReturn);
  const rest = lines.pop();
  if (rest !== undefined) {
    const isBroken = !open && text.slice(from) === first;
    return isBroken ? { text: text.slice(0, from), lines, rest } : undefined;
  }
  const after = from + first.length;
  // Blanks in front of a mark that says "not finished" went with the mark.
  const isAll = open ? text.slice(from) === first.trimEnd() : text[after] === ')' && text.startsWith(first, from);
  return isAll ? { text: text.slice(0, from) + text.slice(after), lines: [], rest: '' } : undefined;
}
