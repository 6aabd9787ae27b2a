// Lines that may be printed on a terminal. This is the one place where text of a view is escaped for it, so nothing unescaped can reach the
// output: layout works on safe lines only, and only `toSafeLine` and `ownText` make them.

import type { Line, Style } from '../view/markup.ts';
import { cellWidth } from './cell-width.ts';
import { escapeText } from './escape.ts';

declare const IS_SAFE: unique symbol;

/** A run of text without anything that a terminal would obey. */
export interface SafePiece {
  readonly text: string;
  readonly style?: Style;
  readonly link?: string;
  readonly [IS_SAFE]: true;
}

export type SafeLine = readonly SafePiece[];

/** The line with its texts escaped. */
export function toSafeLine(line: Line): SafeLine {
  return line.map((piece) => ({ ...piece, text: escapeText(piece.text) }) as SafePiece);
}

/** Blanks, borders and other text of our own. */
export function ownText(text: string, style?: Style): SafePiece {
  return (style === undefined ? { text } : { text, style }) as SafePiece;
}

export function lineText(line: SafeLine): string {
  return line.length === 1 ? (line[0] as SafePiece).text : line.map(({ text }) => text).join('');
}

/** Cells that a line takes. */
export function lineWidth(line: SafeLine): number {
  let width = 0;
  for (const { text } of line) width += cellWidth(text);
  return width;
}

/** The part of a line between two positions of its text, with its styles. */
export function sliceLine(line: SafeLine, start: number, end: number): SafeLine {
  const part: SafePiece[] = [];
  let at = 0;
  for (const entry of line) {
    const text = entry.text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (text !== '') part.push({ ...entry, text });
    at += entry.text.length;
  }
  return part;
}
