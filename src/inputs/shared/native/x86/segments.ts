// Use of the segments by which Windows gives threads their environment blocks.

import { type Instruction, OPERAND, PREFIX } from '../../../../code/x86/instruction.ts';
import type { Semantics } from '../../../../semantics.ts';
import { TRAIT, traitsOf } from './mnemonic-traits.ts';

const FS = 5;
const GS = 6;
/** Where the thread's block has the address of the process's, in 32 and 64 bit programs. */
const PEB_32 = 0x30;
const PEB_64 = 0x60;

/** `fs access` or `gs access`; undefined for other instructions. The reference looks for the override alone, without another prefix. */
export function segmentAccess({ segment, prefixes }: Instruction): 'fs access' | 'gs access' | undefined {
  if ((segment !== FS && segment !== GS) || (prefixes & (PREFIX.lock | PREFIX.rep | PREFIX.repne)) !== 0)
    return undefined;
  return segment === FS ? 'fs access' : 'gs access';
}

/** Whether an instruction reads the address of the process environment block. */
export function readsPeb(instruction: Instruction, semantics: Semantics): boolean {
  const { segment, operands, mnemonic } = instruction;
  if ((segment !== FS && segment !== GS) || (traitsOf(mnemonic) & (TRAIT.mov | TRAIT.push)) === 0) return false;
  for (let operand = 0; operand < operands; operand++) {
    if (isPebOperand(instruction, operand, semantics)) return true;
  }
  return false;
}

function isPebOperand(
  { kind, segment, displacement, target, base }: Instruction,
  operand: number,
  semantics: Semantics,
): boolean {
  const place = segment === FS ? PEB_32 : PEB_64;
  switch (kind[operand]) {
    case OPERAND.memory:
      return displacement === place;
    case OPERAND.absolute:
      return target === place;
    case OPERAND.sib:
      if (base === 0) return (segment === GS || semantics['peb-by-register']) && target === place;
      return semantics['peb-by-register'] && displacement === place;
    default:
      return false;
  }
}
