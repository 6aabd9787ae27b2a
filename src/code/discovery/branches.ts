// Where an instruction may go on to.

import { branchTarget } from '../x86/branch-target.ts';
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

/** The next instruction first, then the target. Targets that only running it would tell are left out. */
export function branchesOf(map: CodeMap, instruction: Instruction): Branch[] {
  const { flow, address, length, kind } = instruction;
  const isConditional = flow === FLOW.conditional;
  const branches: Branch[] = [];
  if (map.fallsThrough(instruction)) branches.push(branch(address + length, 'next', isConditional, false, false));
  const target = branchTarget(instruction);
  if (target >= 0) {
    const how = flow === FLOW.call ? 'call' : 'jump';
    const isTable = kind[0] === OPERAND.sib;
    branches.push(branch(target, how, isConditional, kind[0] !== OPERAND.relative, isTable));
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
