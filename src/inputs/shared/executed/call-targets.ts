// Which function a recorded call went to, where the recording has only addresses: the program's file names what it imports, and what was seen
// at run time says where that is.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import type { RecordedCode } from '../../../code/executed/recorded-code.ts';
import type { CallOut } from '../../../code/executed/recording-options.ts';
import { behindEndbr } from '../../../code/x86/behind-endbr.ts';
import type { NativeCode } from '../native/open-program.ts';

/** Jumps that are followed from a call to the imported function. */
const MOST_HOPS = 5;
/** Functions whose result is the address of the one that an argument names: which argument. */
const RESOLVERS: ReadonlyMap<string, number> = new Map([
  ['GetProcAddress', 1],
  ['dlsym', 1],
]);
/** Addresses of which the name is remembered. */
const MOST_KNOWN = 100_000;

export class CallTargets {
  readonly #sample: NativeCode | undefined;
  readonly #code: RecordedCode;
  /** Names by address. */
  readonly #known = new IntegerMap<string>();

  constructor(sample: NativeCode | undefined, code: RecordedCode) {
    this.#sample = sample;
    this.#code = code;
  }

  /** The name of the function that was called; undefined where nobody knows. */
  nameOf({ version, slot, target, slotValue }: CallOut): string | undefined {
    const imported = slot < 0 ? undefined : this.#nameOfSlot(slot);
    if (imported !== undefined) {
      if (slotValue > 0) this.#learn(this.#code.placeOf(slotValue), imported);
      return imported;
    }
    const known = target < 0 ? undefined : (this.#known.get(target) ?? this.#nameBehind(target));
    // It may have left through what looks functions up the first time.
    const called = this.#code.versions.target[version] as number;
    return known ?? (called < 0 ? undefined : this.#nameBehind(called));
  }

  /** A slot was read: what it holds is the address of what is imported there. */
  read(slot: number, value: number): void {
    const name = value > 0 ? this.#nameOfSlot(slot) : undefined;
    if (name !== undefined) this.#learn(this.#code.placeOf(value), name);
  }

  /** A call came back: of those that look functions up, the result is one. */
  returned(name: string, texts: readonly (string | undefined)[], result: number): void {
    const position = RESOLVERS.get(name);
    const found = position === undefined ? undefined : texts[position];
    if (found !== undefined && result > 0) this.#learn(this.#code.placeOf(result), found);
  }

  #learn(address: number, name: string): void {
    if (this.#known.size < MOST_KNOWN) this.#known.set(address, name);
  }

  #nameOfSlot(slot: number): string | undefined {
    const symbol = this.#sample?.code.imports.get(slot);
    if (symbol === undefined || this.#sample === undefined) return undefined;
    return symbol.name ?? this.#sample.facts.apiNames(slot).find((name) => !name.includes('#'));
  }

  /** The imported function that the code at an address goes on to, or the own one that is there. */
  #nameBehind(target: number): string | undefined {
    if (this.#sample === undefined) return undefined;
    const { code, facts } = this.#sample;
    let at = target;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const imported = this.#nameOfSlot(at);
      if (imported !== undefined) return imported;
      const next = code.references.from(behindEndbr(code.image, at))[0]?.target;
      if (next === undefined) break;
      at = next;
    }
    const library = facts.libraryName(target);
    return library === undefined || library === '?' ? facts.symbolNames(target)[0] : library;
  }
}
