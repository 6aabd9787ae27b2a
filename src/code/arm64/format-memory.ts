// Memory operands as text.

import { hex } from './format-number.ts';
import { EXTEND, type Instruction, MODE } from './instruction.ts';
import { registerName } from './registers.ts';

const EXTENDS = Object.keys(EXTEND);

/** `[x0, #8]`, `[x0, w1, uxtw #2]`, `[x0], #8` */
export function formatMemory(instruction: Instruction): string {
  const { mode, base, index, displacement } = instruction;
  const register = registerName(base, 64);
  if (mode === MODE.postIndex) return `[${register}], ${index < 0 ? `#${hex(displacement)}` : registerName(index, 64)}`;
  if (mode === MODE.preIndex) return `[${register}, #${hex(displacement)}]!`;
  if (index >= 0) return `[${register}, ${indexText(instruction)}]`;
  return displacement === 0 ? `[${register}]` : `[${register}, #${hex(displacement)}]`;
}

function indexText({ index, indexExtend, indexAmount }: Instruction): string {
  const is64 = indexExtend === EXTEND.lsl || indexExtend === EXTEND.sxtx || indexExtend === EXTEND.uxtx;
  const register = registerName(index, is64 ? 64 : 32);
  if (indexExtend === EXTEND.lsl) return indexAmount < 0 ? register : `${register}, lsl #${indexAmount}`;
  return `${register}, ${EXTENDS[indexExtend]}${indexAmount < 0 ? '' : ` #${indexAmount}`}`;
}
