// The arguments of one call by their canonical names, as its features give them.

import type { Integer } from '../../../features/feature.ts';

const LOW = 0xffff_ffffn;

export class CallArguments {
  readonly #values = new Map<string, string | Integer>();
  result: string | Integer | undefined;
  hasFailed = false;

  clear(): void {
    this.#values.clear();
    this.result = undefined;
    this.hasFailed = false;
  }

  /** Of several with one name the first counts: texts behind pointers come after them, so a text is better than a number. */
  add(name: string, value: string | Integer): void {
    const known = this.#values.get(name);
    if (known === undefined || (typeof known !== 'string' && typeof value === 'string')) this.#values.set(name, value);
  }

  get(name: string): string | Integer | undefined {
    return this.#values.get(name);
  }

  /** The first of these that is a text; undefined where none is. */
  text(names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.#values.get(name);
      if (typeof value === 'string' && value !== '') return value;
    }
    return undefined;
  }

  /** The low half of an integer: handles, ids, flags and access rights have no more. */
  low(name: string): number | undefined {
    return lowOf(this.#values.get(name));
  }
}

/** The low 32 bits of an integer; undefined for others. */
export function lowOf(value: string | Integer | undefined): number | undefined {
  if (value === undefined || typeof value === 'string') return undefined;
  if (typeof value === 'number' && !Number.isInteger(value)) return undefined;
  return Number(BigInt(value) & LOW);
}
