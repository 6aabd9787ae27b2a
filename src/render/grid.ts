// Label and value in two columns without borders, as -v and -vv show what is known about a sample or a rule (spec core.md 6.1).
// Values break at spaces only, so that paths and names can be copied.

import { type Line, lineWidth, piece, type RenderOptions } from './markup.ts';
import { wrapLine } from './wrap.ts';

/** A label and the lines of its value. */
export type GridRow = readonly [string, readonly Line[]];

/** With less room than this for values, they are not wrapped. */
const MIN_VALUE_WIDTH = 20;
/** Values are padded to the longest one, but not to one longer than this. */
const MAX_PADDED = 1000;

/** The lines of a grid. Every line is as long as the longest, as in the reference's output. */
export function* gridLines(rows: readonly GridRow[], options: RenderOptions): Iterable<Line> {
  const labelWidth = Math.max(0, ...rows.map(([label]) => label.length));
  const room = options.width === undefined ? undefined : options.width - labelWidth - 2;
  const wrapped = rows.map(([label, lines]): GridRow => {
    if (room === undefined || room < MIN_VALUE_WIDTH) return [label, lines];
    return [label, lines.flatMap((line) => wrapLine(line, room, false))];
  });
  let padded = 0;
  for (const [, lines] of wrapped) {
    for (const line of lines) {
      const width = lineWidth(line);
      if (width <= Math.min(room ?? MAX_PADDED, MAX_PADDED)) padded = Math.max(padded, width);
    }
  }
  for (const [label, lines] of wrapped) {
    for (const [i, line] of (lines.length === 0 ? [[]] : lines).entries()) {
      const padding = ' '.repeat(Math.max(0, padded - lineWidth(line)));
      yield [piece((i === 0 ? label : '').padEnd(labelWidth + 2), 'dim'), ...line, piece(padding)];
    }
  }
}
