// Exact integers of any size. Lives here, at the top, because the JSON readers need it as much as the features do.

/** An exact integer: `number` while safe, `bigint` beyond 2^53. Always normalised with `toInteger`. */
export type Integer = number | bigint;

/** Normalises an integer of any size: `number` if it is safe, `bigint` otherwise. */
export function toInteger(value: bigint): Integer {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
