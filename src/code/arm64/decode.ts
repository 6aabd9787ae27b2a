// Decodes one A64 instruction into a record that is used again and again.
//
// Bits 28 to 25 choose a table (tables/index.ts), a tree in it leads to a few rows, and the row that fits says what the operands are
// (tables/rows.ts). Nothing is allocated once a table is built.

import { type Instruction, OPERAND } from './instruction.ts';
import { readOperand } from './operands.ts';
import { CHECK, CHECKS, EQUAL_FIELDS, ROW, SPECS, type Table } from './tables/build.ts';
import { passes } from './tables/checks.ts';
import { gather } from './tables/fields.ts';
import { tableOf } from './tables/index.ts';
import { READ, SPEC } from './tables/operands.ts';

const MASK = ROW.mask;
const VALUE = ROW.value;
const FIRST_CHECK = ROW.check;
const MNEMONIC = ROW.mnemonic;
const FLOW_AT = ROW.flow;
const TRAITS = ROW.traits;
const COUNT = ROW.count;
const OPERANDS = ROW.operands;
const GENERAL = READ.general;
const FIRST_FIELD = SPEC.first;
const PARAMETER = SPEC.a;
const IS_REGISTER = OPERAND.register;
const CHECK_MASK = CHECK.mask;
const CHECK_ALLOWED = CHECK.allowed;
const CHECK_NUMBER = CHECK.number;
const CHECK_NEXT = CHECK.next;

const tables: (Table | undefined)[] = new Array<Table | undefined>(16).fill(undefined);

/** Decodes the four bytes `bits`, as a number with or without sign, that lie at `address`; false where they are no instruction. */
export function decode(bits: number, address: number, into: Instruction): boolean {
  // With a sign it is an integer of the machine, without one more often than not a number with a fraction.
  const word = bits | 0;
  const group = (word >>> 25) & 15;
  let table = tables[group];
  if (table === undefined) {
    table = tableOf(group);
    tables[group] = table;
  }
  const { tree, leaves, rows } = table;
  let place = tree[0] as number;
  while (place > 0)
    place = tree[place + 2 + ((word >>> (tree[place] as number)) & (tree[place + 1] as number))] as number;
  if (place === 0) return false;
  for (let leaf = ~place; ; leaf++) {
    const row = leaves[leaf] as number;
    if (row < 0) return false;
    if ((word & (rows[row + MASK] as number)) !== (rows[row + VALUE] as number)) continue;
    const check = rows[row + FIRST_CHECK] as number;
    if (check !== 0 && !passesAll(check, word)) continue;
    if (rows[row + MNEMONIC] === 0) return false;
    if (fill(rows, row, word, address, into)) return true;
  }
}

function fill(rows: Int32Array, row: number, word: number, address: number, into: Instruction): boolean {
  into.address = address;
  into.word = word;
  into.mnemonic = rows[row + MNEMONIC] as number;
  into.flow = rows[row + FLOW_AT] as number;
  into.traits = rows[row + TRAITS] as number;
  into.mode = 0;
  into.target = -1;
  const count = rows[row + COUNT] as number;
  into.operands = count;
  for (let i = 0; i < count; i++) {
    const spec = rows[row + OPERANDS + i] as number;
    // Most operands are general registers.
    if (SPECS[spec] === GENERAL) {
      into.kind[i] = IS_REGISTER;
      into.register[i] = (word >>> (SPECS[spec + FIRST_FIELD] as number)) & 31;
      into.width[i] = SPECS[spec + PARAMETER] as number;
    } else if (!readOperand(spec, word, i, into)) {
      return false;
    }
  }
  return true;
}

function passesAll(first: number, word: number): boolean {
  for (let check = first; check !== 0; check = CHECKS[check + CHECK_NEXT] as number) {
    const number = CHECKS[check + CHECK_NUMBER] as number;
    if (number === EQUAL_FIELDS) {
      const mask = CHECKS[check + CHECK_MASK] as number;
      const one = (word >>> (CHECKS[check] as number)) & mask;
      if (one !== ((word >>> (CHECKS[check + CHECK_ALLOWED] as number)) & mask)) return false;
      continue;
    }
    if (number !== 0) {
      if (!passes(number, word)) return false;
      continue;
    }
    const shift = CHECKS[check] as number;
    const value = shift >= 0 ? (word >>> shift) & (CHECKS[check + CHECK_MASK] as number) : gather(word, ~shift);
    if ((((CHECKS[check + CHECK_ALLOWED] as number) >>> value) & 1) === 0) return false;
  }
  return true;
}
