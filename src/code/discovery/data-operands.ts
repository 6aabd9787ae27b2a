// Operands of an instruction that are addresses of data, or may be.

import { type Instruction, OPERAND } from '../x86/instruction.ts';
import { MNEMONICS } from '../x86/mnemonics.ts';

export interface DataOperand {
  readonly value: number;
  readonly size: number;
  /** Whether what lies there is read or written; otherwise the address itself is the value. */
  readonly isRead: boolean;
}

/** In the order of the operands. */
export function dataOperands(instruction: Instruction): DataOperand[] {
  const found: DataOperand[] = [];
  const isLea = MNEMONICS[instruction.mnemonic] === 'lea';
  for (let i = 0; i < instruction.operands; i++) {
    switch (instruction.kind[i]) {
      case OPERAND.absolute:
      case OPERAND.ripRelative:
        found.push({ value: instruction.target, size: instruction.size[i] as number, isRead: !isLea });
        break;
      case OPERAND.immediate: {
        const value = (instruction.high[i] as number) * 2 ** 32 + (instruction.low[i] as number);
        found.push({ value, size: instruction.size[i] as number, isRead: false });
        break;
      }
    }
  }
  return found;
}
