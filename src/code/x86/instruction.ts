// A decoded x86 instruction: one record that the decoder fills again and again, so that decoding allocates nothing.

/** Kinds of operands, by how they are encoded: rules of the reference tell an operand with a SIB byte from one without. */
export const OPERAND = {
  none: 0,
  register: 1,
  immediate: 2,
  /** The target of a jump or call, relative to the next instruction. */
  relative: 3,
  /** An address in the instruction: of 32-bit code without register and SIB byte, or that of `mov` with the accumulator. */
  absolute: 4,
  /** 64-bit code: relative to the next instruction. */
  ripRelative: 5,
  /** Memory by a register, without SIB byte. */
  memory: 6,
  /** Memory with a SIB byte. */
  sib: 7,
  /** Segment and offset. */
  far: 8,
} as const;

/** Bits of `prefixes`: what was written before the opcode. */
export const PREFIX = {
  lock: 1,
  repne: 2,
  rep: 4,
  operandSize: 8,
  addressSize: 16,
  rexW: 32,
  vex: 64,
  evex: 128,
  xop: 256,
} as const;

/** What an EVEX instruction says of rounding; all but `none` suppress exceptions. */
export const ROUNDING = { none: 0, suppressed: 1, nearest: 2, down: 3, up: 4, zero: 5 } as const;

const MAX_OPERANDS = 5;

export class Instruction {
  address = 0;
  length = 0;
  /** Position in `MNEMONICS` of mnemonics.ts. */
  mnemonic = 0;
  /** Bits of `PREFIX`. */
  prefixes = 0;
  /** The segment override that was written: 0 none, 1 es, 2 cs, 3 ss, 4 ds, 5 fs, 6 gs. */
  segment = 0;
  /** One of `FLOW`. */
  flow = 0;
  /** How many operands there are, the destination first; only those that are written in Intel syntax. */
  operands = 0;
  /** By operand: one of `OPERAND`. */
  readonly kind: Uint8Array = new Uint8Array(MAX_OPERANDS);
  /** By operand: bytes. */
  readonly size: Uint16Array = new Uint16Array(MAX_OPERANDS);
  /** By operand that is a register: its number, as registers.ts has it. */
  readonly register: Uint16Array = new Uint16Array(MAX_OPERANDS);
  /** By operand that is an immediate: its value after the encoding's own extension, as an unsigned number of the operand's size. A far target: offset and segment; an absolute address: all 64 bits of it. */
  readonly low: Uint32Array = new Uint32Array(MAX_OPERANDS);
  readonly high: Uint32Array = new Uint32Array(MAX_OPERANDS);
  /** The kind of its memory operand (one of `OPERAND`), 0 without one. */
  memory = 0;
  /** Registers of the memory operand, 0 for none. */
  base = 0;
  index = 0;
  scale = 1;
  /** Signed; 0 where a SIB byte has no base (`target` has it). */
  displacement = 0;
  /**
   * What is encoded, for readers that look at the bytes: where the displacement (or the address that stands for it) and the first immediate (or
   * relative distance) begin in the instruction, and of how many bytes they are; 0 bytes for none. `mov rax, -1` with an immediate of 4 bytes
   * has its value in 8 and 4 here.
   */
  displacementOffset = 0;
  displacementBytes = 0;
  immediateOffset = 0;
  immediateBytes = 0;
  /** Map and last opcode byte, `map << 8 | byte`: map 0 has one byte, 1 is 0F, 2 is 0F38, 3 is 0F3A, others are those of tables/maps.ts. */
  opcode = 0;
  /** EVEX: the mask register, whether masked elements become zero, the rounding (one of `ROUNDING`), how often the memory operand is repeated (0: not). */
  mask = 0;
  zeroing = 0;
  rounding = 0;
  broadcast = 0;
  /** The address of a relative, absolute, RIP-relative operand or of one with a SIB byte and no base. */
  target = 0;
}
