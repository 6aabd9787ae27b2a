// The one-line form of a call, `Api(arg, arg) -> ret`, taken apart: all that saved documents and freeze files have of one. The form is
// not unambiguous: argument texts come from the sample and may hold commas, parentheses and arrows. Where it matters the reading
// follows the habits of sandboxes: arguments are `name=value` or `name: value`, strings stand in double quotes; and of tracers: arguments
// have no names, strings have escapes, and lists and structures stand in brackets.

import type { CallArgument, CallParts } from './call.ts';

const RESULT = ' -> ';
const ARROW = `)${RESULT}`;
/** For how many calls one stands. */
const FOLDED = / x([1-9]\d{0,15})$/;
/** Up to four words: CAPE has arguments such as `Hash object`. */
const NAMED = /^[^\s"=:,()[\]{}]{1,64}(?: [^\s"=:,()[\]{}]{1,64}){0,3}(?:=|: )/;
/** What matters for splitting where arguments have no names: texts as a whole, brackets, and the separator. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[([{]|[)\]}]|, /gs;

/** True if the value of a named argument is a quoted string that has not been closed yet. */
function isOpen(argument: string): boolean {
  const name = NAMED.exec(argument);
  if (name === null) return false;
  const value = argument.slice(name[0].length);
  return value.startsWith('"') && (value.length === 1 || !value.endsWith('"'));
}

/** Splits at `, `, except inside of texts and brackets, where all of them are closed. */
function splitUnnamed(text: string): string[] {
  const args: string[] = [];
  let start = 0;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === ', ') {
      if (depth > 0) continue;
      args.push(text.slice(start, index));
      start = index + token.length;
    } else if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    if (depth < 0) break;
  }
  return depth === 0 ? [...args, text.slice(start)] : text.split(', ');
}

/** Splits at `, `, except inside a quoted string and before what cannot be an argument although the first one was. */
function splitArguments(text: string): string[] {
  if (text === '') return [];
  if (!NAMED.test(text)) return splitUnnamed(text);
  const pieces = text.split(', ');
  const args: string[] = [];
  let open: string[] = [];
  for (const piece of pieces) {
    if (open.length > 0) {
      open.push(piece);
      if (!piece.endsWith('"')) continue;
      args.push(open.join(', '));
      open = [];
    } else if (isOpen(piece)) open = [piece];
    else if (NAMED.test(piece)) args.push(piece);
    else args.push(`${args.pop() ?? ''}, ${piece}`);
  }
  // A quote that nothing closes was not the beginning of a string.
  return args.concat(open);
}

/** Name and value of an argument, if it is written with `assign`. */
function readArgument(text: string, assign: '=' | ': '): CallArgument {
  const name = NAMED.exec(text)?.[0];
  if (name === undefined || !name.endsWith(assign)) return { value: text };
  return { name: name.slice(0, -assign.length), value: text.slice(name.length) };
}

/** For how many equal calls in a row the call stands. */
export function repeatOf(text: string): number {
  return FOLDED.test(text) ? (splitCall(text).repeat ?? 1) : 1;
}

/** Takes the text of a call apart; `formatCall` makes the same text of the parts. */
export function splitCall(text: string): CallParts {
  const open = text.indexOf('(');
  const arrow = text.lastIndexOf(ARROW);
  const close = arrow > open ? arrow : text.lastIndexOf(')');
  const end = text.slice(close + 1);
  const folded = FOLDED.exec(end);
  const rest = folded === null ? end : end.slice(0, folded.index);
  if (open < 0 || close < open || !(rest === '' || rest.startsWith(RESULT))) return { api: text };
  const list = splitArguments(text.slice(open + 1, close));
  const assign = list.some((arg) => NAMED.exec(arg)?.[0].endsWith(': ')) ? ': ' : '=';
  return {
    api: text.slice(0, open),
    args: list.map((arg) => readArgument(arg, assign)),
    ...(assign === '=' ? {} : { assign }),
    ...(rest === '' ? {} : { result: rest.slice(RESULT.length) }),
    ...(folded === null ? {} : { repeat: Number(folded[1]) }),
  };
}
