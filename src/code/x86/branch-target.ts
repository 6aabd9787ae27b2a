// Where an instruction goes besides to the next one, as far as its bytes say it.

import { FLOW } from '../flow.ts';
import { type Instruction, OPERAND } from './instruction.ts';

/** A table of a compiler has slots of four bytes in programs of 32 bits. */
const TABLE_SCALE = 4;

/**
 * The target of a jump or call: an address in code, the slot that holds it, or the table that a jump takes it from (of addresses of four
 * bytes, as the reference). -1 if only registers know.
 */
export function branchTarget(instruction: Instruction): number {
  const { flow } = instruction;
  if (flow !== FLOW.jump && flow !== FLOW.call && flow !== FLOW.conditional) return -1;
  switch (instruction.kind[0]) {
    case OPERAND.relative:
    case OPERAND.absolute:
    case OPERAND.ripRelative:
      return instruction.target;
    case OPERAND.sib:
      return flow === FLOW.jump && instruction.base === 0 && instruction.scale === TABLE_SCALE
        ? instruction.target
        : -1;
    default:
      return -1;
  }
}

/** Whether the next instruction can follow, as far as one does not know what interrupts do. */
export function fallsThrough({ flow }: Instruction): boolean {
  return flow !== FLOW.jump && flow !== FLOW.return && flow !== FLOW.stop;
}
