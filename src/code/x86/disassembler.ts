// Instructions of x86 for people.

import { type Disassembler, disassemblerOf } from '../disassembler.ts';
import type { Image } from '../image.ts';
import { decodeAt } from './decode-at.ts';
import { formatInstruction } from './format.ts';
import { Instruction } from './instruction.ts';

export function x86Disassembler(image: Image): Disassembler {
  return disassemblerOf(image, new Instruction(), decodeAt, formatInstruction);
}
