// The line that a message is about, with a caret below the place. The line is a stranger's text: it is escaped, and the caret counts
// cells of what is printed, so that it is right behind wide characters and escapes. A line that is too long is cut around the place.

import type { SourceLine } from '../../diagnostics.ts';
import { cellWidth, characterWidth } from './cell-width.ts';
import { escapeText } from './escape.ts';

const MARGIN = '  | ';
const CUT = '…';
/** Cells of a narrower place would show nothing. */
const NARROWEST = 20;

/** Two lines without line ends, at most `width` cells each. */
export function renderSource({ text, column }: SourceLine, width: number): [line: string, caret: string] {
  const room = Math.max(width - MARGIN.length, NARROWEST);
  const before = escapeText(text.slice(0, column - 1));
  const behind = escapeText(text.slice(column - 1));
  // What stands behind the place gets what the text before leaves, and a third at least.
  const roomBehind = Math.max(room - cellWidth(before), Math.floor(room / 3));
  const shownBehind = cutEnd(behind, roomBehind);
  const shownBefore = cutStart(before, room - Math.max(cellWidth(shownBehind), 1));
  return [`${MARGIN}${shownBefore}${shownBehind}`, `${MARGIN}${' '.repeat(cellWidth(shownBefore))}^`];
}

/** The beginning of a text that takes at most `cells`. */
function cutEnd(text: string, cells: number): string {
  if (cellWidth(text) <= cells) return text;
  return takeCells([...text], cells - CUT.length).join('') + CUT;
}

/** The end of a text that takes at most `cells`. */
function cutStart(text: string, cells: number): string {
  if (cellWidth(text) <= cells) return text;
  return (
    CUT +
    takeCells([...text].reverse(), cells - CUT.length)
      .reverse()
      .join('')
  );
}

function takeCells(characters: readonly string[], cells: number): string[] {
  let left = cells;
  const end = characters.findIndex((character) => {
    left -= characterWidth(character);
    return left < 0;
  });
  return characters.slice(0, end < 0 ? characters.length : end);
}
