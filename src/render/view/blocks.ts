// What a view is made of, before a medium lays it out.

import type { CallParts } from '../../features/call.ts';
import type { ResultDocument } from '../../result/document.ts';
import type { Line } from './markup.ts';

/** The lines of one cell. */
export type Cell = readonly Line[];

export interface Table {
  /** One title for each column; without it the table has no head. */
  readonly header?: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A label and the lines of its value. */
export type GridRow = readonly [label: string, value: readonly Line[]];

export type Block =
  /** A line that is not wrapped. */
  | { readonly kind: 'line'; readonly line: Line }
  /** A line that is wrapped, with the columns before its first part and, beyond these, before the others. */
  | { readonly kind: 'flow'; readonly line: Line; readonly indent: number; readonly hang: number }
  | { readonly kind: 'table'; readonly table: Table }
  /** Labels and values in two columns without borders. */
  | { readonly kind: 'grid'; readonly rows: readonly GridRow[] }
  /** A call, as long as there is room for it, and a note behind it. */
  | { readonly kind: 'call'; readonly call: CallParts; readonly note: string; readonly indent: number };

/** A view of a document. It knows nothing but the document. */
export type View = (document: ResultDocument) => AsyncIterable<Block>;

export const BLANK: Block = { kind: 'line', line: [] };

export function line(...pieces: Line): Block {
  return { kind: 'line', line: pieces };
}
