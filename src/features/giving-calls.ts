// Where the calls of a trace are that give handles, noted while the trace streams by. Hot: `call` runs once for every call.

import type { Feature } from './feature.ts';
import { givesHandles } from './handles.ts';

/** Calls that are noted; those after them give nothing, and no handle is known from there on. */
const MAX_CALLS = 200_000;

export class GivingCalls {
  /** 1 for numbers of features that are names of such calls. */
  #isName = new Uint8Array(1 << 11);
  readonly #places = new Map<number, number[]>();
  #count = 0;
  /** Of the first call that was not noted. */
  #end = Number.POSITIVE_INFINITY;

  /** Learns what a feature's number stands for from now on. */
  learn(feature: Feature, number: number): void {
    if (number >= this.#isName.length) {
      const larger = new Uint8Array(number * 2);
      larger.set(this.#isName);
      this.#isName = larger;
    }
    this.#isName[number] = feature.type === 'api' && givesHandles(feature.value) ? 1 : 0;
  }

  /** Takes a call; `last` is the number of its last feature, which is its name. */
  call(process: number, at: number, last: number): void {
    if (this.#isName[last] !== 1) return;
    if (this.#count === MAX_CALLS) {
      this.#end = Math.min(this.#end, at);
      return;
    }
    this.#count++;
    const places = this.#places.get(process);
    if (places === undefined) this.#places.set(process, [at]);
    else places.push(at);
  }

  /** The calls of a process that were noted. */
  of(process: number): HandleGivers {
    return { places: this.#places.get(process) ?? [], end: this.#end };
  }
}

/** The calls of one process that give handles. */
export interface HandleGivers {
  /** Where `describeCalls` finds them, in the order of the record. */
  readonly places: readonly number[];
  /** From here on nothing is known. */
  readonly end: number;
}
