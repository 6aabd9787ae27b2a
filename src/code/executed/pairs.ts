// Pairs of instructions as numbers, so that a set of them is one of integers.

/** More than there are instructions. */
const PAIR = 2 ** 26;

/** A pair of instructions as a number. */
export function pairNumber(from: number, to: number): number {
  return from * PAIR + to;
}

/** Both instructions of a pair. */
export function pairOf(pair: number): readonly [number, number] {
  const from = Math.floor(pair / PAIR);
  return [from, pair - from * PAIR];
}
