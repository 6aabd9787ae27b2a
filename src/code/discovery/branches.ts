// Where an instruction may go on to.

import { FLOW, type Instruction, OPERAND } from '../x86/instruction.ts';
import type { CodeMap } from './code-map.ts';

export interface Branch {
  /** Address; of a dereferenced one, the slot that holds it, and of a table, the first slot. */
  readonly target: number;
  readonly kind: 'next' | 'jump' | 'call';
  readonly isConditional: boolean;
  readonly isDereferenced: boolean;
  /** Through one of several slots in a row. */
  readonly isTable: boolean;
}

/** A table of a compiler has slots of four bytes in programs of 32 bits. */
const TABLE_SCALE = 4;

/** The next instruction first, then the target. Targets that only running it would tell are left out. */
export function branchesOf(map: CodeMap, instruction: Instruction): Branch[] {
  const { flow, address, length, kind } = instruction;
  const isConditional = flow === FLOW.conditional;
  const branches: Branch[] = [];
  const plain = { isConditional, isDereferenced: false, isTable: false };
  if (map.fallsThrough(instruction)) branches.push({ ...plain, target: address + length, kind: 'next' });
  if (flow !== FLOW.jump && flow !== FLOW.call && !isConditional) return branches;
  const { target } = instruction;
  const how = flow === FLOW.call ? 'call' : 'jump';
  switch (kind[0]) {
    case OPERAND.relative:
      branches.push({ ...plain, target, kind: how });
      break;
    case OPERAND.absolute:
    case OPERAND.ripRelative:
      branches.push({ ...plain, target, kind: how, isDereferenced: true });
      break;
    case OPERAND.sib:
      if (flow === FLOW.jump && instruction.base === 0 && instruction.scale === TABLE_SCALE) {
        branches.push({ ...plain, target, kind: how, isDereferenced: true, isTable: true });
      }
      break;
  }
  return branches;
}
