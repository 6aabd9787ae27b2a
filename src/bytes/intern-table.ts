// Byte ranges -> small integers: the same bytes always get the same number. Values in reports repeat heavily, so work that
// depends on the bytes alone is done once for each number. Hot file: looked up for every argument of every call.
//
// The hash comes from the caller, who keys it (secret.ts). A look-up gives up after a few probes all the same: values that share their
// places simply go without a number.

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
  /** Two numbers for each slot: that of the entry + 1, 0 for a free slot, and its hash. A power of two of slots. */
  #slots = new Int32Array(FIRST_SLOTS * 2);
  #hashes = new Int32Array(FIRST_SLOTS / 2);
  #starts = new Int32Array(FIRST_SLOTS / 2 + 1);
  #bytes = new Uint8Array(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #size = 0;

  constructor(limits: InternLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
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

  /** Number of the bytes from `start` to `end` of what `view` shows, or ABSENT. */
  find(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const entry = (slots[slot] as number) - 1;
      if (entry < 0) return ABSENT;
      if (slots[slot + 1] === hash && this.#equals(entry, view, start, end)) return entry;
      slot = (slot + 2) & mask;
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

  /** The bytes that have a number; good until something is added. */
  bytesOf(number: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[number] as number, this.#starts[number + 1] as number);
  }

  #equals(entry: number, view: DataView, start: number, end: number): boolean {
    const own = this.#view;
    const length = end - start;
    const from = this.#starts[entry] as number;
    if ((this.#starts[entry + 1] as number) - from !== length) return false;
    if (length >= 4) {
      const last = length - 4;
      for (let at = 0; at < last; at += 4) {
        if (own.getInt32(from + at, true) !== view.getInt32(start + at, true)) return false;
      }
      return own.getInt32(from + last, true) === view.getInt32(start + last, true);
    }
    for (let at = 0; at < length; at++) {
      if (own.getUint8(from + at) !== view.getUint8(start + at)) return false;
    }
    return true;
  }

  /** Takes a slot for an entry; false if there is none within reach. */
  #place(entry: number, hash: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (let probe = 0; slots[slot] !== 0; slot = (slot + 2) & mask) {
      if (++probe >= MAX_PROBES) return false;
    }
    slots[slot] = entry + 1;
    slots[slot + 1] = hash;
    return true;
  }

  #growEntries(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const starts = new Int32Array(hashes.length + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    this.#slots = new Int32Array(hashes.length * 4);
    // An entry that finds no place is forgotten; its bytes may get another number later.
    for (let entry = 0; entry < this.#size; entry++) this.#place(entry, hashes[entry] as number);
  }

  #growBytes(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
