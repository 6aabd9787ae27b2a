// Which table has an instruction, by bits 28 to 25, as the manual divides A64.

import { ADDRESSING } from './branches.ts';
import { buildTable, type Table } from './build.ts';
import { FLOATING_POINT } from './floating-point.ts';
import { IMMEDIATE } from './immediate.ts';
import { LOADS } from './loads.ts';
import { MATRIX } from './matrix.ts';
import { REGISTERS } from './register-forms.ts';
import { RESERVED } from './reserved.ts';
import { SCALABLE } from './scalable.ts';
import { SCALARS } from './scalars.ts';
import { STRUCTURES } from './structures.ts';
import { operationLines } from './system-lines.ts';
import { VECTORS } from './vectors.ts';

type Source = () => readonly string[];
const NOTHING: Source = () => [];
const SIMD: Source = () => [...FLOATING_POINT, ...SCALARS, ...VECTORS];
const LOAD: Source = () => [LOADS, STRUCTURES];
const REGISTER: Source = () => [REGISTERS];
const IMMEDIATES: Source = () => [IMMEDIATE];
const BRANCH: Source = () => [operationLines(), ADDRESSING];

const SOURCES: readonly Source[] = [
  () => [RESERVED, MATRIX],
  NOTHING,
  () => [SCALABLE],
  NOTHING,
  LOAD,
  REGISTER,
  LOAD,
  SIMD,
  IMMEDIATES,
  IMMEDIATES,
  BRANCH,
  BRANCH,
  LOAD,
  REGISTER,
  LOAD,
  SIMD,
];
const built = new Map<Source, Table>();

/** The table for words with these bits, built when it is first asked for. */
export function tableOf(group: number): Table {
  const source = SOURCES[group] ?? NOTHING;
  let table = built.get(source);
  if (table === undefined) {
    table = buildTable(source());
    built.set(source, table);
  }
  return table;
}
