// Texts shortened in the middle: what tells two paths, command lines or hashes apart stands at their ends.

import { cellWidth, characterWidth } from './cell-width.ts';
import { lineText, ownText, type SafeLine, type SafePiece, sliceLine } from './safe-line.ts';

const MARK = '…';

/** `text` in at most `width` cells, its middle replaced by a mark where it is longer. `text` is safe and so is the outcome. */
export function elideMiddle(text: string, width: number): string {
  const gap = findGap(text, width);
  return gap === undefined ? text : text.slice(0, gap.start) + MARK + text.slice(gap.end);
}

/** The line with every word elided that is longer than `width`. Words are what spaces separate; styles and links stay. */
export function elideWords(line: SafeLine, width: number): SafeLine {
  const text = lineText(line);
  const parts: SafePiece[] = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(/[^ ]+/g)) {
    const gap = findGap(word, width);
    if (gap === undefined) continue;
    for (const piece of sliceLine(line, from, index + gap.start)) parts.push(piece);
    parts.push(ownText(MARK));
    from = index + gap.end;
  }
  return from === 0 ? line : [...parts, ...sliceLine(line, from, text.length)];
}

/** What of a text has to go for it to take at most `width` cells with a mark in its place; undefined if it is short enough. */
function findGap(text: string, width: number): { readonly start: number; readonly end: number } | undefined {
  // No text takes more than two cells for a unit.
  if (2 * text.length <= width || (text.length <= 2 * width && cellWidth(text) <= width)) return undefined;
  const room = Math.max(0, width - 1);
  const head = takeCells(text, Math.ceil(room / 2));
  const rest = text.slice(head.length);
  const tail = takeCellsAtEnd(rest, room - cellWidth(head));
  return { start: head.length, end: text.length - tail.length };
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
