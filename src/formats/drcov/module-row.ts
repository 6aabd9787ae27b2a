// Rows of a module table. Versions of the table differ in their columns, which the table itself names since version 2:
//
//   1        id, size, path (and no line that names them; later id, base, end, entry, path)
//   2        id, base, end, entry, checksum, timestamp, path; without the checksum and the timestamp where the system has none
//   3, 4     id, containing_id, start, end, entry, offset, checksum, timestamp, path: a row for each segment of a module
//   5        as 4, with preferred_base behind the offset

export interface DrcovModule {
  /** What blocks call it. */
  readonly id: number;
  /** The row of the first segment of the same file; its own where there is no more. */
  readonly containingId: number;
  /** Where it was loaded; 0 where the table has sizes only. */
  readonly start: number;
  /** As it is written: some writers mean the last byte, others the one behind it. Infinity beyond 2^53. */
  readonly end: number;
  /** Of the row in its file; 0 where the table does not say. */
  readonly offset: number;
  /** Undefined where the table has none. */
  readonly preferredBase: number | undefined;
  readonly entry: number | undefined;
  readonly checksum: number | undefined;
  readonly timestamp: number | undefined;
  readonly path: string;
}

const NUMBER = /^(?:0x([0-9a-f]{1,16})|(\d{1,20}))$/i;

/** Columns where the table does not name them, by their number. */
const UNNAMED: Readonly<Record<number, readonly string[]>> = {
  3: ['id', 'size', 'path'],
  5: ['id', 'base', 'end', 'entry', 'path'],
};
const MOST_UNNAMED = 5;

/** The columns that a line names; undefined where it names none that rows can be read by. */
export function readColumns(line: string): readonly string[] | undefined {
  const names = /^Columns: *(.*)$/
    .exec(line)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.[0] === 'id' && names.at(-1) === 'path' ? names : undefined;
}

/** Reads a row; undefined where it is none. Undefined columns are those of tables that do not name them. */
export function readModule(line: string, columns: readonly string[] | undefined): DrcovModule | undefined {
  const names = columns ?? UNNAMED[Math.min(line.split(',').length, MOST_UNNAMED)];
  const cells = names === undefined ? undefined : splitRow(line, names.length);
  if (names === undefined || cells === undefined) return undefined;
  const number = (...aliases: readonly string[]): number | undefined => {
    const at = names.findIndex((name) => aliases.includes(name));
    return at < 0 ? undefined : parseNumber(cells[at] as string);
  };
  const id = number('id');
  const start = number('base', 'start') ?? (names.includes('size') ? 0 : undefined);
  const end = number('end', 'size');
  if (id === undefined || start === undefined || end === undefined) return undefined;
  if (id > 0xffff || !Number.isFinite(start) || end < start) return undefined;
  return {
    id,
    containingId: number('containing_id') ?? id,
    start,
    end,
    offset: number('offset') ?? 0,
    preferredBase: number('preferred_base', 'preferred base'),
    entry: number('entry'),
    checksum: number('checksum'),
    timestamp: number('timestamp'),
    path: cells.at(-1) as string,
  };
}

/** The path comes last and may have commas. */
function splitRow(line: string, count: number): readonly string[] | undefined {
  const cells: string[] = [];
  let from = 0;
  for (let i = 1; i < count; i++) {
    const comma = line.indexOf(',', from);
    if (comma < 0) return undefined;
    cells.push(line.slice(from, comma).trim());
    from = comma + 1;
  }
  cells.push(line.slice(from).trim());
  return cells;
}

function parseNumber(text: string): number | undefined {
  const found = NUMBER.exec(text);
  if (found === null) return undefined;
  const value = found[1] === undefined ? Number(found[2]) : Number.parseInt(found[1], 16);
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}
