// What prefixes say, packed into one number that the decoder hands on: each part by its first bit.
//
// The lowest four bits, operand size and vector length, are the width by which operands are looked up. The bits that extend a register
// number lie together so that one shift gives 8 and 16.

export const CONTEXT = {
  /** 0 16 bits, 1 32, 2 64 */
  operandSize: 0,
  /** 0 128 bits, 1 256, 2 512; 3 where EVEX says so */
  vectorLength: 2,
  w: 4,
  /** 0 none, 1 66, 2 F3, 3 F2 */
  mandatory: 5,
  /** 0 16 bits, 1 32, 2 64 */
  addressSize: 7,
  mode64: 9,
  rex: 10,
  /** Each has two bits: worth 8 (REX) and 16 (EVEX). */
  field: 11,
  rm: 13,
  index: 15,
  /** Four bits, and the one of EVEX. */
  vvvv: 17,
  /** The b of EVEX, and the two bits that are its rounding. */
  b: 22,
  rounding: 23,
} as const;
