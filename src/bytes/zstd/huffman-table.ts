// Decoding tables of Huffman codes, their descriptions, and streams of such codes (RFC 8878, 4.2).

import { BackwardBits, load32 } from './bit-reader.ts';
import { damaged } from './damage.ts';
import { readFseTable } from './fse-table.ts';

export interface HuffmanTable {
  /** Bits of the longest code. */
  readonly log: number;
  /** For all that the next `log` bits can be: the symbol, times 16, and the bits of its code. */
  readonly entries: Uint16Array;
}

const MOST_BITS = 11;
const MOST_SYMBOLS = 256;
const WEIGHT_LOG = 6;

const weights = new Uint8Array(MOST_SYMBOLS);

/** Reads the description that begins at `from`. Returns the table and where the description ends, at most at `to`. */
export function readHuffmanTable(
  bytes: Uint8Array,
  from: number,
  to: number,
): { readonly table: HuffmanTable; readonly end: number } {
  if (from >= to) damaged('a Huffman table is missing');
  const header = bytes[from] as number;
  const isPlain = header >= 128;
  const end = from + 1 + (isPlain ? (header - 126) >> 1 : header);
  if (end > to) damaged('a Huffman table breaks off');
  const count = isPlain ? readPlainWeights(bytes, from + 1, header - 127) : readPackedWeights(bytes, from + 1, end);
  return { table: buildTable(count), end };
}

/** Four bits for each weight. */
function readPlainWeights(bytes: Uint8Array, from: number, count: number): number {
  for (let i = 0; i < count; i++) {
    const pair = bytes[from + (i >> 1)] as number;
    weights[i] = (i & 1) === 0 ? pair >> 4 : pair & 15;
  }
  return count;
}

/** Two states that take turns until the bits are used up. */
function readPackedWeights(bytes: Uint8Array, from: number, to: number): number {
  const { table, end } = readFseTable(bytes, from, to, { maxLog: WEIGHT_LOG, maxSymbol: 255 });
  const stream = new BackwardBits(bytes, end, to);
  let state = stream.read(table.log);
  let other = stream.read(table.log);
  let count = 0;
  for (;;) {
    // The last weight follows from the others, so there is room for one less.
    if (count > MOST_SYMBOLS - 3) damaged('a Huffman table has too many symbols');
    weights[count++] = table.symbols[state] as number;
    const width = table.bits[state] as number;
    if (width > stream.left) {
      weights[count++] = table.symbols[other] as number;
      return count;
    }
    const next = (table.base[state] as number) + stream.read(width);
    state = other;
    other = next;
  }
}

function buildTable(given: number): HuffmanTable {
  let sum = 0;
  for (let i = 0; i < given; i++) {
    const weight = weights[i] as number;
    if (weight > MOST_BITS) damaged('a Huffman code is too long');
    if (weight > 0) sum += 1 << (weight - 1);
  }
  if (sum === 0) damaged('a Huffman table has no codes');
  const log = 32 - Math.clz32(sum);
  const rest = (1 << log) - sum;
  if (log > MOST_BITS || (rest & (rest - 1)) !== 0) damaged('the codes of a Huffman table do not fit together');
  weights[given] = 32 - Math.clz32(rest);
  const entries = new Uint16Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    const width = 1 << (weight - 1);
    for (let symbol = 0; symbol <= given; symbol++) {
      if (weights[symbol] !== weight) continue;
      entries.fill((symbol << 4) | (log + 1 - weight), at, at + width);
      at += width;
    }
  }
  return { log, entries };
}

/** Decodes the stream from `from` to `to`, which must give exactly the bytes `at` to `end` of `into`. */
export function decodeHuffman(
  { log, entries }: HuffmanTable,
  stream: { readonly bytes: Uint8Array; readonly from: number; readonly to: number },
  into: Uint8Array,
  at: number,
  end: number,
): void {
  const { bytes, from, to } = stream;
  let { left } = new BackwardBits(bytes, from, to);
  const mask = (1 << log) - 1;
  let out = at;
  // Two codes fit into what one load gives.
  for (; left >= 32 && out + 1 < end; out += 2) {
    const byte = (left - 25) >> 3;
    const word = load32(bytes, from + byte);
    const have = left - byte * 8;
    const first = entries[(word >>> (have - log)) & mask] as number;
    const afterFirst = have - (first & 15);
    const second = entries[(word >>> (afterFirst - log)) & mask] as number;
    into[out] = first >> 4;
    into[out + 1] = second >> 4;
    left -= (first & 15) + (second & 15);
  }
  for (; out < end; out++) {
    const below = left - log;
    // What lies before the stream counts as zeros.
    const word = below < 0 ? load32(bytes, from) << -below : load32(bytes, from + (below >> 3)) >>> (below & 7);
    const entry = entries[word & mask] as number;
    into[out] = entry >> 4;
    left -= entry & 15;
    if (left < 0) damaged('a stream of Huffman codes ends early');
  }
  if (left !== 0) damaged('a stream of Huffman codes goes on behind its end');
}
