// Decoding tables of Finite State Entropy, and their descriptions (RFC 8878, 4.1).

import { load32 } from './bit-reader.ts';
import { damaged } from './damage.ts';

/** For each state: which symbol it stands for, and which state follows: `base` plus as many bits as `bits` says. */
export interface FseTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly base: Uint16Array;
}

/** A probability of "less than one". */
const RARE = -1;

/** The table for these probabilities of symbols 0, 1, ..., whose sum is 2 to the power of `log` where RARE counts as 1. */
export function buildFseTable(probabilities: ArrayLike<number>, count: number, log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(count);
  let high = size;
  for (let symbol = 0; symbol < count; symbol++) {
    const probability = probabilities[symbol] as number;
    if (probability === RARE) symbols[--high] = symbol;
    next[symbol] = probability === RARE ? 1 : probability;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (let symbol = 0; symbol < count; symbol++) {
    for (let i = 0; i < (probabilities[symbol] as number); i++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  }
  const bits = new Uint8Array(size);
  const base = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] as number;
    const follower = next[symbol] as number;
    next[symbol] = follower + 1;
    const width = log - (31 - Math.clz32(follower));
    bits[state] = width;
    base[state] = (follower << width) - size;
  }
  return { log, symbols, bits, base };
}

/** A table that always gives the same symbol and takes no bits. */
export function singleSymbolTable(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), base: new Uint16Array(1) };
}

/** Symbols of any table; 256 only in descriptions that are damaged. */
const scratch = new Int16Array(256);

/** Reads the description that begins at `from`. Returns the table and where the description ends, at most at `to`. */
export function readFseTable(
  bytes: Uint8Array,
  from: number,
  to: number,
  { maxLog, maxSymbol }: { readonly maxLog: number; readonly maxSymbol: number },
): { readonly table: FseTable; readonly end: number } {
  if (from >= to) damaged('a table is missing');
  const log = ((bytes[from] as number) & 15) + 5;
  if (log > maxLog) damaged('a table is too fine');
  let bit = 4;
  const peek = (): number => {
    const at = from + (bit >> 3);
    if (at >= to) damaged('a table breaks off');
    return load32(bytes, at) >>> (bit & 7);
  };
  let left = 1 << log;
  let count = 0;
  while (left > 0) {
    if (count > maxSymbol) damaged('a table has too many symbols');
    // The value lies between 0 and left + 1; the smaller ones take a bit less.
    const width = 32 - Math.clz32(left + 1);
    const value = peek();
    const short = (1 << width) - 1 - (left + 1);
    const low = value & ((1 << (width - 1)) - 1);
    let coded = value & ((1 << width) - 1);
    if (low < short) {
      coded = low;
      bit += width - 1;
    } else {
      if (coded >= 1 << (width - 1)) coded -= short;
      bit += width;
    }
    const probability = coded - 1;
    scratch[count++] = probability;
    left -= probability === RARE ? 1 : probability;
    if (probability !== 0) continue;
    for (let repeat = 3; repeat === 3; ) {
      repeat = peek() & 3;
      bit += 2;
      if (count + repeat > maxSymbol + 1) damaged('a table has too many symbols');
      scratch.fill(0, count, count + repeat);
      count += repeat;
    }
  }
  const end = from + ((bit + 7) >> 3);
  if (left < 0 || end > to) damaged('a table contradicts itself');
  return { table: buildFseTable(scratch, count, log), end };
}
