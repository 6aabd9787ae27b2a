// What the codes of sequences mean, and the tables that decode them where a block brings none (RFC 8878, 3.1.1.3.2.1 and 2.2).

import { buildFseTable, type FseTable } from './fse-table.ts';

/** A field of sequences. */
export interface Field {
  readonly maxLog: number;
  readonly maxSymbol: number;
  readonly predefined: FseTable;
}

/** For each code how many further bits it takes; the smallest value of each follows from that. */
const LITERAL_BITS = Uint8Array.from([
  ...many(16, 0),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
]);
const MATCH_BITS = Uint8Array.from([
  ...many(32, 0),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
]);
const SHORTEST_MATCH = 3;

interface Codes {
  readonly bits: Uint8Array;
  readonly base: Int32Array;
}

export const LITERAL_LENGTHS: Codes = { bits: LITERAL_BITS, base: basesOf(LITERAL_BITS, 0) };
export const MATCH_LENGTHS: Codes = { bits: MATCH_BITS, base: basesOf(MATCH_BITS, SHORTEST_MATCH) };

function basesOf(bits: Uint8Array, first: number): Int32Array {
  let value = first;
  return Int32Array.from(bits, (width) => {
    const base = value;
    value += 1 << width;
    return base;
  });
}

function many(count: number, value: number): number[] {
  return new Array(count).fill(value);
}

const LITERAL_PROBABILITIES = [4, 3, ...many(11, 2), 1, 1, 1, ...many(9, 2), 3, 2, ...many(5, 1), ...many(4, -1)];
const OFFSET_PROBABILITIES = [...many(6, 1), 2, 2, 2, ...many(15, 1), ...many(5, -1)];
const MATCH_PROBABILITIES = [1, 4, 3, ...many(6, 2), ...many(37, 1), ...many(7, -1)];

function field(maxLog: number, maxSymbol: number, probabilities: readonly number[], log: number): Field {
  return { maxLog, maxSymbol, predefined: buildFseTable(probabilities, probabilities.length, log) };
}

/** In the order in which a block describes their tables. */
export const FIELDS: readonly [Field, Field, Field] = [
  field(9, 35, LITERAL_PROBABILITIES, 6),
  field(8, 31, OFFSET_PROBABILITIES, 5),
  field(9, 52, MATCH_PROBABILITIES, 6),
];
