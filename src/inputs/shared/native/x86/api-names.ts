// Which imported functions a call or jump goes to, by name.

import { IntegerMap } from '../../../../bytes/integer-map.ts';
import type { ProgramCode } from '../../../../code/program-code.ts';
import { behindEndbr } from '../../../../code/x86/behind-endbr.ts';
import type { FeatureCache } from '../feature-cache.ts';
import type { NativeFacts } from '../native-facts.ts';
import type { Definitions } from './definitions.ts';

/** Jumps that are followed from a call to the imported function. */
const MOST_HOPS = 5;
const NONE: readonly number[] = [];

export class ApiNames {
  readonly #code: ProgramCode;
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #definitions: Definitions;
  readonly #imports = new IntegerMap<readonly number[]>();
  readonly #targets = new IntegerMap<readonly number[]>();

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache, definitions: Definitions) {
    this.#code = code;
    this.#facts = facts;
    this.#features = features;
    this.#definitions = definitions;
  }

  /** Numbers of the names of what is imported into a slot; none if it is no such slot. */
  ofSlot(slot: number): readonly number[] {
    if (!this.#code.imports.has(slot)) return NONE;
    const known = this.#imports.get(slot);
    if (known !== undefined) return known;
    const numbers = this.#number(this.#facts.apiNames(slot));
    this.#imports.set(slot, numbers);
    return numbers;
  }

  /** Numbers of the names of a function in the program, and of the imported function that it goes on to. */
  ofFunction(target: number): readonly number[] {
    const known = this.#targets.get(target);
    if (known !== undefined) return known;
    const numbers = [...this.#number(this.#facts.symbolNames(target)), ...this.#beyond(target)];
    this.#targets.set(target, numbers);
    return numbers;
  }

  #beyond(target: number): readonly number[] {
    const library = this.#facts.libraryName(target);
    if (library !== undefined) return this.#number(libraryNames(library));
    const { image, imports, references } = this.#code;
    let at = target;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      if (imports.has(at)) return this.ofSlot(at);
      at = behindEndbr(image, at);
      const next = references.from(at)[0]?.target ?? this.#definitions.targetAt(at);
      if (next < 0) break;
      at = next;
    }
    return NONE;
  }

  #number(names: readonly string[]): readonly number[] {
    return names.length === 0 ? NONE : names.map((name) => this.#features.text('api', name));
  }
}

/** Names under which rules may look for a library function. */
export function libraryNames(name: string): string[] {
  return name.startsWith('_') ? [name, name.slice(1)] : [name];
}
