// A call on one line of bounded length: long values and long argument lists are cut, and the cut is marked.

import { type CallParts, formatArgument, formatEnd } from '../../features/call.ts';

/** Longest value that is shown whole, in UTF-16 units. */
const MAX_VALUE = 64;

/** The beginning of a text with a mark where something is missing. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  // Half a character at the cut would be shown as damage in the sample's text.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** `Api(arg, arg, …) -> ret` in at most about `length` UTF-16 units; the first argument and the return value are always there. */
export function shortCall(call: CallParts, length: number): string {
  const { api, args, assign } = call;
  if (args === undefined) return clip(api, length);
  const head = clip(api, MAX_VALUE);
  const tail = clip(formatEnd(call), MAX_VALUE);
  const shown: string[] = [];
  let used = head.length + tail.length + 2;
  for (const arg of args) {
    const value = clip(formatArgument(arg, assign), MAX_VALUE);
    used += value.length + 2;
    if (shown.length > 0 && used > length) {
      shown.push('…');
      break;
    }
    shown.push(value);
  }
  return `${head}(${shown.join(', ')})${tail}`;
}
