// Texts shortened in the middle: what tells two paths, command lines or hashes apart stands at their ends.

import { cellWidth, characterWidth } from './cell-width.ts';

const MARK = '…';

/** `text` in at most `width` cells, its middle replaced by a mark where it is longer. `text` is safe and so is the outcome. */
export function elideMiddle(text: string, width: number): string {
  // Below a character and a half on either side nothing would be left to read.
  if (text.length <= width && cellWidth(text) <= width) return text;
  const room = Math.max(0, width - 1);
  const head = takeCells(text, Math.ceil(room / 2));
  const rest = text.slice(head.length);
  const tail = takeCellsAtEnd(rest, room - cellWidth(head));
  return tail.length === rest.length ? text : head + MARK + tail;
}

/** The longest beginning that takes at most `cells`; no character is halved. */
function takeCells(text: string, cells: number): string {
  let used = 0;
  let end = 0;
  for (const character of text.slice(0, 2 * cells + 2)) {
    used += characterWidth(character);
    if (used > cells) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function takeCellsAtEnd(text: string, cells: number): string {
  // Two units for each cell, and a halved character at the cut is no character.
  const characters = [...text.slice(-(2 * cells + 2)).replace(/^[\udc00-\udfff]/, '')].reverse();
  let used = 0;
  let length = 0;
  for (const character of characters) {
    used += characterWidth(character);
    if (used > cells) break;
    length += character.length;
  }
  return length === 0 ? '' : text.slice(-length);
}
