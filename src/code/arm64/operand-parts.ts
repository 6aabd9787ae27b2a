// What readers of operands share: fields, immediates, memory operands.

import { type Instruction, OPERAND } from './instruction.ts';
import { STACK_POINTER } from './registers.ts';
import { SPECS } from './tables/build.ts';
import { gather } from './tables/fields.ts';

const IS_IMMEDIATE = OPERAND.immediate;
const IS_MEMORY = OPERAND.memory;

/** The value of a field of a word; `at` is the place of its two numbers in `SPECS`. */
export function fieldOf(word: number, at: number): number {
  const shift = SPECS[at] as number;
  return shift >= 0 ? (word >>> shift) & (SPECS[at + 1] as number) : gather(word, ~shift);
}

/** An immediate that is exact as a number, extended to 64 bits. */
export function setImmediate(into: Instruction, i: number, value: number): boolean {
  into.kind[i] = IS_IMMEDIATE;
  into.low[i] = value;
  into.high[i] = value < 0 ? -1 : 0;
  into.width[i] = 64;
  into.amount[i] = 0;
  return true;
}

/** A memory operand without an index. */
export function setMemory(into: Instruction, i: number, mode: number, base: number, displacement: number): boolean {
  into.kind[i] = IS_MEMORY;
  into.mode = mode;
  into.base = base === 31 ? STACK_POINTER : base;
  into.index = -1;
  into.displacement = displacement;
  into.indexAmount = 0;
  return true;
}
