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
const OTHER = SLOTS - 1;
/** Ways out of a slot: two that lead to a member, one that closes the object. */
const WAYS = 3;
const CLOSING = 2;
/** Longest gap that is remembered, in 8-byte words. */
const MAX_WORDS = 20;
const COMMA = 0x2c;

/**
 * Keys that a reader wants get the slots 1, 2, 3 ... in the order given; every other key that is met gets the next free slot,
 * so that what follows it can be predicted too.
 */
export class JsonShape {
  readonly #slots = new Map<string, number>();
  /** Slots up to this one are known keys. */
  readonly known: number;
  #free: number;
  /** The bytes of each gap, eight as one double: of plain ASCII no two different words are equal, and none is NaN. */
  readonly #words = new Float64Array(SLOTS * WAYS * MAX_WORDS);
  /** Length of each remembered gap in bytes; 0: nothing remembered. */
  readonly #lengths = new Int32Array(SLOTS * WAYS);
  readonly #targets = new Int32Array(SLOTS * WAYS);

  constructor(keys: readonly string[]) {
    keys.forEach((key, index) => {
      this.#slots.set(key, index + 1);
    });
    this.known = keys.length;
    this.#free = keys.length + 1;
    if (this.#free >= OTHER) throw new RangeError('a shape has room for fewer keys');
  }

  /** The way whose gap lies at `pos`, or -1. `first` is the byte there. The text must be padded with eight zero bytes. */
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
    const words = this.#words;
    let word = way * MAX_WORDS;
    if (length < 8) {
      if (length === 0) return false;
      return view.getInt32(pos, true) === words[word] && view.getInt32(pos + length - 4, true) === words[word + 1];
    }
    const last = length - 8;
    for (let at = 0; at < last; at += 8) if (view.getFloat64(pos + at, true) !== words[word++]) return false;
    return view.getFloat64(pos + last, true) === words[word];
  }

  /** Slot of a key. */
  slot(key: string): number {
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    if (this.#free >= OTHER) return OTHER;
    this.#slots.set(key, this.#free);
    return this.#free++;
  }

  /**
   * Remembers that the bytes from `from` to `to`, which follow the value of `previous`, lead to `target`. They must be plain
   * ASCII without control characters other than white space.
   */
  learn(view: DataView, from: number, to: number, previous: number, target: number): void {
    const length = to - from;
    if (previous === OTHER || target === OTHER || length < 4 || length > MAX_WORDS * 8) return;
    let way = previous * WAYS;
    if (view.getUint8(from) !== COMMA && previous !== FIRST) way += CLOSING;
    else if (this.#lengths[way] !== 0) way++;
    this.#lengths[way] = length;
    this.#targets[way] = target;
    let word = way * MAX_WORDS;
    if (length < 8) {
      this.#words[word] = view.getInt32(from, true);
      this.#words[word + 1] = view.getInt32(to - 4, true);
      return;
    }
    for (let at = from; at < to - 8; at += 8) this.#words[word++] = view.getFloat64(at, true);
    this.#words[word] = view.getFloat64(to - 8, true);
  }
}
