// The table of functions that every Go program carries for its run-time (`pclntab`): where each begins and what it is called. Its forms are
// those of Go 1.2, 1.16, 1.18 and 1.20, which their first four bytes tell apart.

import { ByteView } from '../../bytes/byte-view.ts';
import { NameBudget } from '../name-budget.ts';

export interface GoFunction {
  readonly address: number;
  /** Absent where the table says none, or more than is read. */
  readonly name?: string;
}

/** How a table is laid out. Places are relative to its beginning. */
export interface GoTableLayout {
  readonly isLittleEndian: boolean;
  readonly bits: 32 | 64;
  readonly count: number;
  /** Where the pairs of a beginning and a description are, and the bytes of each number in them. */
  readonly pairs: number;
  readonly pairBytes: 4 | 8;
  readonly names: number;
  /** What beginnings are relative to; 0 where only the rest of the program says it. Undefined where they are addresses. */
  readonly textStart: number | undefined;
}

const FIRST = { old: 0xfffffffb, offsets: 0xfffffffa, relative: 0xfffffff0, current: 0xfffffff1 } as const;
const QUANTA: ReadonlySet<number> = new Set([1, 2, 4]);
const HEADER = 8;
const MAX_NAME = 4096;

/** Reads how a table is laid out; undefined where the bytes do not begin one. */
export function readGoTableLayout(bytes: Uint8Array): GoTableLayout | undefined {
  const isLittleEndian = bytes[0] !== 0xff;
  const view = new ByteView(bytes, isLittleEndian);
  const magic = view.u32(0);
  const word = view.u8(7);
  if (view.u16(4) !== 0 || !QUANTA.has(view.u8(6)) || (word !== 4 && word !== 8)) return undefined;
  const bits = word === 4 ? 32 : 64;
  const field = (i: number): number => view.address(HEADER + i * word, bits);
  const count = field(0);
  const layout = { isLittleEndian, bits, count } as const;
  switch (magic) {
    case FIRST.old:
      return checked(view, { ...layout, pairs: HEADER + word, pairBytes: word, names: 0, textStart: undefined });
    case FIRST.offsets:
      return checked(view, { ...layout, pairs: field(6), pairBytes: word, names: field(2), textStart: undefined });
    case FIRST.relative:
    case FIRST.current:
      return checked(view, { ...layout, pairs: field(7), pairBytes: 4, names: field(3), textStart: field(2) });
    default:
      return undefined;
  }
}

function checked(view: ByteView, layout: GoTableLayout): GoTableLayout | undefined {
  const { count, pairs, pairBytes, names } = layout;
  return count > 0 && names >= 0 && view.has(pairs, count * 2 * pairBytes) ? layout : undefined;
}

/** The functions, in the order of the table, up to one that does not lie behind the one before. `textStart` is used where the table does not say it. */
export function readGoFunctions(bytes: Uint8Array, layout: GoTableLayout, textStart: number): GoFunction[] {
  const { isLittleEndian, bits, count, pairs, pairBytes } = layout;
  const view = new ByteView(bytes, isLittleEndian);
  const budget = new NameBudget(bytes.length, () => undefined);
  const base = layout.textStart === undefined ? 0 : layout.textStart || textStart;
  const number = (at: number): number => (pairBytes === 4 ? view.u32(at) : view.address(at, 64));
  const functions: GoFunction[] = [];
  let last = -1;
  for (let i = 0; i < count; i++) {
    const pair = pairs + i * 2 * pairBytes;
    const begin = number(pair);
    if (begin <= last) break;
    last = begin;
    // Descriptions lie behind the pairs, in the oldest form relative to the whole table.
    const description = number(pair + pairBytes) + (layout.names === 0 ? 0 : pairs);
    const nameAt = view.u32(description + (layout.textStart === undefined ? bits / 8 : 4));
    const name = nameAt < 0 ? undefined : budget.take(() => view.text(layout.names + nameAt, MAX_NAME));
    const address = begin + base;
    functions.push(name === undefined || name === '' ? { address } : { address, name });
  }
  return functions;
}
