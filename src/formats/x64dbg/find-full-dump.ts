// Where a damaged trace of x64dbg can be read again: at the next block that has all registers, which x64dbg writes every 512 instructions.

import { BLOCK_START, HAS_THREAD_ID, LENGTH_MASK, THREAD_ID_BYTES } from './block-shape.ts';

/** Registers of a full dump, by the bytes of one. */
const WORDS = { 4: 216, 8: 172 } as const;

/** The first place from `from` on where there is such a block, or may be one as far as its bytes are there; `limit` where there is none. */
export function findFullDump(bytes: Uint8Array, from: number, limit: number, width: 4 | 8): number {
  const words = WORDS[width];
  for (let at = bytes.indexOf(words, from + 1) - 1; at >= 0 && at < limit; at = bytes.indexOf(words, at + 2) - 1) {
    if (mayBeFullDump(bytes, at, limit, words)) return at;
  }
  // The last byte may be the first of one.
  return limit > from && bytes[limit - 1] === 0 ? limit - 1 : limit;
}

function mayBeFullDump(bytes: Uint8Array, at: number, limit: number, words: number): boolean {
  if (bytes[at] !== 0) return false;
  if (at + BLOCK_START > limit) return true;
  const flags = bytes[at + 3] as number;
  const length = flags & LENGTH_MASK;
  if ((flags & ~LENGTH_MASK) !== HAS_THREAD_ID || length === 0) return false;
  // Each position is the one behind the one before.
  const positions = at + BLOCK_START + THREAD_ID_BYTES + length;
  for (let i = positions; i < positions + words && i < limit; i++) {
    if (bytes[i] !== 0) return false;
  }
  return true;
}
