// What immediates are worth.

import { type Integer, toInteger } from '../../../bytes/integer.ts';
import type { Image } from '../../../code/image.ts';
import type { Instruction } from '../../../code/x86/instruction.ts';

/** Bytes of a wide immediate that are in the instruction; it stands for eight. */
const EXTENDED = 4;

/**
 * The unsigned value of an immediate as the reference has it: one of four bytes that an instruction of 64 bits extends by its sign stays as it
 * is written.
 */
export function writtenValue(instruction: Instruction, operand: number): Integer {
  const low = instruction.low[operand] as number;
  return isExtended(instruction, operand) ? low : joined(low, instruction.high[operand] as number);
}

/** The value that the processor uses, where it differs from the written one. */
export function extendedValue(instruction: Instruction, operand: number): Integer | undefined {
  const high = instruction.high[operand] as number;
  return high !== 0 && isExtended(instruction, operand) ? joined(instruction.low[operand] as number, high) : undefined;
}

/** Bytes that an immediate has where it is written. */
export function writtenSize(instruction: Instruction, operand: number): number {
  return isExtended(instruction, operand) ? EXTENDED : (instruction.size[operand] as number);
}

function isExtended({ size, immediateBytes }: Instruction, operand: number): boolean {
  return size[operand] === 8 && immediateBytes === EXTENDED;
}

function joined(low: number, high: number): Integer {
  if (high < 0x200000) return high * 2 ** 32 + low;
  return toInteger((BigInt(high) << 32n) | BigInt(low));
}

/** The address in an image that a value is; -1 if it can be none. Images based beyond 2^53 know their addresses by the low 48 bits. */
export function addressOfValue(image: Image, value: Integer): number {
  if (typeof value === 'number') return typeof image.addressOf(0) === 'bigint' ? -1 : value;
  const low = Number(BigInt.asUintN(48, value));
  return image.addressOf(low) === value ? low : -1;
}
