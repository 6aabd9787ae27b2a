// The one-line form of a call, `Api(arg, arg) -> ret`, taken apart for display. The form is not unambiguous: argument texts come
// from the sample and may hold commas, parentheses and arrows. Where it matters the reading follows the habits of sandboxes:
// arguments are `name=value` or `name: value`, strings stand in double quotes.

/** A call's parts. */
export interface CallText {
  readonly api: string;
  /** Undefined if the text is not a call at all; then `api` is all of it. */
  readonly args: readonly string[] | undefined;
  /** What follows the closing parenthesis: ` -> 0x0`, or nothing. */
  readonly rest: string;
}

const ARROW = ') -> ';
const NAMED = /^[^\s"=:,()]{1,64}(?:=|: )/;

/** True if the value of a named argument is a quoted string that has not been closed yet. */
function isOpen(argument: string): boolean {
  const name = NAMED.exec(argument);
  if (name === null) return false;
  const value = argument.slice(name[0].length);
  return value.startsWith('"') && (value.length === 1 || !value.endsWith('"'));
}

/** Splits at `, `, except inside a quoted string and before what cannot be an argument although the first one was. */
function splitArguments(text: string): string[] {
  if (text === '') return [];
  const pieces = text.split(', ');
  if (!NAMED.test(text)) return pieces;
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
  args.push(...open);
  return args;
}

/** Takes the text of a call apart. */
export function splitCall(text: string): CallText {
  const open = text.indexOf('(');
  const arrow = text.lastIndexOf(ARROW);
  const close = arrow > open ? arrow : text.lastIndexOf(')');
  if (open < 0 || close < open) return { api: text, args: undefined, rest: '' };
  return { api: text.slice(0, open), args: splitArguments(text.slice(open + 1, close)), rest: text.slice(close + 1) };
}
