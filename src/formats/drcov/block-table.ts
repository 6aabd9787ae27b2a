// The table of blocks: records of 8 bytes, or lines where it was written with `-dump_text`.

import { LineScanner } from '../../bytes/scan-lines.ts';
import type { Blocks } from './block-batch.ts';

/** What a table holds. */
export interface TableEnd {
  /** Entries, whatever they say. */
  readonly entries: number;
  readonly malformed: number;
  /** Whether it ends in the middle of one. */
  readonly isCut: boolean;
  /** Whether something follows the entries that were announced. */
  readonly hasMore: boolean;
}

/** `start` (32 bits), `size` and `module` (16 bits each), in the order of bytes of x86. */
const ENTRY = 8;

/** Reads at most `most` entries. */
export async function readBinaryTable(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  blocks: Blocks,
): Promise<TableEnd> {
  const carried = new Uint8Array(ENTRY);
  const ofCarried = new DataView(carried.buffer);
  let held = 0;
  let entries = 0;
  let hasMore = false;
  const take = (view: DataView, at: number): void => {
    blocks.add(view.getUint32(at, true), view.getUint16(at + 4, true), view.getUint16(at + 6, true));
    entries++;
  };
  for await (const chunk of chunks) {
    let at = 0;
    if (entries === most) {
      hasMore ||= chunk.length > 0;
      if (hasMore) break;
      continue;
    }
    if (held > 0) {
      at = Math.min(ENTRY - held, chunk.length);
      carried.set(chunk.subarray(0, at), held);
      held += at;
      if (held < ENTRY) continue;
      take(ofCarried, 0);
      held = 0;
    }
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (; at + ENTRY <= chunk.length && entries < most; at += ENTRY) take(view, at);
    if (entries === most) {
      hasMore = at < chunk.length;
      if (hasMore) break;
      continue;
    }
    carried.set(chunk.subarray(at));
    held = chunk.length - at;
  }
  return { entries, malformed: 0, isCut: held > 0, hasMore };
}

const MOST_LINE = 256;
const LINE = /^module\[ *(\d{1,5})\]: *0x([0-9a-f]{1,16}), *(\d{1,6})$/i;

/** Reads lines such as `module[  4]: 0x0000000000001090,  12`. */
export async function readTextTable(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  blocks: Blocks,
): Promise<TableEnd> {
  let entries = 0;
  let malformed = 0;
  let hasMore = false;
  const scanner = new LineScanner((bytes, from, to) => {
    if (to === from || hasMore) return;
    if (entries === most) {
      hasMore = true;
      return;
    }
    entries++;
    // Text is what people ask for to look at: as fast as that need not be.
    const found = LINE.exec(decoder.decode(bytes.subarray(from, to)));
    const start = Number.parseInt(found?.[2] ?? '', 16);
    const [module, size] = [Number(found?.[1]), Number(found?.[3])];
    if (found === null || module > 0xffff || size > 0xffff || !Number.isSafeInteger(start)) malformed++;
    else blocks.add(start, size, module);
  }, MOST_LINE);
  for await (const chunk of chunks) {
    scanner.push(chunk);
    if (hasMore) break;
  }
  const isCut = !scanner.finish() && !hasMore;
  return { entries: entries + scanner.tooLong, malformed: malformed + scanner.tooLong, isCut, hasMore };
}

const decoder = new TextDecoder();
