// The text of an instruction, for people, as assemblers for A64 take it.

import type { NameOf } from '../disassembler.ts';
import { formatMemory } from './format-memory.ts';
import { hex, signedHex } from './format-number.ts';
import { formatVectorOperand } from './format-vectors.ts';
import { EXTEND, type Instruction, OPERAND, TRAIT } from './instruction.ts';
import { MNEMONICS } from './mnemonics.ts';
import { registerName, STACK_POINTER } from './registers.ts';
import { systemName } from './system-names.ts';

/** Names of conditions by number. */
const CONDITIONS: readonly string[] = 'eq ne hs lo mi pl vs vc hi ls ge lt gt le al nv'.split(' ');
/** Names of `EXTEND` by number. */
const EXTENDS: readonly string[] = Object.keys(EXTEND);

/** An instruction as text. Names come as they are given: who shows them makes them harmless. */
export function formatInstruction(instruction: Instruction, nameOf: NameOf = () => undefined): string {
  const name = MNEMONICS[instruction.mnemonic] as string;
  const operands: string[] = [];
  for (let i = 0; i < instruction.operands; i++) operands.push(formatOperand(instruction, i, nameOf));
  return operands.length === 0 ? name : `${name} ${operands.join(', ')}`;
}

function formatOperand(instruction: Instruction, i: number, nameOf: NameOf): string {
  const register = instruction.register[i] as number;
  const width = instruction.width[i] as number;
  switch (instruction.kind[i]) {
    case OPERAND.register:
      return registerName(register, width);
    case OPERAND.immediate:
      return formatImmediate(instruction, i);
    case OPERAND.label:
      return nameOf(instruction.target) ?? hex(instruction.target);
    case OPERAND.memory:
      return formatMemory(instruction);
    case OPERAND.shiftedRegister:
      return registerName(register, width) + formatShift(instruction, i);
    case OPERAND.extendedRegister:
      return registerName(register, width) + formatExtend(instruction, i);
    case OPERAND.condition:
      return CONDITIONS[instruction.low[i] as number] as string;
    case OPERAND.system:
      return systemName(instruction.arrangement[i] as number, instruction.low[i] as number);
    case OPERAND.registerPair:
      return `${registerName(register, width)}, ${registerName((register + 1) & 31, width)}`;
    case OPERAND.writtenRegister:
      return instruction.count[i] === 1 ? `[${registerName(register, 64)}]!` : `${registerName(register, 64)}!`;
    default:
      return formatVectorOperand(instruction, i);
  }
}

function formatImmediate(instruction: Instruction, i: number): string {
  const { low, high, width, traits } = instruction;
  const bottom = low[i] as number;
  const top = high[i] as number;
  const is32 = width[i] === 32;
  const isNegative = (traits & TRAIT.signed) !== 0 && (is32 ? bottom : top) >= 0x8000_0000;
  const text = isNegative ? signedHex(is32 ? 0xffff_ffff : top, bottom) : hexOf(is32 ? 0 : top, bottom);
  const amount = instruction.amount[i] as number;
  return amount === 0 ? `#${text}` : `#${text}, ${EXTENDS[instruction.extend[i] as number]} #${amount}`;
}

function hexOf(high: number, low: number): string {
  return high === 0 ? hex(low) : hex((BigInt(high) << 32n) | BigInt(low));
}

/** Nothing for `lsl #0`, which is not written. */
function formatShift({ extend, amount }: Instruction, i: number): string {
  if (extend[i] === EXTEND.lsl && amount[i] === 0) return '';
  return `, ${EXTENDS[extend[i] as number]} #${amount[i]}`;
}

/** Beside the stack pointer the extension that changes nothing is a shift. */
function formatExtend({ extend, amount, operands, register, width }: Instruction, i: number): string {
  const shift = amount[i] === 0 ? '' : ` #${amount[i]}`;
  const others = Math.min(2, operands - 1);
  let hasStack = false;
  for (let j = 0; j < others; j++) hasStack ||= register[j] === STACK_POINTER;
  const plain = width[0] === 64 ? EXTEND.uxtx : EXTEND.uxtw;
  if (hasStack && extend[i] === plain) return amount[i] === 0 ? '' : `, lsl${shift}`;
  return `, ${EXTENDS[extend[i] as number]}${shift}`;
}
