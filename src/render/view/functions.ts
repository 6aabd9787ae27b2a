// The functions of a program as a table.

import type { ListedFunction } from '../../features/code-view.ts';
import { addressText } from './addresses.ts';
import type { Block, Cell } from './blocks.ts';
import { piece } from './markup.ts';

const HEADER = ['function', 'found by', 'blocks', 'instr.', 'callers', 'name'];

/** One row for each function. */
export function functionTable(functions: readonly ListedFunction[]): Block {
  return { kind: 'table', table: { header: HEADER, rows: functions.map(rowOf) } };
}

function rowOf(listed: ListedFunction): Cell[] {
  const { address, evidence, blocks, instructions, callers } = listed;
  return [
    [[piece(addressText(address), 'emphasis')]],
    [[piece(evidence)]],
    ...[blocks, instructions, callers.length].map((count): Cell => [[piece(String(count))]]),
    nameLines(listed),
  ];
}

/** Names and what they say, each on a line. */
function nameLines({ names, library, isThunk, thunkTo }: ListedFunction): Cell {
  return [
    ...names.map((name) => [piece(name)]),
    ...(library === undefined ? [] : [[piece(library), piece(' (library)', 'dim')]]),
    ...(isThunk ? [[piece(thunkTo === undefined ? '(thunk)' : `→ ${thunkTo}`, 'dim')]] : []),
  ];
}
