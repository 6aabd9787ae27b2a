// Names in tables may all lie in one long text, each a byte behind the other: how much is read of them is bounded together.

import { LIMITS } from '../limits.ts';

/** How often a byte of a file is part of a name, about, and how much may be read of small files. */
const MOST_TIMES = 1;
const FREE = 1_048_576;

export class NameBudget {
  readonly #tell: () => void;
  #left: number;

  /** `tell` is called once, when there is more than a file of that size can have without having some of it very often. */
  constructor(fileSize: number, tell: () => void) {
    this.#left = Math.min(fileSize * MOST_TIMES + FREE, LIMITS.programNameText);
    this.#tell = tell;
  }

  /** The name that `read` gives; undefined once there is too much. */
  take(read: () => string | undefined): string | undefined {
    if (this.#left < 0) return undefined;
    const name = read();
    this.#left -= name?.length ?? 0;
    if (this.#left >= 0) return name;
    this.#tell();
    return undefined;
  }
}
