// Which imported functions a call or jump of A64 code goes to, by name, also through the stubs of linkers.

import { IntegerMap } from '../../../../bytes/integer-map.ts';
import type { CodeFunction, ProgramCode } from '../../../../code/program-code.ts';
import type { CodeReference } from '../../../../code/references.ts';
import type { FeatureCache } from '../feature-cache.ts';
import type { NativeFacts } from '../native-facts.ts';

/** Stubs that are followed from a call to the imported function. */
const MOST_HOPS = 5;
const NONE: readonly number[] = [];

export class ArmApiNames {
  readonly #code: ProgramCode;
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #thunks = new IntegerMap<CodeFunction>();
  readonly #known = new IntegerMap<readonly number[]>();

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#code = code;
    this.#facts = facts;
    this.#features = features;
    for (const found of code.functions) if (found.isThunk) this.#thunks.set(found.address, found);
  }

  /** Numbers of the names of what an instruction goes to. */
  of(address: number): readonly number[] {
    const [reference] = this.#code.references.from(address);
    return reference === undefined ? NONE : this.#namesOf(reference.target);
  }

  /** Whether a jump goes to an import, directly or through a stub. */
  leadsOut({ target, isDereferenced }: CodeReference): boolean {
    return isDereferenced || this.#thunks.has(target) || this.#code.imports.has(target);
  }

  /** The text that a called stub hands on, as the number of its feature; -1 for none. */
  textPassedFrom(address: number): number {
    const [reference] = this.#code.references.from(address);
    const text = reference === undefined ? undefined : this.#facts.textPassedBy?.(reference.target);
    return text === undefined ? -1 : this.#features.text('string', text);
  }

  #namesOf(target: number): readonly number[] {
    const known = this.#known.get(target);
    if (known !== undefined) return known;
    const names = [...new Set([...this.#facts.symbolNames(target), ...this.#facts.apiNames(this.#slotOf(target))])];
    const numbers = names.length === 0 ? NONE : names.map((name) => this.#features.text('api', name));
    this.#known.set(target, numbers);
    return numbers;
  }

  /** The slot of the import that a target stands for; -1 where it is no import. */
  #slotOf(target: number): number {
    const { imports, references } = this.#code;
    let at = target;
    for (let hop = 0; hop <= MOST_HOPS; hop++) {
      if (imports.has(at)) return at;
      const thunk = this.#thunks.get(at);
      const last = thunk?.blocks[0]?.instructions.at(-1);
      const next = last === undefined ? undefined : references.from(last)[0]?.target;
      if (next === undefined) return -1;
      at = next;
    }
    return -1;
  }
}
