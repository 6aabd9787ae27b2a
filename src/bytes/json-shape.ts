// The members of one kind of JSON object, learned while reading. Records of a report repeat the same keys in the same order
// with the same white space, so the bytes between one value and the next (`,\n   "thread_id": `) are remembered after they have
// been parsed strictly once; meeting the same bytes again needs a few word comparisons and no parsing. Hot file: most bytes of a
// report are such gaps. Measured on a 75 MB report; typed arrays and plain loops for that reason.

/** Slot before the first member. */
export const FIRST = 0;
/** Returned instead of a slot when the object has been closed. */
export const END: number = -1;

/** Slots of one shape, known keys included. Keys that find no room share the last slot, which is never predicted. */
const SLOTS = 64;
/** Ways out of a slot: two that lead to a member, one that closes the object. */
const WAYS = 3;
const CLOSING = 2;
/** Longest gap that is remembered, in 4-byte words. */
const MAX_WORDS = 40;
const COMMA = 0x2c;

/**
 * Keys that a reader wants get the slots 1, 2, 3 ... in the order given; every other key that is met gets the next free slot,
 * so that what follows it can be predicted too.
 */
export class JsonShape {
  readonly #slots = new Map<string, number>();
  #free: number;
  readonly #words = new Int32Array(SLOTS * WAYS * MAX_WORDS);
  /** Length of each remembered gap in bytes; 0: nothing remembered. */
  readonly #lengths = new Int32Array(SLOTS * WAYS);
  readonly #targets = new Int32Array(SLOTS * WAYS);

  constructor(keys: readonly string[]) {
    keys.forEach((key, index) => {
      this.#slots.set(key, index + 1);
    });
    this.#free = keys.length + 1;
    if (this.#free >= SLOTS) throw new RangeError('a shape has room for fewer keys');
  }

  /**
   * The way whose gap lies at `pos`, or -1. `first` is the byte there. Reads at most one word past the last matching one, so the
   * view needs four bytes of padding that no gap contains.
   */
  predict(view: DataView, pos: number, first: number, previous: number): number {
    const base = previous * WAYS;
    if (first !== COMMA && previous !== FIRST) return this.#matches(view, pos, base + CLOSING) ? base + CLOSING : -1;
    if (this.#matches(view, pos, base)) return base;
    return this.#matches(view, pos, base + 1) ? base + 1 : -1;
  }

  /** Length of the gap of a way that `predict` returned, in bytes. */
  length(way: number): number {
    return this.#lengths[way] as number;
  }

  /** Slot that a way leads to, or END. */
  target(way: number): number {
    return this.#targets[way] as number;
  }

  #matches(view: DataView, pos: number, way: number): boolean {
    const length = this.#lengths[way] as number;
    if (length === 0) return false;
    const last = length - 4;
    let word = way * MAX_WORDS;
    for (let at = 0; at < last; at += 4) {
      if (view.getInt32(pos + at, true) !== this.#words[word++]) return false;
    }
    return view.getInt32(pos + last, true) === this.#words[word];
  }

  /** Slot of a key, or undefined for one that has not been met. */
  slot(key: string): number {
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    if (this.#free >= SLOTS - 1) return SLOTS - 1;
    this.#slots.set(key, this.#free);
    return this.#free++;
  }

  /** Remembers that the bytes from `from` to `to`, which follow the value of `previous`, lead to `target`. */
  learn(view: DataView, from: number, to: number, previous: number, target: number): void {
    const length = to - from;
    if (previous === SLOTS - 1 || target === SLOTS - 1 || length < 4 || length > MAX_WORDS * 4) return;
    let way = previous * WAYS;
    if (view.getUint8(from) !== COMMA && previous !== FIRST) way += CLOSING;
    else if (this.#lengths[way] !== 0) way++;
    this.#lengths[way] = length;
    this.#targets[way] = target;
    const last = length - 4;
    let word = way * MAX_WORDS;
    for (let at = 0; at < last; at += 4) this.#words[word++] = view.getInt32(from + at, true);
    this.#words[word] = view.getInt32(from + last, true);
  }
}
