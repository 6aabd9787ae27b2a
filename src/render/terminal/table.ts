// Boxed tables of the default output (spec core.md 6.1). Where the output is no terminal they are as wide as their texts. On a terminal a
// word of the last column that does not fit loses its middle: names of files are hashes, and what tells paths apart stands at their ends.
// Below 60 columns boxes leave no room for text, so rows are stacked instead, and words stay whole.

import type { Table } from '../view/blocks.ts';
import { elideWords } from './elide.ts';
import { safeGridLines } from './grid.ts';
import { lineText, lineWidth, ownText, type SafeLine, toSafeLine } from './safe-line.ts';
import { longestWord, wrapLine } from './wrap.ts';

/** The lines of one cell. */
type Cell = readonly SafeLine[];
type Row = readonly Cell[];

/** Narrow tables are widened to this many columns, or to the terminal's width if that is less. */
const TARGET_WIDTH = 100;
const STACKED_BELOW = 60;
/** Columns other than the last are not made narrower than this, unless their text is. */
const MIN_WIDTH = 12;
/** Longer lines do not widen their column: one hostile name must not blow up every row. */
const MAX_WIDTH = 1000;

const BLANK = ownText(' ');

function widest(cells: readonly Cell[], measure: (line: SafeLine) => number): number {
  let width = 0;
  for (const cell of cells) {
    for (const line of cell) {
      const cells = measure(line);
      if (cells <= MAX_WIDTH) width = Math.max(width, cells);
    }
  }
  return width;
}

/** Deals the room that is left to the columns in proportion to their width, left to right. */
function widen(widths: number[], room: number): void {
  let left = room;
  let sum = widths.reduce((a, b) => a + b + 2, 0);
  for (const [i, width] of widths.entries()) {
    const share = Math.ceil(((width + 2) * left) / sum);
    sum -= width + 2;
    left -= share;
    widths[i] = width + share;
  }
}

/** Takes cells from the widest column that is above its floor until `excess` are gone or all are at their floors. */
function shrink(widths: number[], floors: readonly number[], excess: number): number {
  let left = excess;
  while (left > 0) {
    let widest = -1;
    for (const [i, width] of widths.entries()) {
      if (width > (floors[i] as number) && (widest < 0 || width > (widths[widest] as number))) widest = i;
    }
    if (widest < 0) return left;
    widths[widest] = (widths[widest] as number) - 1;
    left--;
  }
  return 0;
}

/** Widths of the columns' texts, without the blank on either side. */
function columnWidths(columns: readonly (readonly Cell[])[], terminal: number | undefined): number[] {
  const widths = columns.map((cells) => widest(cells, lineWidth));
  const total = widths.reduce((a, b) => a + b + 2, 0) + widths.length + 1;
  const target = Math.min(TARGET_WIDTH, terminal ?? TARGET_WIDTH);
  if (total < target) widen(widths, target - total);
  else if (terminal !== undefined && total > terminal) {
    const words = columns.map((cells) => widest(cells, longestWord));
    const left = shrink(widths, words, total - terminal);
    const last = widths.length - 1;
    shrink(
      widths,
      widths.map((width, i) => (i === last ? 1 : Math.min(MIN_WIDTH, width))),
      left,
    );
  }
  return widths;
}

function rule(
  widths: readonly number[],
  [left, fill, middle, right]: readonly [string, string, string, string],
): SafeLine {
  return [ownText(left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right)];
}

/** The parts of a line in a column. Where nothing limits the table, long words of the last column stay whole. */
function fitCell(line: SafeLine, width: number, isLast: boolean, isLimited: boolean): SafeLine[] {
  return wrapLine(isLast && isLimited ? elideWords(line, width) : line, width, !isLast);
}

function* rowLines(cells: Row, widths: readonly number[], border: string, isLimited: boolean): Iterable<SafeLine> {
  const last = widths.length - 1;
  const wrapped = widths.map((width, i) =>
    (cells[i] ?? []).flatMap((line) => fitCell(line, width, i === last, isLimited)),
  );
  const height = wrapped.reduce((most, { length }) => Math.max(most, length), 1);
  for (let row = 0; row < height; row++) {
    let line: SafeLine = [ownText(border)];
    for (const [i, width] of widths.entries()) {
      const content = wrapped[i]?.[row] ?? [];
      const padding = ' '.repeat(Math.max(0, width - lineWidth(content)) + 1);
      line = line.concat(BLANK, content, ownText(padding + border));
    }
    yield line;
  }
}

function* stackedLines(header: readonly string[] | undefined, rows: readonly Row[], width: number): Iterable<SafeLine> {
  if (header === undefined) {
    yield* safeGridLines(
      rows.map(([key, value]) => [(key ?? []).map(lineText).join(' '), value ?? []]),
      width,
    );
    return;
  }
  yield [];
  yield [ownText(header.map((title) => title.trim()).join(' · '), 'heading')];
  for (const [first, ...others] of rows) {
    for (const line of first ?? []) yield* wrapLine(line, width, false);
    for (const line of others.flat()) {
      for (const part of wrapLine(line, width - 2, false)) yield [ownText('  '), ...part];
    }
  }
}

/** The lines of a table. */
export function* tableLines(table: Table, width: number | undefined): Iterable<SafeLine> {
  const { header } = table;
  const rows = table.rows.map((row): Row => row.map((cell) => cell.map(toSafeLine)));
  if (width !== undefined && width < STACKED_BELOW) {
    yield* stackedLines(header, rows, width);
    return;
  }
  const head = header?.map((title): Cell => [[ownText(title, 'heading')]]);
  const all = head === undefined ? rows : [head, ...rows];
  const columns = (all[0] ?? []).map((_, i) => all.map((row) => row[i] ?? []));
  const widths = columnWidths(columns, width);
  const isLimited = width !== undefined;
  if (head === undefined) yield rule(widths, ['┌', '─', '┬', '┐']);
  else {
    yield rule(widths, ['┏', '━', '┳', '┓']);
    yield* rowLines(head, widths, '┃', isLimited);
    yield rule(widths, ['┡', '━', '╇', '┩']);
  }
  for (const row of rows) yield* rowLines(row, widths, '│', isLimited);
  yield rule(widths, ['└', '─', '┴', '┘']);
}
