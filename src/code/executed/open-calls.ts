// Calls of one thread that have not come back: where each comes back to, and which instruction made it.

const FIRST = 16;
const MOST = 4096;
/** Calls that a return may skip: those that were left by other ways. */
const MOST_SKIPPED = 64;

export class OpenCalls {
  #returns = new Float64Array(FIRST);
  #versions = new Int32Array(FIRST);
  #depth = 0;

  /** Beyond the bound the outermost half is given up. */
  push(returnAddress: number, version: number): void {
    if (this.#depth === MOST) {
      const half = MOST / 2;
      this.#returns.copyWithin(0, half);
      this.#versions.copyWithin(0, half);
      this.#depth = half;
    } else if (this.#depth === this.#returns.length) {
      const returns = new Float64Array(this.#depth * 2);
      returns.set(this.#returns);
      this.#returns = returns;
      const versions = new Int32Array(this.#depth * 2);
      versions.set(this.#versions);
      this.#versions = versions;
    }
    this.#returns[this.#depth] = returnAddress;
    this.#versions[this.#depth++] = version;
  }

  /** The instruction whose call comes back to an address, which is closed with all that it led to; -1 for none. */
  close(returnAddress: number): number {
    const lowest = Math.max(0, this.#depth - MOST_SKIPPED);
    for (let at = this.#depth - 1; at >= lowest; at--) {
      if (this.#returns[at] !== returnAddress) continue;
      this.#depth = at;
      return this.#versions[at] as number;
    }
    return -1;
  }

  clear(): void {
    this.#depth = 0;
  }
}
