// Lines -> lines that fit a width, broken at spaces.

import { cellWidth, characterWidth } from './cell-width.ts';
import { lineText, type SafeLine, sliceLine } from './safe-line.ts';

/** Cells of the longest word of a line. */
export function longestWord(line: SafeLine): number {
  let longest = 0;
  for (const word of lineText(line).split(' ')) longest = Math.max(longest, cellWidth(word));
  return longest;
}

/** Where a word that is too long is cut when it must be. */
function* foldWord(word: string, start: number, width: number): Iterable<{ start: number; end: number }> {
  let from = start;
  let at = start;
  let used = 0;
  for (const character of word) {
    const cells = characterWidth(character);
    if (used + cells > width && at > from) {
      yield { start: from, end: at };
      from = at;
      used = 0;
    }
    used += cells;
    at += character.length;
  }
  yield { start: from, end: at };
}

/**
 * Breaks a line at spaces so that each part takes at most `width` cells; the spaces at a break disappear. A longer word is cut if
 * `fold` says so, otherwise it stays whole and sticks out, so that it can be copied.
 */
export function wrapLine(line: SafeLine, width: number, fold: boolean): SafeLine[] {
  const text = lineText(line);
  if (cellWidth(text) <= width) return [line];
  const parts: SafeLine[] = [];
  let start = 0;
  let end = 0;
  let used = 0;
  for (const match of text.matchAll(/[^ ]+/g)) {
    const cells = cellWidth(match[0]);
    const gap = match.index - end;
    if (used + gap + cells <= width) {
      used += gap + cells;
      end = match.index + match[0].length;
      continue;
    }
    if (end > start) parts.push(sliceLine(line, start, end));
    start = match.index;
    end = start + match[0].length;
    used = cells;
    if (fold && cells > width) {
      const cuts = [...foldWord(match[0], start, width)];
      for (const cut of cuts.slice(0, -1)) parts.push(sliceLine(line, cut.start, cut.end));
      start = (cuts.at(-1) as { start: number }).start;
      used = cellWidth(text.slice(start, end));
    }
  }
  parts.push(sliceLine(line, start, end));
  return parts;
}
