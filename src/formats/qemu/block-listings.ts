// The blocks that a log of QEMU lists when they are translated: which instructions run when a block is said to run. Kept as one stream of
// bytes, because a log has millions of blocks: for each instruction its length, with a mark at the last one of a block, and its bytes.

import { IntegerMap } from '../../bytes/integer-map.ts';

/** What is kept of instructions, and of blocks. A run of a large program has some millions. */
const MAX_BYTES = 1 << 26;
const MAX_BLOCKS = 4_000_000;
/** The longest instruction of x86. */
const MAX_INSTRUCTION = 15;
const IS_LAST = 0x80;

/** In place of a block: none is listed. */
export const NOT_LISTED = -1;

export class BlockListings {
  /** The stream. */
  bytes: Uint8Array = new Uint8Array(1 << 16);
  #length = 0;
  /** Places of blocks in it, by their addresses. */
  readonly #blocks = new IntegerMap<number>();
  /** Where the block that is being listed begins, and its latest instruction. */
  #from = 0;
  #latest = 0;
  /** Address of the block, and behind its latest instruction. */
  #start = 0;
  #next = 0;
  isOpen = false;

  /** Whether no more is kept. */
  get isFull(): boolean {
    return this.#length + 1 + MAX_INSTRUCTION > MAX_BYTES || this.#blocks.size >= MAX_BLOCKS;
  }

  /** Place of the block at an address in the stream, or NOT_LISTED. */
  at(address: number): number {
    return this.#blocks.get(address) ?? NOT_LISTED;
  }

  /** Length of the instruction at a place in the stream; its bytes follow the place. */
  lengthAt(place: number): number {
    return (this.bytes[place] as number) & ~IS_LAST;
  }

  isLastAt(place: number): boolean {
    return ((this.bytes[place] as number) & IS_LAST) !== 0;
  }

  /** A block begins to be listed. */
  open(): void {
    this.#from = this.#length;
    this.isOpen = true;
  }

  /** The next instruction of it, or with `isMore` more of its latest one; false where it cannot be that. */
  add(address: number, code: Uint8Array, length: number, isMore: boolean): boolean {
    const isFirst = this.#length === this.#from;
    const follows = isFirst ? !isMore : address === this.#next;
    const before = isMore && follows ? this.lengthAt(this.#latest) : 0;
    if (!follows || length === 0 || before + length > MAX_INSTRUCTION || this.isFull) return false;
    if (isFirst) this.#start = address;
    this.#reserve(1 + length);
    if (!isMore) this.#latest = this.#length++;
    this.bytes[this.#latest] = before + length;
    this.bytes.set(code.subarray(0, length), this.#length);
    this.#length += length;
    this.#next = address + length;
    return true;
  }

  /** The block ends; what was listed at its address before is not what runs there any more. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (this.#length === this.#from) return;
    this.bytes[this.#latest] = (this.bytes[this.#latest] as number) | IS_LAST;
    const known = this.at(this.#start);
    if (known !== NOT_LISTED && this.#isAsAt(known)) this.#length = this.#from;
    else this.#blocks.set(this.#start, this.#from);
  }

  /** What is listed of the block is forgotten: it is not known what it is. */
  drop(): void {
    if (this.isOpen) this.#length = this.#from;
    this.isOpen = false;
  }

  /** Whether the block that has been listed is the same as that at a place. */
  #isAsAt(place: number): boolean {
    for (let i = this.#from; i < this.#length; i++) {
      if (this.bytes[i] !== this.bytes[place + i - this.#from]) return false;
    }
    return true;
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.bytes.length) return;
    const larger = new Uint8Array(2 * this.bytes.length);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
