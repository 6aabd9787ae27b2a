// Where an instruction may go on to besides to the next one.

import { FLOW } from '../../flow.ts';
import { branchTarget } from '../branch-target.ts';
import { type Instruction, OPERAND } from '../instruction.ts';

export interface Branch {
  /** Address; of a dereferenced one, the slot that holds it, and of a table, the first slot. */
  readonly target: number;
  readonly kind: 'jump' | 'call';
  readonly isConditional: boolean;
  readonly isDereferenced: boolean;
  /** Through one of several slots in a row. */
  readonly isTable: boolean;
}

/** An instruction that was made one, and where it goes. */
export interface Way {
  /** Of the function that is being followed. */
  readonly start: number;
  readonly at: number;
  /** The address behind it, and whether it goes on there. */
  readonly next: number;
  readonly goesOn: boolean;
  readonly isJump: boolean;
  readonly branch: Branch | undefined;
  /** Where to go on: pairs of where from and where to, the last first. */
  readonly todo: number[];
  /** What is to be followed after the function. */
  readonly later: Set<number>;
}

/** Where an instruction goes besides to the next one; undefined where it does not, and where only running it would tell. */
export function branchOf(instruction: Instruction): Branch | undefined {
  const target = branchTarget(instruction);
  if (target < 0) return undefined;
  const { flow, kind } = instruction;
  return {
    target,
    kind: flow === FLOW.call ? 'call' : 'jump',
    isConditional: flow === FLOW.conditional,
    isDereferenced: kind[0] !== OPERAND.relative,
    isTable: kind[0] === OPERAND.sib,
  };
}
