// ProcMon's export as CSV. Which columns there are, and in which order, is up to whoever exported it: they are found by name.

import { readCsv } from '../../bytes/csv.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { actOfRow } from './detail.ts';
import { type ProcmonReader, parsePid } from './reader.ts';

/** Columns without which there is nothing to say. */
const NEEDED_COLUMNS: readonly string[] = ['Process Name', 'PID', 'Operation', 'Path'];

/** Columns that may be left out in an export, and what is then unknown. */
const WISHED_COLUMNS: readonly (readonly [string, string])[] = [
  ['Result', 'what failed is taken for done'],
  [
    'Detail',
    'rules about process/create see paths without arguments, those about file/create, file/move and registry/create see little',
  ],
  ['Command Line', 'rules do not see command lines of processes that ran before the capture'],
];

/** Reads the table; false if it is none of ProcMon's. */
export async function readProcmonCsv(
  source: ByteSource,
  reader: ProcmonReader,
  diagnostics: Diagnostics,
): Promise<boolean> {
  let columns: ReadonlyMap<string, number> | undefined;
  let count = 0;
  await readCsv(
    source,
    (fields, row) => {
      if (columns === undefined) {
        columns = new Map(fields.map((name, at) => [name, at]));
        count = fields.length;
      } else if (NEEDED_COLUMNS.every((name) => columns?.has(name))) addRow(fields, row, count, columns, reader);
    },
    diagnostics,
  );
  const found = columns;
  if (found === undefined || !NEEDED_COLUMNS.every((name) => found.has(name))) return false;
  for (const [part, consequence] of WISHED_COLUMNS) {
    if (!found.has(part)) reader.facts.missing.push({ part: `column ${part}`, consequence });
  }
  return true;
}

function addRow(
  fields: readonly string[],
  row: number,
  count: number,
  columns: ReadonlyMap<string, number>,
  reader: ProcmonReader,
): void {
  reader.rows++;
  const field = (name: string): string | undefined => fields[columns.get(name) ?? -1];
  if (fields.length !== count) {
    const message = 'a row that has not as many fields as the table has columns is left out';
    reader.facts.skipRecord('fact-malformed', message, `row ${row}`);
    return;
  }
  const pid = parsePid(field('PID'));
  const operation = field('Operation');
  const path = field('Path');
  if (pid === undefined || operation === undefined || path === undefined) {
    reader.facts.skipRecord(
      'fact-malformed',
      'a row without a process id, operation or path is left out',
      `row ${row}`,
    );
    return;
  }
  const process = reader.processOf(
    {
      pid,
      ppid: parsePid(field('Parent PID')),
      name: field('Process Name') ?? '',
      image: field('Image Path'),
      commandLine: field('Command Line'),
    },
    operation,
  );
  if (process !== undefined) reader.add(actOfRow(operation, path, field('Result'), field('Detail') ?? ''), process);
}
