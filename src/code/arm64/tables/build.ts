// Tables of lines to what the decoder walks: a tree over bits that leads to a few rows, and the rows as numbers.

import { FLOW } from '../../flow.ts';
import { TRAIT } from '../instruction.ts';
import { mnemonicNumber } from '../mnemonics.ts';
import { checkNumber } from './checks.ts';
import { compileField } from './fields.ts';
import { compileOperand, READ, SPEC } from './operands.ts';
import { bitsOf, parseRows, type Row } from './rows.ts';

/** Numbers of a row; `operands` are places in the numbers of operands. */
export const ROW = {
  mask: 0,
  value: 1,
  check: 2,
  mnemonic: 3,
  flow: 4,
  traits: 5,
  count: 6,
  operands: 7,
  stride: 13,
} as const;
/** Numbers of a check: a field and which values it may have, or a check by number; and the place of the next, 0 for none. */
export const CHECK = { shift: 0, mask: 1, allowed: 2, number: 3, next: 4, stride: 5 } as const;

export interface Table {
  /**
   * Nodes: shift, mask, then as many places as the mask has values. A place above zero is another node, below zero the complement of one in
   * `leaves`, zero nothing.
   */
  readonly tree: Int32Array;
  /** Places of rows, the first that fits wins; -1 ends each leaf. */
  readonly leaves: Int32Array;
  readonly rows: Int32Array;
}

/** Operands of all tables, `SPEC.stride` numbers each. */
export const SPECS: Int32Array = new Int32Array(60_000);
/** Checks of all tables. */
export const CHECKS: Int32Array = new Int32Array(12_000);
const specPlaces = new Map<string, number>();
const checkPlaces = new Map<string, number>();
let usedSpecs: number = SPEC.stride;
let usedChecks: number = CHECK.stride;

/** The number of the check that two fields, each in one piece, are equal; `CHECK.allowed` is the shift of the second. */
export const EQUAL_FIELDS: number = -1;

/** So few rows are looked at one after the other. */
const LEAF_ROWS = 3;
const MAX_NODE_BITS = 7;
const WORD_BITS = 32;

const TRAITS: Readonly<Record<string, number>> = { reads: TRAIT.readsFirst, signed: TRAIT.signed };

export function buildTable(texts: readonly string[]): Table {
  const rows = texts.flatMap(parseRows);
  const tree: number[] = [0];
  const leaves: number[] = [];
  const knownLeaves = new Map<string, number>();
  const all = rows.map((_, i) => i);
  const work: { readonly rows: readonly number[]; readonly place: number; readonly used: number }[] = [
    { rows: all, place: 0, used: 0 },
  ];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const node = item.rows.length > LEAF_ROWS ? chooseBits(rows, item.rows, item.used) : undefined;
    if (node === undefined) {
      tree[item.place] = leafOf(item.rows, leaves, knownLeaves);
      continue;
    }
    const { shift, mask } = node;
    const { used } = item;
    tree[item.place] = tree.length;
    tree.push(shift, mask);
    const first = tree.length;
    const groups = groupsBy(rows, item.rows, shift, mask);
    for (let i = 0; i <= mask; i++) tree.push(0);
    groups.forEach((group, i) => {
      work.push({ rows: group, place: first + i, used: used | (mask << shift) });
    });
  }
  return {
    tree: Int32Array.from(tree),
    leaves: Int32Array.from(leaves),
    rows: Int32Array.from(rows.flatMap(numbersOf)),
  };
}

function leafOf(rows: readonly number[], leaves: number[], known: Map<string, number>): number {
  if (rows.length === 0) return 0;
  const key = rows.join();
  let place = known.get(key);
  if (place === undefined) {
    place = leaves.length;
    known.set(key, place);
    leaves.push(...rows.map((row) => row * ROW.stride), -1);
  }
  return ~place;
}

function groupsBy(rows: readonly Row[], some: readonly number[], shift: number, mask: number): number[][] {
  const groups: number[][] = Array.from({ length: mask + 1 }, () => []);
  for (const row of some) {
    const { mask: rowMask, value } = rows[row] as Row;
    const fixed = (rowMask >>> shift) & mask;
    const wanted = (value >>> shift) & mask;
    const free = mask & ~fixed;
    // All values that have the fixed bits.
    for (let part = free; ; part = (part - 1) & free) {
      (groups[wanted | part] as number[]).push(row);
      if (part === 0) break;
    }
  }
  return groups;
}

