// The functions of a program as a table.

import type { ListedFunction } from '../../features/code-view.ts';
import { addressText } from './addresses.ts';
import type { Block, Cell } from './blocks.ts';
import { timesText } from './executions.ts';
import { piece } from './markup.ts';

const HEADER = ['function', 'found by', 'blocks', 'instr.', 'callers', 'name'];
/** Of code that was recorded when it ran. */
const RAN_HEADER = ['function', 'found by', 'blocks', 'instr.', 'callers', 'first at', 'ran', 'name'];

/** One row for each function. */
export function functionTable(functions: readonly ListedFunction[]): Block {
  const isRecorded = functions.some(({ ran }) => ran !== undefined);
  return { kind: 'table', table: { header: isRecorded ? RAN_HEADER : HEADER, rows: functions.map(rowOf) } };
}

function rowOf(listed: ListedFunction): Cell[] {
  const { address, evidence, blocks, instructions, callers, ran } = listed;
  return [
    [[piece(addressText(address), 'emphasis')]],
    [[piece(evidence)]],
    ...[blocks, instructions, callers.length].map((count): Cell => [[piece(String(count))]]),
    ...(ran === undefined
      ? []
      : [[[piece(String(ran.first ?? ''))]], [[piece(ran.times === undefined ? '' : timesText(ran.times))]]]),
    nameLines(listed),
  ];
}

/** Names and what they say, each on a line. */
function nameLines({ names, library, isThunk, thunkTo, ran }: ListedFunction): Cell {
  return [
    ...names.map((name) => [piece(name)]),
    ...(library === undefined ? [] : [[piece(library), piece(' (library)', 'dim')]]),
    ...(ran?.isUnpacked === true ? [[piece('unpacked', 'value')]] : []),
    ...(isThunk ? [[piece(thunkTo === undefined ? '(thunk)' : `→ ${thunkTo}`, 'dim')]] : []),
  ];
}
