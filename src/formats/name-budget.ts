// Names in tables may all lie in one long text, each a byte behind the other: how much is read of them is bounded together.

import { LIMITS } from '../limits.ts';

export class NameBudget {
  readonly #tell: () => void;
  #left: number = LIMITS.programNameText;

  /** `tell` is called once, when there is too much. */
  constructor(tell: () => void) {
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
