// What immediates are worth.

import { type Integer, toInteger } from '../../../../bytes/integer.ts';
import type { Instruction } from '../../../../code/x86/instruction.ts';

/** Bytes of a wide immediate that are in the instruction; it stands for eight. */
const EXTENDED = 4;
/** Opcodes whose four bytes the reference extends, as processors do: the arithmetic group and `imul`. */
const ARITHMETIC = 0x81;
const IMUL = 0x69;

/**
 * The unsigned value of an immediate as the reference has it: of most opcodes, four bytes that an instruction of 64 bits extends by their sign
 * stay as they are written.
 */
export function writtenValue(instruction: Instruction, operand: number): Integer {
  const low = instruction.low[operand] as number;
  if (isExtended(instruction, operand) && !isExtendedByReference(instruction)) return low;
  return joined(low, instruction.high[operand] as number);
}

/** The other one of the written value and the one that the processor uses; undefined if they are the same. */
export function otherValue(instruction: Instruction, operand: number): Integer | undefined {
  const high = instruction.high[operand] as number;
  if (high === 0 || !isExtended(instruction, operand)) return undefined;
  const low = instruction.low[operand] as number;
  return isExtendedByReference(instruction) ? low : joined(low, high);
}

/** An absolute address: in 64-bit code it may be of any size. */
export function absoluteValue({ target, low, high }: Instruction, operand: number): Integer {
  return Number.isSafeInteger(target) ? target : joined(low[operand] as number, high[operand] as number);
}

/** Bytes that an immediate has where it is written. */
export function writtenSize(instruction: Instruction, operand: number): number {
  return isExtended(instruction, operand) ? EXTENDED : (instruction.size[operand] as number);
}

function isExtended({ size, immediateBytes }: Instruction, operand: number): boolean {
  return size[operand] === 8 && immediateBytes === EXTENDED;
}

function isExtendedByReference({ opcode }: Instruction): boolean {
  return opcode === ARITHMETIC || opcode === IMUL;
}

function joined(low: number, high: number): Integer {
  if (high < 0x200000) return high * 2 ** 32 + low;
  return toInteger((BigInt(high) << 32n) | BigInt(low));
}
