// Tables of functions as Go programs have them, in each of their forms.

import { Buffer } from 'node:buffer';

/** By the first version of Go that wrote it. */
export type GoForm = '1.2' | '1.16' | '1.18' | '1.20';

export interface GoTableRecipe {
  readonly form: GoForm;
  readonly word?: 4 | 8;
  readonly isBigEndian?: boolean;
  /** What 1.18 and later say about the beginning of the code. */
  readonly textStart?: number;
  /** Addresses with names, ascending; where `textStart` is said, relative to it. */
  readonly functions: readonly (readonly [address: number, name: string])[];
}

const MAGIC: Readonly<Record<GoForm, number>> = {
  '1.2': 0xfffffffb,
  '1.16': 0xfffffffa,
  '1.18': 0xfffffff0,
  '1.20': 0xfffffff1,
};
const HEADER = 8;
const DESCRIPTION = 16;
const NAMES = 0x100;

/** The bytes of a table: header, names from 0x100 on, then pairs and descriptions (in the oldest form the pairs follow the header). */
export function goTable({ form, word = 8, isBigEndian = false, textStart = 0, functions }: GoTableRecipe): Uint8Array {
  const table = Buffer.alloc(0x1000);
  const write = (at: number, value: number, size: number): void => {
    const low = size === 8 && isBigEndian ? at + 4 : at;
    if (isBigEndian) table.writeUInt32BE(value, low);
    else table.writeUInt32LE(value, low);
  };
  const isRelative = form === '1.18' || form === '1.20';
  const pairs = form === '1.2' ? HEADER + word : 0x400;
  const number = isRelative ? 4 : word;
  write(0, MAGIC[form], 4);
  table.set([0, 0, 1, word], 4);
  const fields: Readonly<Record<GoForm, readonly number[]>> = {
    '1.2': [functions.length],
    '1.16': [functions.length, 1, NAMES, 0, 0, 0, pairs],
    '1.18': [functions.length, 1, textStart, NAMES, 0, 0, 0, pairs],
    '1.20': [functions.length, 1, textStart, NAMES, 0, 0, 0, pairs],
  };
  for (const [i, value] of fields[form].entries()) write(HEADER + i * word, value, word);
  let nameAt = NAMES;
  functions.forEach(([address, name], i) => {
    const description = 0x800 + i * DESCRIPTION;
    write(pairs + i * 2 * number, address, number);
    write(pairs + (i * 2 + 1) * number, form === '1.2' ? description : description - pairs, number);
    write(description, address, number);
    write(description + number, form === '1.2' ? nameAt : nameAt - NAMES, 4);
    nameAt += table.write(`${name}\0`, nameAt, 'latin1');
  });
  return table;
}
