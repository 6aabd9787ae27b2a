// What dyld writes into a program when it loads it: pointers into the program itself, and addresses of imported symbols.

import { IntegerMap } from '../../bytes/integer-map.ts';

/** A place that gets the address of an imported symbol. */
export interface MachOBind {
  readonly address: number;
  /** With the leading underscore of C, one character a byte. */
  readonly name: string;
  /** Number of a library, from 1; 0 is the program itself, negative ones are special: any library, the main program. */
  readonly library: number;
  readonly addend: number;
}

/** Fixups of one program. Real ones have up to some hundred thousand. */
const MAX_FIXUPS = 2_000_000;
/** Such a place takes at least four bytes of the file. */
const LEAST_BYTES = 4;

/** Collects them, up to as many as a file of that size can have. */
export class Fixups {
  readonly binds: MachOBind[] = [];
  /** Places of pointers into the program, with what they become; -1 where that is what the file has. In the order of the file. */
  readonly pointers: IntegerMap<number> = new IntegerMap<number>();
  /** Words of four bytes that linkers write into object files. */
  readonly words: IntegerMap<number> = new IntegerMap<number>();
  readonly #tell: () => void;
  #left: number;
  #isTold = false;

  /** `tell` is called once, when there are more. */
  constructor(fileSize: number, tell: () => void) {
    this.#left = Math.min(MAX_FIXUPS, Math.floor(fileSize / LEAST_BYTES));
    this.#tell = tell;
  }

  /** Whether one more may be read. */
  take(): boolean {
    if (this.#left > 0) {
      this.#left--;
      return true;
    }
    if (!this.#isTold) this.#tell();
    this.#isTold = true;
    return false;
  }
}
