// The literals of a compressed block: bytes that its sequences copy (RFC 8878, 3.1.1.3.1).

import { load32 } from './bit-reader.ts';
import { damaged } from './damage.ts';
import { decodeHuffman, type HuffmanTable, readHuffmanTable } from './huffman-table.ts';
import { MOST_BLOCK_BYTES } from './limits.ts';

const RAW = 0;
const REPEATED = 1;
const WITH_TABLE = 2;

/** Bytes of the table that says where the four streams begin. */
const JUMPS = 6;

interface Header {
  readonly kind: number;
  readonly length: number;
  /** Bytes of the packed literals. */
  readonly packed: number;
  readonly streams: 1 | 4;
  /** Where what follows begins. */
  readonly end: number;
}

/** The literals of one block after the other; Huffman tables stay for blocks that have none. */
export class Literals {
  readonly bytes: Uint8Array = new Uint8Array(MOST_BLOCK_BYTES);
  length = 0;
  #table: HuffmanTable | undefined;

  /** Forgets the table: a frame begins. */
  reset(): void {
    this.#table = undefined;
  }

  /** Reads those of the block from 0 to `to`. Returns where they end. */
  read(block: Uint8Array, to: number): number {
    const header = readHeader(block);
    const { kind, length, packed, end: from } = header;
    if (length > this.bytes.length) damaged('a block has too many literals');
    const end = from + packed;
    if (end > to) damaged('the literals of a block break off');
    this.length = length;
    if (kind === RAW) this.bytes.set(block.subarray(from, end));
    else if (kind === REPEATED) this.bytes.fill(block[from] as number, 0, length);
    else this.#unpack(block, header, end);
    return end;
  }

  #unpack(block: Uint8Array, { kind, length, streams, end: from }: Header, to: number): void {
    let at = from;
    if (kind === WITH_TABLE) {
      const { table, end } = readHuffmanTable(block, from, to);
      this.#table = table;
      at = end;
    }
    const table = this.#table ?? damaged('a block relies on a Huffman table that is not there');
    if (streams === 1) {
      decodeHuffman(table, { bytes: block, from: at, to }, this.bytes, 0, length);
      return;
    }
    const each = (length + 3) >> 2;
    if (at + JUMPS > to || each * 3 > length) damaged('four streams of literals are too short');
    let begin = at + JUMPS;
    for (let stream = 0; stream < 4; stream++) {
      const jump = at + stream * 2;
      const end = stream === 3 ? to : begin + ((block[jump] as number) | ((block[jump + 1] as number) << 8));
      if (end > to) damaged('a stream of literals breaks off');
      const into = stream === 3 ? length : each * (stream + 1);
      decodeHuffman(table, { bytes: block, from: begin, to: end }, this.bytes, each * stream, into);
      begin = end;
    }
  }
}

function readHeader(block: Uint8Array): Header {
  const first = block[0] as number;
  const word = load32(block, 0) >>> 0;
  const kind = first & 3;
  const format = (first >> 2) & 3;
  if (kind === RAW || kind === REPEATED) {
    const [shift, mask, end] = format === 1 ? [4, 0xfff, 2] : format === 3 ? [4, 0xfffff, 3] : [3, 0x1f, 1];
    const length = (word >>> shift) & mask;
    return { kind, length, packed: kind === RAW ? length : 1, streams: 1, end };
  }
  const streams = format === 0 ? 1 : 4;
  if (format === 3) {
    const packed = (word >>> 22) | (((block[4] as number) & 0xff) << 10);
    return { kind, length: (word >>> 4) & 0x3ffff, packed, streams, end: 5 };
  }
  const width = format === 2 ? 14 : 10;
  const mask = (1 << width) - 1;
  const length = (word >>> 4) & mask;
  return { kind, length, packed: (word >>> (4 + width)) & mask, streams, end: format === 2 ? 4 : 3 };
}
