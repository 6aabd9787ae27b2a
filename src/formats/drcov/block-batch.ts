// Blocks that were executed, handed on in batches: there may be millions, and an object for each would cost more than reading it.

/** So many of each array. Valid until the next batch. */
export interface BlockBatch {
  /** Offsets in the module; see `DrcovFile.startsIn`. */
  readonly starts: Float64Array;
  /** In bytes. */
  readonly sizes: Uint16Array;
  /** Ids of modules that are in the table. */
  readonly modules: Uint16Array;
  readonly count: number;
}

const BATCH = 16_384;

/** The module of blocks that lie in none: code that was made at run time. */
const NO_MODULE = 0xffff;

export class Blocks {
  /** Handed on. */
  count = 0;
  /** Of no module, and of one that the table does not have. */
  withoutModule = 0;
  unknown = 0;
  readonly #known: Uint8Array;
  readonly #hand: (batch: BlockBatch) => void;
  readonly #starts = new Float64Array(BATCH);
  readonly #sizes = new Uint16Array(BATCH);
  readonly #modules = new Uint16Array(BATCH);
  #filled = 0;

  /** `known`: for each id whether the table has it. */
  constructor(known: Uint8Array, hand: (batch: BlockBatch) => void) {
    this.#known = known;
    this.#hand = hand;
  }

  add(start: number, size: number, module: number): void {
    if (this.#known[module] !== 1) {
      if (module === NO_MODULE) this.withoutModule++;
      else this.unknown++;
      return;
    }
    this.#starts[this.#filled] = start;
    this.#sizes[this.#filled] = size;
    this.#modules[this.#filled++] = module;
    this.count++;
    if (this.#filled === BATCH) this.flush();
  }

  /** Hands on what has not been. */
  flush(): void {
    if (this.#filled === 0) return;
    this.#hand({ starts: this.#starts, sizes: this.#sizes, modules: this.#modules, count: this.#filled });
    this.#filled = 0;
  }
}
