// Where a block of an x64dbg trace ends, and whether it can be one. A block is checked as a whole before any of it counts: nothing in a
// trace says where blocks begin, so that reading on from a wrong place would make up instructions.
//
// A block: type, number of registers, number of memory accesses, flags with the length of the instruction (a byte each); thread id, where
// the flags say so; instruction; a position for each register, a value for each; flags of each access, its address, its old value, and the
// new one unless the flags say that it is the old one.

import { u32At } from '../../bytes/little-endian.ts';

/** The bytes before an optional thread id. */
export const BLOCK_START = 4;
export const THREAD_ID_BYTES = 4;
/** In the flags of a block: a thread id follows. The low bits are the length of the instruction. */
export const HAS_THREAD_ID = 0x80;
export const LENGTH_MASK = 0x0f;
const RESERVED = 0x70;
/** Types from here on belong to plug-ins: a length of four bytes follows, then as many bytes. */
export const USER_DEFINED = 0x80;
export const USER_START = 5;
/** In the flags of an access: memory was left as it was. */
export const UNCHANGED = 1;
/** As many accesses as x64dbg has room for. */
const MAX_ACCESSES = 32;
/** Words of a full dump of the registers; positions are bytes, and dumps have not grown beyond what a byte counts. */
const MAX_WORDS = 256;
/** The longest block, and the few bytes behind it that are looked at. */
const MAX_BLOCK = BLOCK_START + THREAD_ID_BYTES + LENGTH_MASK + 255 * 9 + MAX_ACCESSES * 25;

/** In place of the end of a block: more bytes are needed to know it. */
export const NEEDS_MORE = -1;
/** In place of the end of a block: there is none. */
export const IMPLAUSIBLE = -2;

/** End of the block at `at`, which has `threadIdBytes` of thread id, or one of the above. `width`: bytes of a register. */
export function blockEnd(bytes: Uint8Array, at: number, limit: number, width: number, threadIdBytes: number): number {
  if (at + BLOCK_START > limit) return NEEDS_MORE;
  const changes = bytes[at + 1] as number;
  const accesses = bytes[at + 2] as number;
  const flags = bytes[at + 3] as number;
  const length = flags & LENGTH_MASK;
  if (bytes[at] !== 0 || accesses > MAX_ACCESSES || (flags & RESERVED) !== 0 || length === 0) return IMPLAUSIBLE;
  let next = at + BLOCK_START + threadIdBytes + length;
  if (next + changes * (1 + width) + accesses > limit) return NEEDS_MORE;
  let words = changes;
  for (const end = next + changes; next < end; next++) words += bytes[next] as number;
  if (words > MAX_WORDS) return IMPLAUSIBLE;
  next += changes * width;
  let values = 2 * accesses;
  for (const end = next + accesses; next < end; next++) {
    const access = bytes[next] as number;
    if (access > UNCHANGED) return IMPLAUSIBLE;
    values += 1 - access;
  }
  next += values * width;
  return next > limit ? NEEDS_MORE : next;
}

/** How many blocks are looked at to tell two readings apart. */
export const LOOK_AHEAD_BLOCKS = 4;
/** Longer blocks of plug-ins are not looked beyond. */
const MAX_USER_LENGTH = 0x1000;
/** What has to be there for that, at most. */
export const LOOK_AHEAD_BYTES: number = LOOK_AHEAD_BLOCKS * Math.max(MAX_BLOCK, USER_START + MAX_USER_LENGTH);

/**
 * How many blocks in a row (LOOK_AHEAD_BLOCKS at most) there can be from `at` on, if the first has `threadIdBytes` of thread id; NEEDS_MORE
 * where bytes are missing to know. With `isEnd` no bytes come after `limit`.
 */
export function plausibleBlocks(
  bytes: Uint8Array,
  at: number,
  limit: number,
  width: number,
  threadIdBytes: number,
  isEnd: boolean,
): number {
  let next = blockEnd(bytes, at, limit, width, threadIdBytes);
  for (let count = 0; count < LOOK_AHEAD_BLOCKS; count++) {
    if (next === IMPLAUSIBLE) return count;
    if (next === NEEDS_MORE) return isEnd ? count : NEEDS_MORE;
    if (next === limit) return isEnd ? count + 1 : NEEDS_MORE;
    if ((bytes[next] as number) >= USER_DEFINED) {
      if (next + USER_START > limit) return isEnd ? count + 1 : NEEDS_MORE;
      const length = u32At(bytes, next + 1);
      if (length > MAX_USER_LENGTH) return count + 1;
      next += USER_START + length;
      if (next > limit) next = NEEDS_MORE;
    } else {
      const flags = next + BLOCK_START <= limit ? (bytes[next + 3] as number) : 0;
      next = blockEnd(bytes, next, limit, width, flags & HAS_THREAD_ID ? THREAD_ID_BYTES : 0);
    }
  }
  return LOOK_AHEAD_BLOCKS;
}
