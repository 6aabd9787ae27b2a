// Exclusive or of two different things, unless it looks like the making or checking of a stack cookie.

import { type Instruction, OPERAND } from '../../../../code/x86/instruction.ts';
import type { Semantics } from '../../../../semantics.ts';
import { TRAIT, traitsOf } from './mnemonic-traits.ts';
import type { Place } from './place.ts';
import { isStackRegister } from './stack-registers.ts';

/** How far from the beginning or end of a block cookies are made and checked, in bytes. */
const COOKIE_DISTANCE = 0x40;

/** Whether the instruction is one that rules call `nzxor`. */
export function isNonZeroingXor(place: Place, semantics: Semantics): boolean {
  const { instruction } = place;
  if ((traitsOf(instruction.mnemonic) & TRAIT.xor) === 0) return false;
  return !hasEqualOperands(instruction) && !(mayBeCookie(instruction, semantics) && isWhereCookiesAre(place));
}

function hasEqualOperands({ kind, register }: Instruction): boolean {
  return kind[0] === OPERAND.register && kind[1] === OPERAND.register && register[0] === register[1];
}

/** A cookie is mixed with the stack or frame pointer, or compared with what memory holds. */
function mayBeCookie({ kind, register }: Instruction, semantics: Semantics): boolean {
  if (kind[1] === OPERAND.immediate) return !semantics['xor-with-constant'];
  return kind[1] !== OPERAND.register || isStackRegister(register[1] as number);
}

function isWhereCookiesAre({ instruction: { address }, block, isFirstBlock, returns }: Place): boolean {
  return (
    (isFirstBlock && address < block.start + COOKIE_DISTANCE) || (returns && address > block.end - COOKIE_DISTANCE)
  );
}
