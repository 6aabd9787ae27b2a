// Numbers and names of registers. A number says which register it is and not how much of it is used: w0 and x0 are one, and so are b0, h0,
// s0, d0, q0, v0 and z0 (of which the first are the low bits).

/** General registers 0 to 30 are their own numbers. */
export const ZERO_REGISTER = 31;
export const STACK_POINTER = 32;
/** The first SIMD and floating-point register; those of SVE contain them. */
export const FIRST_VECTOR = 64;
/** The first predicate register of SVE. */
export const FIRST_PREDICATE = 96;
/** The link register, which calls write. */
export const LINK_REGISTER = 30;

/** How elements lie in a vector, by number: the text behind the dot. Those without a count are of SVE or of one element. */
export const ARRANGEMENTS: readonly string[] = [
  '',
  ...['8b', '16b', '4h', '8h', '2s', '4s', '1d', '2d', '1q', '2h', '4b', 'b', 'h', 's', 'd', 'q'],
];

const BITS: Readonly<Record<string, number>> = { b: 8, h: 16, s: 32, d: 64, q: 128 };

/** By arrangement: bits of an element. */
export const ELEMENT_BITS: readonly number[] = ARRANGEMENTS.map((name) => BITS[name.slice(-1)] ?? 0);

const SCALARS: Readonly<Record<number, string>> = { 8: 'b', 16: 'h', 32: 's', 64: 'd', 128: 'q' };

/** The name of a register of so many bits. */
export function registerName(register: number, width: number): string {
  if (register >= FIRST_PREDICATE) return `p${register - FIRST_PREDICATE}`;
  if (register >= FIRST_VECTOR) return `${SCALARS[width] ?? 'v'}${register - FIRST_VECTOR}`;
  if (register === STACK_POINTER) return width === 32 ? 'wsp' : 'sp';
  const letter = width === 32 ? 'w' : 'x';
  return register === ZERO_REGISTER ? `${letter}zr` : `${letter}${register}`;
}
