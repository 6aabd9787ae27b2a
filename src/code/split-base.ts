// Numbers hold addresses up to 2^53 exactly. Programs based beyond that are analysed at the low 48 bits of their addresses.

const EXACT = 1n << 53n;
const LOW = (1n << 48n) - 1n;

/** A base as the number that is worked with, and what has to be added to an address to show it. */
export function splitBase(base: bigint): { base: number; shift: bigint } {
  const low = base >= EXACT ? base & LOW : base;
  return { base: Number(low), shift: base - low };
}
