// Reads operands of SVE and SME.

import type { Instruction } from './instruction.ts';

export function readScalableOperand(_spec: number, _word: number, _i: number, _into: Instruction): boolean {
  return false;
}
