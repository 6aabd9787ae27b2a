// Which general register an instruction writes to, as its first operand.

import { type Instruction, OPERAND } from './instruction.ts';
import { generalNumber, isGeneral } from './registers.ts';

/** Whether the first operand is this general register, in any width. */
export function writesRegister({ kind, register }: Instruction, general: number): boolean {
  const first = register[0] as number;
  return kind[0] === OPERAND.register && isGeneral(first) && generalNumber(first) === general;
}
