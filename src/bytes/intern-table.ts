// Byte ranges -> small integers: the same bytes always get the same number. Values in reports repeat heavily, so work that
// depends on the bytes alone is done once for each number. Hot file: looked up for every argument of every call.
//
// The hash comes from the caller and is not keyed, so crafted values can share one hash. A look-up therefore gives up after a few
// probes: such values simply go without a number.

/** Returned instead of a number. */
export const ABSENT: number = -1;

export interface InternLimits {
  readonly entries: number;
  /** Sum of the lengths of all ranges. */
  readonly bytes: number;
}

const DEFAULT_LIMITS: InternLimits = { entries: 1 << 18, bytes: 1 << 25 };
const MAX_PROBES = 32;
const FIRST_SLOTS = 1 << 12;
const FIRST_BYTES = 1 << 16;

export class InternTable {
  readonly #limits: InternLimits;
  /** Number + 1 of the entry in each slot, 0 for a free one. Its size is a power of two. */
  #slots = new Int32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS / 2);
  #starts = new Int32Array(FIRST_SLOTS / 2 + 1);
  #bytes = new Uint8Array(FIRST_BYTES);
  #size = 0;

  constructor(limits: InternLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Numbers given so far: 0 .. size - 1. */
  get size(): number {
    return this.#size;
  }

  /** Whether the limits leave no room for much more. Call `clear` when it suits. */
  get full(): boolean {
    return this.#size >= this.#limits.entries || (this.#starts[this.#size] as number) * 8 >= this.#limits.bytes * 7;
  }

  /** Forgets everything; numbers start at 0 again. */
  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }

  /** Number of the bytes from `start` to `end`, or ABSENT. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const entry = (this.#slots[slot] as number) - 1;
      if (entry < 0) return ABSENT;
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, start, end)) return entry;
      slot = (slot + 1) & mask;
    }
    return ABSENT;
  }

  /** Gives the next number to bytes that `find` did not find. ABSENT where the limits or too many alike hashes forbid it. */
  add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    const used = this.#starts[this.#size] as number;
    if (this.#size >= this.#limits.entries || used + length > this.#limits.bytes) return ABSENT;
    if (this.#size === this.#hashes.length) this.#growEntries();
    if (used + length > this.#bytes.length) this.#growBytes(used + length);
    if (!this.#place(this.#size, hash)) return ABSENT;
    this.#bytes.set(bytes.subarray(start, end), used);
    this.#hashes[this.#size] = hash;
    this.#starts[this.#size + 1] = used + length;
    return this.#size++;
  }

  #equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = this.#bytes;
    let at = this.#starts[entry] as number;
    if ((this.#starts[entry + 1] as number) - at !== end - start) return false;
    for (let other = start; other < end; other++) if (own[at++] !== bytes[other]) return false;
    return true;
  }

  /** Takes a slot for an entry; false if there is none within reach. */
  #place(entry: number, hash: number): boolean {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let probe = 0; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      if (++probe >= MAX_PROBES) return false;
    }
    this.#slots[slot] = entry + 1;
    return true;
  }

  #growEntries(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const starts = new Int32Array(hashes.length + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    this.#slots = new Int32Array(hashes.length * 2);
    // An entry that finds no place is forgotten; its bytes may get another number later.
    for (let entry = 0; entry < this.#size; entry++) this.#place(entry, hashes[entry] as number);
  }

  #growBytes(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
