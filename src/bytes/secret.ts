// Secret numbers of this run, for hashes of what an input says. With hashes that can be computed beforehand, a small file can be made
// whose values all fall into one place of a table, and reading it would take quadratic time. Which numbers they are decides about
// time only: no output depends on them.

const random = crypto.getRandomValues(new Int32Array(8));

/** The `index`th of a few secret numbers (32 bits). */
export function secretNumber(index: number): number {
  return random[index] as number;
}

/** The same as a factor: odd, so that multiplying loses nothing, and such that its powers do not repeat soon. */
export function secretFactor(index: number): number {
  return (secretNumber(index) & ~7) | 5;
}
