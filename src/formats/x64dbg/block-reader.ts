// The blocks of an x64dbg trace, told to a listener as instructions. Hot: a trace has hundreds of millions of them.
//
// Registers of a block are those that differ from the block before it in the file, whichever thread that was of. A thread that goes on
// therefore starts from what the thread before it ended with.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { addressAt, addressOf, u32At } from '../../bytes/little-endian.ts';
import type { ExecutionListener, RecordedThread } from '../execution.ts';
import {
  BLOCK_START,
  blockEnd,
  HAS_THREAD_ID,
  IMPLAUSIBLE,
  LENGTH_MASK,
  LOOK_AHEAD_BLOCKS,
  NEEDS_MORE,
  plausibleBlocks,
  THREAD_ID_BYTES,
  UNCHANGED,
  USER_DEFINED,
  USER_START,
} from './block-shape.ts';
import { findFullDump } from './find-full-dump.ts';
import type { X64dbgReport } from './problems.ts';

const GENERAL_WORDS = 16;

export class BlockReader {
  readonly #listener: ExecutionListener;
  readonly #report: X64dbgReport;
  readonly #width: 4 | 8;
  /** General registers, and the position of the instruction pointer behind them. */
  readonly #generals: number;
  #thread: RecordedThread | undefined;
  /** Of a thread that is not followed, and where the first block is applied. */
  readonly #unfollowed = new Uint32Array(2 * GENERAL_WORDS);
  #registers: Uint32Array = this.#unfollowed;
  #threadId = -1;
  #pcLow = 0;
  #pcHigh = 0;
  #isPcKnown = false;
  /** Whether the next block may have a thread id that its flags do not announce. */
  #mayHideThreadId = false;
  readonly #size: number;
  /** Whether there was something that is no block: nothing is read before the next full dump. */
  #isLost = false;
  /** How often that was so, and how often threads were told, by their ids. */
  #losses = 0;
  readonly #toldLosses = new IntegerMap<number>();
  instructions = 0;

  /** `size`: of the file, where it is known. */
  constructor(listener: ExecutionListener, report: X64dbgReport, bits: 32 | 64, size: number = Infinity) {
    this.#listener = listener;
    this.#report = report;
    this.#size = size;
    this.#width = bits === 32 ? 4 : 8;
    this.#generals = bits === 32 ? 8 : GENERAL_WORDS;
  }

