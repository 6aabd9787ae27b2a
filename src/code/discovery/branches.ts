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
  const { flow, address, length, kind, target } = instruction;
  const isConditional = flow === FLOW.conditional;
  const branches: Branch[] = [];
  if (map.fallsThrough(instruction)) branches.push(branch(address + length, 'next', isConditional, false, false));
  if (flow !== FLOW.jump && flow !== FLOW.call && !isConditional) return branches;
  const how = flow === FLOW.call ? 'call' : 'jump';
  switch (kind[0]) {
    case OPERAND.relative:
      branches.push(branch(target, how, isConditional, false, false));
      break;
    case OPERAND.absolute:
    case OPERAND.ripRelative:
      branches.push(branch(target, how, isConditional, true, false));
      break;
    case OPERAND.sib:
      if (flow === FLOW.jump && instruction.base === 0 && instruction.scale === TABLE_SCALE) {
        branches.push(branch(target, how, isConditional, true, true));
      }
      break;
  }
  return branches;
}

// Hot: once for every instruction, so objects are written out, of one shape.
function branch(
  target: number,
  kind: Branch['kind'],
  isConditional: boolean,
  isDereferenced: boolean,
  isTable: boolean,
): Branch {
  return { target, kind, isConditional, isDereferenced, isTable };
}
