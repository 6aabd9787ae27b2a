// Styled text. Renderers build lines out of pieces; a painter turns a line into terminal text. All text enters through `piece`,
// which escapes it, so nothing unescaped can reach the output.

import { LIMITS } from '../limits.ts';
import { cellWidth } from './cell-width.ts';
import { escapeText } from './escape.ts';

/** How a renderer may print. */
export interface RenderOptions {
  /** Columns of the terminal; undefined if the output does not go to one: then nothing is wrapped. */
  readonly width: number | undefined;
  readonly colours: boolean;
  /** Whether names and ids may carry terminal hyperlinks (OSC 8). */
  readonly links: boolean;
}

/** emphasis: what the eye should find; value: what matched; dim: labels; heading: titles; warning: what needs attention. */
export type Style = 'emphasis' | 'value' | 'dim' | 'heading' | 'warning';

/** A run of text in one style. Made by `piece` only. */
export interface Piece {
  readonly text: string;
  readonly style?: Style;
  readonly link?: string;
}

export type Line = readonly Piece[];

/** Turns a line into text without a line end. */
export type Painter = (line: Line) => string;

/** A piece of any text: escaped, and cut where it is longer than anybody would read. */
export function piece(text: string, style?: Style, link?: string): Piece {
  const left = text.length - LIMITS.shownText;
  const shown = left > 0 ? `${text.slice(0, LIMITS.shownText)}…[${left} more characters]` : text;
  return {
    text: escapeText(shown),
    ...(style === undefined ? {} : { style }),
    ...(link === undefined ? {} : { link }),
  };
}

/** The lines of a text that may hold line ends, such as a description. */
export function linesOf(text: string, style?: Style): Line[] {
  return text.split(/\r\n|\n/).map((line) => [piece(line, style)]);
}

export function lineText(line: Line): string {
  return line.length === 1 ? (line[0] as Piece).text : line.map(({ text }) => text).join('');
}

/** Cells that a line takes. */
export function lineWidth(line: Line): number {
  let width = 0;
  for (const { text } of line) width += cellWidth(text);
  return width;
}

/** The part of a line between two positions of its text, with its styles. */
export function sliceLine(line: Line, start: number, end: number): Line {
  const part: Piece[] = [];
  let at = 0;
  for (const entry of line) {
    const text = entry.text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (text !== '') part.push({ ...entry, text });
    at += entry.text.length;
  }
  return part;
}

/** Addresses that may become a hyperlink: nothing in them can end the terminal's command. */
const LINK = /^https:\/\/[\x21-\x7e]+$/;

/** Pieces of output are at least this long, in UTF-16 units, so that a caller does not write line by line. */
const CHUNK = 16_384;

/** Painted lines with line ends, several at a time. */
export function* printLines(lines: Iterable<Line>, paint: Painter): Iterable<string> {
  let text = '';
  for (const line of lines) {
    text += `${paint(line)}\n`;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Numbers of SGR (ECMA-48, 8.3.117) that begin and end each style. */
const SGR: Readonly<Record<Style, readonly [begin: number, end: number]>> = {
  emphasis: [36, 39],
  value: [32, 39],
  dim: [2, 22],
  heading: [1, 22],
  warning: [33, 39],
};

function applyStyle(text: string, style: Style): string {
  const [begin, end] = SGR[style];
  return `\x1b[${begin}m${text}\x1b[${end}m`;
}

export function createPainter({ colours, links }: RenderOptions): Painter {
  return (line) => {
    let out = '';
    for (const { text, style, link } of line) {
      const painted = !colours || style === undefined || text === '' ? text : applyStyle(text, style);
      out += links && link !== undefined && LINK.test(link) ? `\x1b]8;;${link}\x1b\\${painted}\x1b]8;;\x1b\\` : painted;
    }
    return out;
  };
}