  /**
   * Reads the blocks from `from` on that are there as a whole, and returns where the next one begins; beyond `limit` where a block of a
   * plug-in ends there. `position`: where `bytes[0]` is in the file. `isEnd`: no bytes follow `limit`.
   */
  read(bytes: Uint8Array, from: number, limit: number, position: number, isEnd: boolean): number {
    let at = from;
    while (at < limit) {
      if (this.#isLost) {
        at = findFullDump(bytes, at, limit, this.#width);
        if (at === limit) break;
      }
      const next = this.#readBlock(bytes, at, limit, position, isEnd);
      if (next === NEEDS_MORE) {
        // What may have become a full dump has not.
        if (this.#isLost && isEnd) at = limit;
        break;
      }
      if (next !== IMPLAUSIBLE) {
        at = next;
      } else if (this.#isLost) {
        at++;
      } else {
        this.#report('damaged', position + at);
        this.#isLost = true;
        this.#losses++;
      }
    }
    return at;
  }

  /** Where the block at `at` ends, which is told; NEEDS_MORE or IMPLAUSIBLE. */
  #readBlock(bytes: Uint8Array, at: number, limit: number, position: number, isEnd: boolean): number {
    if ((bytes[at] as number) >= USER_DEFINED) {
      if (at + USER_START > limit) return NEEDS_MORE;
      const next = at + USER_START + u32At(bytes, at + 1);
      if (position + next > this.#size) return IMPLAUSIBLE;
      this.#report('block-skipped', position + at);
      return next;
    }
    if (at + BLOCK_START > limit) return NEEDS_MORE;
    const threadIdBytes = this.#threadIdBytes(bytes, at, limit, position, isEnd);
    if (threadIdBytes === NEEDS_MORE) return NEEDS_MORE;
    const next = blockEnd(bytes, at, limit, this.#width, threadIdBytes);
    return next >= 0 && !this.#apply(bytes, at, threadIdBytes) ? IMPLAUSIBLE : next;
  }

  /**
   * How many bytes of thread id the block at `at` has; NEEDS_MORE where that is not known yet. x64dbg announces a switch of threads in the
   * last block before it and writes the id into the first one behind it too, but does not always say so in the flags of that one.
   */
  #threadIdBytes(bytes: Uint8Array, at: number, limit: number, position: number, isEnd: boolean): number {
    if (((bytes[at + 3] as number) & HAS_THREAD_ID) !== 0) return THREAD_ID_BYTES;
    if (!this.#mayHideThreadId) return 0;
    const asSaid = plausibleBlocks(bytes, at, limit, this.#width, 0, isEnd);
    if (asSaid === LOOK_AHEAD_BLOCKS || asSaid === NEEDS_MORE) return asSaid === NEEDS_MORE ? NEEDS_MORE : 0;
    const hidden = plausibleBlocks(bytes, at, limit, this.#width, THREAD_ID_BYTES, isEnd);
    if (hidden === NEEDS_MORE) return NEEDS_MORE;
    // One block alone proves nothing.
    if (hidden <= Math.max(asSaid, 1)) return 0;
    this.#report('thread-id-unannounced', position + at);
    return THREAD_ID_BYTES;
  }

  /** Tells what the block says; false where it does not say which instruction it is. */
  #apply(bytes: Uint8Array, at: number, threadIdBytes: number): boolean {
    const changes = bytes[at + 1] as number;
    const accesses = bytes[at + 2] as number;
    const flags = bytes[at + 3] as number;
    const length = flags & LENGTH_MASK;
    const code = at + BLOCK_START + threadIdBytes;
    const positions = code + length;
    const values = positions + changes;
    this.#isLost = false;
    if (threadIdBytes > 0) this.#switchTo(u32At(bytes, at + BLOCK_START));
    else if (this.#threadId < 0) this.#switchTo(0);
    this.#mayHideThreadId = (flags & HAS_THREAD_ID) !== 0;
    this.#setRegisters(bytes, positions, changes, values);
    if (!this.#isPcKnown) return false;
    const position = this.instructions++;
    const thread = this.#thread;
    if (thread === undefined) return true;
    thread.executesBytes(addressOf(this.#pcLow, this.#pcHigh), bytes, code, length, position);
    if (accesses > 0) this.#tellAccesses(thread, bytes, values + changes * this.#width, accesses);
    return true;
  }

  #switchTo(id: number): void {
    if (id === this.#threadId && this.#losses === 0) return;
    const before = this.#registers;
    this.#threadId = id;
    this.#thread = this.#listener.thread(id);
    this.#registers = this.#thread?.registers ?? this.#unfollowed;
    if (this.#registers !== before) {
      for (let i = 0; i < 2 * this.#generals; i++) this.#registers[i] = before[i] as number;
    }
    if (this.#thread === undefined || (this.#toldLosses.get(id) ?? 0) === this.#losses) return;
    this.#toldLosses.set(id, this.#losses);
    this.#thread.loses();
  }

  #setRegisters(bytes: Uint8Array, positions: number, changes: number, values: number): void {
    const registers = this.#registers;
    const generals = this.#generals;
    const isWide = this.#width === 8;
    let word = -1;
    let value = values;
    for (let i = positions; i < positions + changes; i++) {
      word += 1 + (bytes[i] as number);
      // Positions ascend, and nothing of what follows is told.
      if (word > generals) return;
      const low = u32At(bytes, value);
      const high = isWide ? u32At(bytes, value + 4) : 0;
      if (word < generals) {
        registers[2 * word] = low;
        registers[2 * word + 1] = high;
      } else {
        this.#pcLow = low;
        this.#pcHigh = high;
        this.#isPcKnown = true;
      }
      value += this.#width;
    }
  }

  /**
   * Memory is recorded in words of a register's size, whatever the instruction accessed of it, with what it held before and after. Bytes from the
   * first to the last that have changed were written; whether they were read too is not said. What has not may have been read or written as it was: it is told as read,
   * which holds for the content in either case.
   */
  #tellAccesses(thread: RecordedThread, bytes: Uint8Array, at: number, accesses: number): void {
    const width = this.#width;
    const addresses = at + accesses;
    const oldValues = addresses + accesses * width;
    let newValue = oldValues + accesses * width;
    for (let i = 0; i < accesses; i++) {
      const address = addressAt(bytes, addresses + i * width, width);
      if (bytes[at + i] === UNCHANGED) {
        thread.reads(address, bytes, oldValues + i * width, width);
      } else {
        const old = oldValues + i * width;
        let first = 0;
        let last = width - 1;
        while (first < last && bytes[newValue + first] === bytes[old + first]) first++;
        while (last > first && bytes[newValue + last] === bytes[old + last]) last--;
        thread.holds(address, bytes, newValue, width);
        thread.writes(address + first, bytes, newValue + first, last - first + 1);
        newValue += width;
      }
    }
  }
}
