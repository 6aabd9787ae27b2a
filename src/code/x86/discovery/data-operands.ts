// Operands of an instruction that are addresses of data, or may be.

import { type Instruction, OPERAND } from '../instruction.ts';
import { MNEMONICS } from '../mnemonics.ts';

export interface DataOperand {
  readonly value: number;
  readonly size: number;
  /** Whether what lies there is read or written; otherwise the address itself is the value. */
  readonly isRead: boolean;
}

const NONE: readonly DataOperand[] = [];

/** In the order of the operands. */
export function dataOperands(instruction: Instruction): readonly DataOperand[] {
  const { kind, operands } = instruction;
  // Most instructions have none.
  let found: DataOperand[] | undefined;
  for (let i = 0; i < operands; i++) {
    const isAddress = kind[i] === OPERAND.absolute || kind[i] === OPERAND.ripRelative;
    if (!isAddress && kind[i] !== OPERAND.immediate) continue;
    found ??= [];
    found.push(isAddress ? addressed(instruction, i) : stated(instruction, i));
  }
  return found ?? NONE;
}

function addressed({ target, size, mnemonic }: Instruction, i: number): DataOperand {
  return { value: target, size: size[i] as number, isRead: MNEMONICS[mnemonic] !== 'lea' };
}

function stated({ high, low, size }: Instruction, i: number): DataOperand {
  const value = (high[i] as number) * 2 ** 32 + (low[i] as number);
  return { value, size: size[i] as number, isRead: false };
}
