// A value as far as code says it without being run: a constant and multiples of what is not known. Two values that are known to be equal
// are written the same, so that what is compared in one place is recognised in another.

/** What was read from memory. */
export interface Load {
  readonly size: number;
  readonly address: Sum;
}

/** A multiple of something unknown. */
export interface Term {
  /** The same for the same value. */
  readonly key: string;
  readonly factor: number;
  readonly load?: Load;
  /** The greatest value that it can have, where that is known. */
  readonly most?: number;
}

export interface Sum {
  readonly constant: number;
  /** By key; at most `MAX_TERMS`. */
  readonly terms: readonly Term[];
}

const MAX_TERMS = 4;

export function constantSum(constant: number): Sum {
  return { constant, terms: [] };
}

export function termSum(term: Omit<Term, 'factor'>): Sum {
  return { constant: 0, terms: [{ ...term, factor: 1 }] };
}

/** `a + factor * b`; undefined where that has too many terms. */
export function addSums(a: Sum, b: Sum, factor = 1): Sum | undefined {
  const terms = new Map(a.terms.map((term) => [term.key, term]));
  for (const term of b.terms) {
    const both = (terms.get(term.key)?.factor ?? 0) + term.factor * factor;
    if (both === 0) terms.delete(term.key);
    else terms.set(term.key, { ...term, factor: both });
  }
  if (terms.size > MAX_TERMS) return undefined;
  return { constant: a.constant + b.constant * factor, terms: [...terms.values()].sort(byKey) };
}

/** The part that is not known. */
export function unknownPart({ terms }: Sum): Sum {
  return { constant: 0, terms };
}

/** A value of which this one is a multiple; undefined where there is none. */
export function dividedSum({ constant, terms }: Sum, divisor: number): Sum | undefined {
  if ([constant, ...terms.map(({ factor }) => factor)].some((one) => one % divisor !== 0)) return undefined;
  return { constant: constant / divisor, terms: terms.map((term) => ({ ...term, factor: term.factor / divisor })) };
}

/** The same text for the same value. */
export function sumKey({ constant, terms }: Sum): string {
  return terms.map(({ key, factor }) => `${factor}*${key}+`).join('') + constant;
}

function byKey(a: Term, b: Term): number {
  return a.key < b.key ? -1 : 1;
}