/** The run of bits that tells most rows apart. */
function chooseBits(
  rows: readonly Row[],
  some: readonly number[],
  used: number,
): { shift: number; mask: number } | undefined {
  const worth = new Float64Array(WORD_BITS);
  for (let bit = 0; bit < WORD_BITS; bit++) {
    if ((used >>> bit) & 1) continue;
    let zeros = 0;
    let ones = 0;
    for (const row of some) {
      const { mask, value } = rows[row] as Row;
      if (((mask >>> bit) & 1) === 0) continue;
      if ((value >>> bit) & 1) ones++;
      else zeros++;
    }
    const free = some.length - zeros - ones;
    worth[bit] =
      Math.min(zeros + free, ones + free) === some.length
        ? 0
        : Math.min(zeros, ones) + 0.3 * Math.max(zeros, ones) - 0.5 * free;
    if (zeros + ones === 0 || (free === 0 && Math.min(zeros, ones) === 0)) worth[bit] = 0;
  }
  let best: { shift: number; mask: number } | undefined;
  let bestWorth = 0;
  const maxBits = Math.min(MAX_NODE_BITS, Math.max(1, Math.ceil(Math.log2(some.length))));
  for (let shift = 0; shift < WORD_BITS; shift++) {
    let sum = 0;
    for (let bits = 1; bits <= maxBits && shift + bits <= WORD_BITS; bits++) {
      const own = worth[shift + bits - 1] as number;
      if (own <= 0) break;
      sum += own;
      if (sum > bestWorth) {
        bestWorth = sum;
        best = { shift, mask: 2 ** bits - 1 };
      }
    }
  }
  return best;
}

function numbersOf(row: Row): number[] {
  const numbers = new Array<number>(ROW.stride).fill(0);
  const [flow = 'next', ...traits] = row.flow.split(',');
  numbers[ROW.mask] = row.mask;
  numbers[ROW.value] = row.value;
  numbers[ROW.check] = checksOf(row);
  numbers[ROW.mnemonic] = mnemonicNumber(row.name === '-' ? '' : row.name);
  numbers[ROW.flow] = FLOW[flow as keyof typeof FLOW];
  numbers[ROW.traits] = traits.reduce((sum, trait) => sum | (TRAITS[trait] ?? 0), 0);
  numbers[ROW.count] = row.operands.length;
  row.operands.forEach((token, i) => {
    const spec = compileOperand(token, row.fields);
    if (spec[SPEC.code] === READ.signed) numbers[ROW.traits] = (numbers[ROW.traits] as number) | TRAIT.signed;
    numbers[ROW.operands + i] = specPlace(spec);
  });
  return numbers;
}

function specPlace(spec: readonly number[]): number {
  const key = spec.join();
  let place = specPlaces.get(key);
  if (place === undefined) {
    place = usedSpecs;
    specPlaces.set(key, place);
    if (place + SPEC.stride > SPECS.length) throw new Error('too many operands');
    SPECS.set(spec, place);
    usedSpecs += SPEC.stride;
  }
  return place;
}

function checksOf(row: Row): number {
  let next = 0;
  for (const text of row.checks.toReversed()) {
    const check = text.startsWith('@') ? [0, 0, 0, checkNumber(text.slice(1)), next] : valuesCheck(text, row, next);
    const key = check.join();
    const known = checkPlaces.get(key);
    if (known !== undefined) {
      next = known;
      continue;
    }
    if (usedChecks + CHECK.stride > CHECKS.length) throw new Error('too many checks');
    CHECKS.set(check, usedChecks);
    checkPlaces.set(key, usedChecks);
    next = usedChecks;
    usedChecks += CHECK.stride;
  }
  return next;
}

function valuesCheck(text: string, row: Row, next: number): number[] {
  const [one = '', other] = text.split('=');
  if (other !== undefined) {
    const [shift, mask] = compileField(bitsOf(row.fields, one));
    return [shift, mask, compileField(bitsOf(row.fields, other))[0], EQUAL_FIELDS, next];
  }
  const [letters = '', values = ''] = text.split(':');
  const isNegative = values.startsWith('!');
  let allowed = 0;
  for (const value of values.replace('!', '').split(',')) allowed |= 1 << Number(value);
  return [...compileField(bitsOf(row.fields, letters)), isNegative ? ~allowed : allowed, 0, next];
}
