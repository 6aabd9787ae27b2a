// The stream of tables (ECMA-335, II.24.2.6): how many rows each has, where they are, and their cells. Counts may be any; only rows that
// the file really has are read.

import { ByteView } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { DotnetCode } from './codes.ts';
import { CODED, COLUMNS, type ColumnKind } from './schema.ts';

const HEADER_BYTES = 24;
const TABLES = 64;
const HEAP = { strings: 1, guid: 2, blob: 4, extraField: 0x40 } as const;

interface ColumnPlace {
  readonly offset: number;
  readonly width: 1 | 2 | 4;
}

interface TablePlace {
  readonly start: number;
  readonly rowBytes: number;
  readonly rows: number;
  readonly columns: readonly ColumnPlace[];
}

const NO_TABLE: TablePlace = { start: 0, rowBytes: 0, rows: 0, columns: [] };

export class TableStream {
  readonly #view: ByteView;
  readonly #tables: TablePlace[] = [];

  /** `keepsCut`: of a table for which `bytes` have no room, the rows that are there are read; else none is. */
  constructor(bytes: Uint8Array, keepsCut: boolean, diagnostics: Diagnostics<DotnetCode>) {
    this.#view = new ByteView(bytes);
    const heapSizes = Math.max(this.#view.u8(6), 0);
    const { counts, end } = this.#readCounts();
    let at = end + ((heapSizes & HEAP.extraField) === 0 ? 0 : 4);
    COLUMNS.forEach((kinds, table) => {
      const { columns, rowBytes } = placeColumns(kinds, heapSizes, counts);
      const stated = counts[table] as number;
      const room = Math.max(Math.floor((bytes.length - at) / rowBytes), 0);
      const rows = stated <= room ? stated : keepsCut ? room : 0;
      if (rows < stated) {
        const message = 'A table of the metadata has more rows than there is room for; what fits is read.';
        diagnostics.add('warning', 'dotnet-table-cut', message, `table ${table}`);
      }
      this.#tables.push({ start: at, rowBytes, rows, columns });
      at += stated * rowBytes;
    });
  }

  /** Whether there is a header of such a stream. */
  static isIn(bytes: Uint8Array): boolean {
    return bytes.length >= HEADER_BYTES;
  }

  rows(table: number): number {
    return (this.#tables[table] ?? NO_TABLE).rows;
  }

  /** A cell as the unsigned integer that it is; 0 where there is no such row. Rows begin with 1. */
  cell(table: number, row: number, column: number): number {
    const { start, rowBytes, rows, columns } = this.#tables[table] ?? NO_TABLE;
    const place = columns[column];
    if (row < 1 || row > rows || place === undefined) return 0;
    const at = start + (row - 1) * rowBytes + place.offset;
    if (place.width === 4) return this.#view.u32(at);
    return place.width === 2 ? this.#view.u16(at) : this.#view.u8(at);
  }

  #readCounts(): { readonly counts: readonly number[]; readonly end: number } {
    const counts = new Array<number>(TABLES).fill(0);
    let at = HEADER_BYTES;
    for (let table = 0; table < TABLES; table++) {
      const bits = this.#view.u32(8 + (table >> 5) * 4);
      if (bits < 0 || ((bits >>> (table & 31)) & 1) === 0) continue;
      counts[table] = Math.max(this.#view.u32(at), 0);
      at += 4;
    }
    return { counts, end: at };
  }
}

function placeColumns(kinds: readonly ColumnKind[], heapSizes: number, counts: readonly number[]) {
  const columns: ColumnPlace[] = [];
  let offset = 0;
  for (const kind of kinds) {
    const width = widthOf(kind, heapSizes, counts);
    columns.push({ offset, width });
    offset += width === 1 ? 2 : width;
  }
  return { columns, rowBytes: offset };
}

function widthOf(kind: ColumnKind, heapSizes: number, counts: readonly number[]): 1 | 2 | 4 {
  if (typeof kind === 'number') return (counts[kind] as number) <= 0x10000 ? 2 : 4;
  switch (kind) {
    case 'u8':
      return 1;
    case 'u16':
      return 2;
    case 'u32':
      return 4;
    case 'string':
      return (heapSizes & HEAP.strings) === 0 ? 2 : 4;
    case 'guid':
      return (heapSizes & HEAP.guid) === 0 ? 2 : 4;
    case 'blob':
      return (heapSizes & HEAP.blob) === 0 ? 2 : 4;
    default: {
      const { tagBits, tables } = CODED[kind];
      const most = Math.max(...tables.map((table) => counts[table] ?? 0));
      return most <= 2 ** (16 - tagBits) ? 2 : 4;
    }
  }
}
