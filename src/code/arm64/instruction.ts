// A decoded A64 instruction: one record that the decoder fills again and again, so that decoding allocates nothing.

/** Kinds of operands. What each leaves in the arrays of an instruction is said beside it. */
export const OPERAND = {
  none: 0,
  /** A general register or a scalar of the SIMD registers: `register`, `width`. */
  register: 1,
  /** `low` and `high`, extended to 64 bits; `amount` where a shift is written behind (`#1, lsl #12`: the value here is 1), `extend` which one. */
  immediate: 2,
  /** What is at a distance from the instruction (branches, `adr`, `adrp`): `target` of the instruction. */
  label: 3,
  /** `base`, `index`, `displacement` and `mode` of the instruction; of a literal `target`. */
  memory: 4,
  /** `x1, lsl #3`: `register`, `width`, `extend` (one of `EXTEND`), `amount`. */
  shiftedRegister: 5,
  /** `w1, uxtw #2`: the same. */
  extendedRegister: 6,
  /** A vector register: `register`, `arrangement`; `width` is that of one element. */
  vector: 7,
  /** One element of a vector: also `lane`. */
  vectorElement: 8,
  /** Registers that follow each other, 0 after 31: `register` is the first, `count` how many, `arrangement`, `lane` or -1. */
  registerList: 9,
  /** A name of the system (register, barrier, prefetch, cache operation, ...): `low` is its encoding, `arrangement` one of `SYSTEM`. */
  system: 10,
  /** `low` is the number of a condition. */
  condition: 11,
  /** The value is that of `floatValue`. */
  floatImmediate: 12,
  /** A predicate register of SVE: `register`. */
  predicate: 13,
  /** Something that only its text says: tiles of SME, multipliers of SVE. */
  other: 14,
  /** `x0, x1` of `casp`: `register` is the first, `width`. */
  registerPair: 15,
  /** `[x0]!` or `x0!` of memory copies, which change what they are given: `register`, `count` 1 for an address and 2 for a number of bytes. */
  writtenRegister: 16,
  /** A vector of SVE or an element of it: `register`. */
  scalable: 17,
  /** Vectors of SVE that follow each other: `register` is the first. */
  scalableList: 18,
  /** Memory by a vector, or in units of a vector's length: `base` of the instruction; the rest only its text says. */
  scalableMemory: 19,
} as const;

/** How a register is changed before it is used. */
export const EXTEND = {
  uxtb: 0,
  uxth: 1,
  uxtw: 2,
  uxtx: 3,
  sxtb: 4,
  sxth: 5,
  sxtw: 6,
  sxtx: 7,
  lsl: 8,
  lsr: 9,
  asr: 10,
  ror: 11,
  msl: 12,
  mul: 13,
} as const;

/** How a memory operand computes its address, and whether its base register is changed. */
export const MODE = {
  /** No memory operand. */
  none: 0,
  /** `[x0, #8]`, `[x0, x1, lsl #3]` */
  offset: 1,
  /** `[x0, #8]!` */
  preIndex: 2,
  /** `[x0], #8`, `[x0], x1` */
  postIndex: 3,
  /** The address is `target`; the operand is a label. */
  literal: 4,
} as const;

const MAX_OPERANDS = 6;

export class Instruction {
  address = 0;
  readonly length = 4;
  /** The four bytes, as a number with a sign. */
  word = 0;
  /** Position in `MNEMONICS` of mnemonics.ts. */
  mnemonic = 0;
  /** Bits of `TRAIT`: what the instruction does that its operands do not show. */
  traits = 0;
  /** One of `FLOW`. */
  flow = 0;
  /** How many operands there are, in the order in which they are written: the destination comes first, except of stores. */
  operands = 0;
  /** By operand: one of `OPERAND`. */
  readonly kind: Uint8Array = new Uint8Array(MAX_OPERANDS);
  /** By operand that is a register: its number, as registers.ts has it (`ZERO_REGISTER` and `STACK_POINTER` are two). */
  readonly register: Uint8Array = new Uint8Array(MAX_OPERANDS);
  /** By operand: bits. Of a vector: those of an element. */
  readonly width: Uint16Array = new Uint16Array(MAX_OPERANDS);
  /** By operand that is a vector: position in `ARRANGEMENTS` of registers.ts. */
  readonly arrangement: Uint8Array = new Uint8Array(MAX_OPERANDS);
  readonly lane: Int8Array = new Int8Array(MAX_OPERANDS);
  readonly count: Uint8Array = new Uint8Array(MAX_OPERANDS);
  /** By operand: the two halves of an immediate. `immediateOf` puts them together. */
  readonly low: Uint32Array = new Uint32Array(MAX_OPERANDS);
  readonly high: Uint32Array = new Uint32Array(MAX_OPERANDS);
  /** By operand: one of `EXTEND`, and by how many bits. */
  readonly extend: Uint8Array = new Uint8Array(MAX_OPERANDS);
  readonly amount: Uint8Array = new Uint8Array(MAX_OPERANDS);
  /** The memory operand: one of `MODE`. */
  mode = 0;
  /** Its registers, -1 for none. They hold only where `mode` is not `none`. */
  base = -1;
  index = -1;
  /** Signed bytes. */
  displacement = 0;
  /** What becomes of the index: one of `EXTEND`, and by how many bits. */
  indexExtend = 0;
  indexAmount = 0;
  /** The address of a label or literal operand; -1 for none. */
  target = -1;
}

/** Bits of `Instruction.traits`. */
export const TRAIT = {
  /** Its first operand is read, never written: stores, comparisons, branches. */
  readsFirst: 1,
  /** The immediate is shown with its sign. */
  signed: 2,
} as const;

/** The value of an immediate operand as an unsigned number of its width; a bigint where a number is not exact. */
export function immediateOf({ low, high, width }: Instruction, operand: number): number | bigint {
  const bottom = low[operand] as number;
  const top = (width[operand] as number) > 32 ? (high[operand] as number) : 0;
  return top < 0x20_0000 ? top * 2 ** 32 + bottom : (BigInt(top) << 32n) | BigInt(bottom);
}

/** The value of an immediate operand with its sign, as a number: exact below 2^53. */
export function signedImmediateOf({ low, high }: Instruction, operand: number): number {
  return ((high[operand] as number) | 0) * 2 ** 32 + (low[operand] as number);
}
