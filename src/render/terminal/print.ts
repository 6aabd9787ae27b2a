// Views on a terminal: blocks are laid out, escaped, painted, and handed out in pieces of some size.

import type { ResultDocument } from '../../result/document.ts';
import type { Block, View } from '../view/blocks.ts';
import { piece } from '../view/markup.ts';
import { callLine } from './call-line.ts';
import { gridLines } from './grid.ts';
import { createPainter, type RenderOptions } from './paint.ts';
import { ownText, type SafeLine, toSafeLine } from './safe-line.ts';
import { tableLines } from './table.ts';
import { wrapLine } from './wrap.ts';

/** Pieces of output are at least this long, in UTF-16 units, so that a caller does not write line by line. */
const CHUNK = 16_384;
/** Less room than this is not wrapped at. */
const MIN_ROOM = 20;
/** Lines of a terminal that a call may take. */
const CALL_LINES = 2;
const HANG = 2;

/** Prints a view of the document. */
export function printView(view: View, document: ResultDocument, options: RenderOptions): AsyncIterable<string> {
  return printBlocks(view(document), options);
}

/** Prints blocks as they come. */
export async function* printBlocks(
  blocks: AsyncIterable<Block> | Iterable<Block>,
  options: RenderOptions,
): AsyncIterable<string> {
  const paint = createPainter(options);
  let text = '';
  for await (const block of blocks) {
    for (const line of blockLines(block, options)) {
      text += `${paint(line)}\n`;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

function blockLines(block: Block, { width }: RenderOptions): Iterable<SafeLine> {
  switch (block.kind) {
    case 'line':
      return [toSafeLine(block.line)];
    case 'flow':
      return flowLines(toSafeLine(block.line), block.indent, block.hang, width);
    case 'table':
      return tableLines(block.table, width);
    case 'grid':
      return gridLines(block.rows, width);
    case 'call': {
      const room = width === undefined ? undefined : roomOf(width, block.indent, HANG);
      const call = callLine(block.call, room && CALL_LINES * room - block.note.length);
      return flowLines([...call, ...toSafeLine([piece(block.note)])], block.indent, HANG, width, true);
    }
  }
}

function roomOf(width: number, indent: number, hang: number): number {
  return Math.max(MIN_ROOM, width - indent - hang);
}

/** Breaks a line at the terminal's width, inside of words if `fold` says so; further lines hang. */
function flowLines(line: SafeLine, indent: number, hang: number, width: number | undefined, fold = false): SafeLine[] {
  const lead = ownText(' '.repeat(indent));
  if (width === undefined) return [[lead, ...line]];
  const lines = wrapLine(line, roomOf(width, indent, hang), fold);
  return lines.map((part, i) => [lead, ...(i === 0 ? [] : [ownText(' '.repeat(hang))]), ...part]);
}
