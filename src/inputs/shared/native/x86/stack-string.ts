// Texts that a block writes to the stack as constants, piece by piece.

import { type Instruction, OPERAND } from '../../../../code/x86/instruction.ts';
import { TRAIT, traitsOf } from './mnemonic-traits.ts';
import { writtenSize } from './operand-values.ts';
import { isStackRegister } from './stack-registers.ts';

/** Characters that a block writes to the stack from which on they are a text. */
export const STACK_STRING_LENGTH = 9;

/** How many characters an instruction writes to the stack. */
export function stackCharacters(instruction: Instruction): number {
  const { mnemonic, operands, kind, base } = instruction;
  if (operands !== 2 || kind[1] !== OPERAND.immediate || (traitsOf(mnemonic) & TRAIT.movLike) === 0) return 0;
  if (kind[0] !== OPERAND.memory && kind[0] !== OPERAND.sib) return 0;
  return isStackRegister(base) ? printable(instruction) : 0;
}

/** Characters in the immediate: each byte one, or each two bytes one of UTF-16; 0 if one of them cannot be printed. */
function printable(instruction: Instruction): number {
  const size = writtenSize(instruction, 1);
  let isText = true;
  let isWide = true;
  for (let i = 0; i < size; i++) {
    const half = (i < 4 ? instruction.low[1] : instruction.high[1]) as number;
    const byte = (half >>> ((i % 4) * 8)) & 0xff;
    const isCharacter = (byte >= 0x20 && byte <= 0x7e) || (byte >= 0x09 && byte <= 0x0d);
    isText &&= isCharacter;
    isWide &&= i % 2 === 0 ? isCharacter : byte === 0;
  }
  if (isText) return size;
  return isWide ? size >> 1 : 0;
}
