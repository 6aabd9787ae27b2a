// Label and value in two columns without borders, as -v and -vv show what is known about a sample or a rule (spec core.md 6.1).
// Values break at spaces only, so that paths and names can be copied.

import type { GridRow } from '../view/blocks.ts';
import { lineWidth, ownText, type SafeLine, toSafeLine } from './safe-line.ts';
import { wrapLine } from './wrap.ts';

/** With less room than this for values, they are not wrapped. */
const MIN_VALUE_WIDTH = 20;
/** Values are padded to the longest one, but not to one longer than this. */
const MAX_PADDED = 1000;

/** The lines of a grid. Every line is as long as the longest, as in the reference's output. */
export function* gridLines(rows: readonly GridRow[], width: number | undefined): Iterable<SafeLine> {
  const safe = rows.map(([label, lines]) => [label, lines.map(toSafeLine)] as const);
  yield* safeGridLines(safe, width);
}

/** The same of lines that are safe already. */
export function* safeGridLines(
  rows: readonly (readonly [label: string, value: readonly SafeLine[]])[],
  width: number | undefined,
): Iterable<SafeLine> {
  const labelWidth = rows.reduce((most, [label]) => Math.max(most, label.length), 0);
  const room = width === undefined ? undefined : width - labelWidth - 2;
  const wrapped = rows.map(([label, lines]): readonly [string, readonly SafeLine[]] => {
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
      yield [ownText((i === 0 ? label : '').padEnd(labelWidth + 2), 'dim'), ...line, ownText(padding)];
    }
  }
}
