// drcov files, from their parts.

export interface DrcovParts {
  readonly version?: number;
  readonly table?: string;
  readonly columns?: string;
  readonly rows?: readonly string[];
  /** `start, size, module`. */
  readonly blocks?: readonly (readonly [number, number, number])[];
  /** How many blocks the file announces, if that is another number. */
  readonly announced?: number;
  readonly isText?: boolean;
}

const DRCOV_COLUMNS = 'Columns: id, base, end, entry, checksum, timestamp, path';

export const DRCOV_ROWS: readonly string[] = [
  ' 0, 0x0000000000400000, 0x0000000000403000, 0x0000000000401000, 0x00000000, 0x5f000000, C:\\a, b\\sample.exe',
  ' 1, 0x0000000077000000, 0x0000000077100000, 0x0000000000000000, 0x00000000, 0x00000000, C:\\Windows\\kernel32.dll',
];

export function drcovFile({
  version = 2,
  rows = DRCOV_ROWS,
  table = `Module Table: version 2, count ${rows.length}`,
  columns = DRCOV_COLUMNS,
  blocks = [],
  announced = blocks.length,
  isText = false,
}: DrcovParts = {}): Uint8Array {
  const lines = [
    `DRCOV VERSION: ${version}`,
    'DRCOV FLAVOR: drcov',
    table,
    ...(columns === '' ? [] : [columns]),
    ...rows,
    `BB Table: ${announced} bbs`,
  ];
  if (isText) {
    lines.push('module id, start, size:');
    for (const [start, size, module] of blocks) {
      lines.push(`module[${String(module).padStart(3)}]: 0x${start.toString(16).padStart(16, '0')}, ${size}`);
    }
    return new Uint8Array(Buffer.from(`${lines.join('\n')}\n`));
  }
  const entries = Buffer.alloc(blocks.length * 8);
  for (const [i, [start, size, module]] of blocks.entries()) {
    entries.writeUInt32LE(start, i * 8);
    entries.writeUInt16LE(size, i * 8 + 4);
    entries.writeUInt16LE(module, i * 8 + 6);
  }
  return new Uint8Array(Buffer.concat([Buffer.from(`${lines.join('\n')}\n`), entries]));
}
