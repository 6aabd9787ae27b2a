// A call on one line that has only so much room: arguments that say little are left out first, then the last one that is shown is cut
// in its middle. What is missing is marked.

import { type CallParts, formatEnd, showArgument } from '../../features/call.ts';
import { argumentImportance } from '../view/argument-importance.ts';
import { piece } from '../view/markup.ts';
import { cellWidth } from './cell-width.ts';
import { elideMiddle } from './elide.ts';
import { escapeText } from './escape.ts';
import { type SafeLine, toSafeLine } from './safe-line.ts';

const MARK = '…';
const BETWEEN = ', ';
/** An argument or a result is not cut to less than this. */
const MIN_CELLS = 24;
/** Arguments that are shown at most. */
const MAX_ARGUMENTS = 200;

/** `Api(arg, arg, …) -> ret` in about `room` cells; whole where there is no limit. */
export function callLine(call: CallParts, room: number | undefined): SafeLine {
  const { api, args, assign } = call;
  const show = (text: string): string => escapeText(piece(text).text);
  const shown = args?.slice(0, MAX_ARGUMENTS).map((argument) => show(showArgument(argument, assign)));
  const [head, tail] = [show(api), show(formatEnd(call))];
  const list = shown?.length === args?.length ? shown : [...(shown ?? []), MARK];
  const whole = head + (list === undefined ? '' : `(${list.join(BETWEEN)})${tail}`);
  if (room === undefined || cellWidth(whole) <= room) return value(whole);
  if (args === undefined || list === undefined) return value(elideMiddle(whole, room));
  const [begin, end] = [
    elideMiddle(head, Math.ceil(room / 2)),
    elideMiddle(tail, Math.max(MIN_CELLS, Math.ceil(room / 3))),
  ];
  const order = list.map((_, i) => i).sort((a, b) => rank(call, a) - rank(call, b));
  const kept = fitTexts(list, order, room - cellWidth(begin) - cellWidth(end) - 2);
  return value(`${begin}(${kept.join(BETWEEN)})${end}`);
}

/** The text, styled as what matched. It is safe already; escaping is idempotent. */
function value(text: string): SafeLine {
  return toSafeLine([{ text, style: 'value' }]);
}

function rank({ args = [] }: CallParts, index: number): number {
  const argument = args[index];
  return argument === undefined || index >= MAX_ARGUMENTS ? Number.POSITIVE_INFINITY : argumentImportance(argument);
}

/** The texts that find room when they are dealt with in `order`, in their own order, with a mark for each run that does not. */
function fitTexts(texts: readonly string[], order: readonly number[], room: number): string[] {
  const kept = new Map<number, string>();
  let left = room - BETWEEN.length - 1;
  for (const index of order) {
    const text = texts[index] as string;
    const space = left - (kept.size === 0 ? 0 : BETWEEN.length);
    const isCut = cellWidth(text) > space;
    if (isCut && kept.size > 0 && space < MIN_CELLS) break;
    const fitting = isCut ? cutValue(text, Math.max(space, MIN_CELLS)) : text;
    kept.set(index, fitting);
    left = space - cellWidth(fitting);
    if (isCut) break;
  }
  const out: string[] = [];
  for (const index of texts.keys()) {
    const text = kept.get(index);
    if (text !== undefined) out.push(text);
    else if (out.at(-1) !== MARK) out.push(MARK);
  }
  return out;
}

/** The name of an argument stays, if that leaves something of its value. */
function cutValue(text: string, room: number): string {
  const name = /^[^"\s]{1,64}?(?:=|: )/.exec(text)?.[0] ?? '';
  const left = room - cellWidth(name);
  return left < MIN_CELLS / 2 ? elideMiddle(text, room) : name + elideMiddle(text.slice(name.length), left);
}
