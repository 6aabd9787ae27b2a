// The frames of a zstd file (RFC 8878), one after the other. Blocks come out whole or not at all: what a block says is known at its end.
// The work is bounded by what goes in and comes out, whatever the bytes say: nothing is copied that no block has room for.

import { isSkippedFrame, isZstdFrame } from '../zstd-magic.ts';
import { load32 } from './bit-reader.ts';
import { damaged } from './damage.ts';
import {
  type FrameHeader,
  headerLength,
  MAGIC_BYTES,
  readFrameHeader,
  SKIPPED_SIZE_BYTES,
  skippedLength,
} from './frame-header.ts';
import { MOST_BLOCK_BYTES, PADDING } from './limits.ts';
import { Literals } from './literals.ts';
import type { PackedBytes } from './packed-bytes.ts';
import { Sequences } from './sequences.ts';
import { Window } from './window.ts';
import { Xxh64 } from './xxh64.ts';

const RAW = 0;
const REPEATED = 1;
const COMPRESSED = 2;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;

/** Pieces are handed on at this size, so that a file of tiny blocks does not become one of tiny pieces. */
const PIECE = 65_536;

export class Frames {
  readonly #window = new Window();
  readonly #literals = new Literals();
  readonly #sequences = new Sequences();
  readonly #hash = new Xxh64();
  readonly #block = new Uint8Array(MOST_BLOCK_BYTES + PADDING);
  readonly #packed: PackedBytes;

  constructor(packed: PackedBytes) {
    this.#packed = packed;
  }

  /** What is left to hand on when `run` has failed. */
  get rest(): Uint8Array {
    return this.#window.take();
  }

  /** Unpacks up to the end. Pieces are valid until the next one is asked for. Throws ZstdDamage. */
  async *run(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const length = await this.#packed.read(this.#block, MAGIC_BYTES);
      if (length === 0) break;
      const magic = this.#block.subarray(0, length);
      if (isSkippedFrame(magic)) {
        const size = skippedLength(await this.#need(SKIPPED_SIZE_BYTES));
        if (!(await this.#packed.skip(size))) damaged('a frame that is passed over breaks off');
      } else if (isZstdFrame(magic)) {
        yield* this.#frame(await this.#header());
      } else {
        damaged('something else follows the frames');
      }
    }
    if (this.#window.pending > 0) yield this.#window.take();
  }

  async #header(): Promise<FrameHeader> {
    const descriptor = (await this.#need(1))[0] as number;
    return readFrameHeader(descriptor, await this.#need(headerLength(descriptor)));
  }

  async *#frame({ windowBytes, contentBytes, hasChecksum }: FrameHeader): AsyncGenerator<Uint8Array, void, void> {
    const window = this.#window;
    window.begin(windowBytes);
    this.#literals.reset();
    this.#sequences.reset();
    this.#hash.reset();
    const most = Math.min(windowBytes, MOST_BLOCK_BYTES);
    let unpacked = 0;
    for (let isLast = false; !isLast; ) {
      const header = load32(await this.#need(BLOCK_HEADER_BYTES), 0) & 0xff_ffff;
      isLast = (header & 1) === 1;
      if (window.pending >= PIECE || (!window.hasRoom && window.pending > 0)) yield window.take();
      if (!window.hasRoom) window.makeRoom();
      const before = window.at;
      try {
        await this.#readBlock((header >> 1) & 3, header >> 3, most);
        unpacked += window.at - before;
        if (unpacked > (contentBytes ?? unpacked)) damaged('a frame is longer than it says');
      } catch (error) {
        window.at = before;
        throw error;
      }
      if (hasChecksum) this.#hash.update(window.bytes.subarray(before, window.at));
    }
    if (unpacked !== (contentBytes ?? unpacked)) damaged('a frame is shorter than it says');
    if (!hasChecksum) return;
    const checksum = load32(await this.#need(CHECKSUM_BYTES), 0) >>> 0;
    if (checksum !== this.#hash.digestLow()) damaged('the checksum of a frame is wrong');
  }

  async #readBlock(kind: number, size: number, most: number): Promise<void> {
    if (size > most) damaged('a block is too long');
    if (kind === RAW) {
      this.#window.append(await this.#need(size));
    } else if (kind === REPEATED) {
      this.#window.repeat((await this.#need(1))[0] as number, size);
    } else if (kind === COMPRESSED) {
      await this.#need(size);
      if (size === 0) damaged('a block is empty');
      const block = this.#block;
      const from = this.#literals.read(block, size);
      this.#sequences.run(block, from, size, this.#literals, this.#window, most);
    } else {
      damaged('a block is of a kind that does not exist');
    }
  }

  /** The next bytes, at the beginning of the block's room. */
  async #need(count: number): Promise<Uint8Array> {
    if ((await this.#packed.read(this.#block, count)) < count) damaged('the file breaks off');
    return this.#block.subarray(0, count);
  }
}
