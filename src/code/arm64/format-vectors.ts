// Vector operands as text.

import { type Instruction, OPERAND } from './instruction.ts';
import { ARRANGEMENTS, FIRST_VECTOR } from './registers.ts';
import { templateText } from './tables/templates.ts';
import { floatValue } from './vector-operands.ts';

/** The text of an operand that is not of the base instruction set. */
export function formatVectorOperand(instruction: Instruction, i: number): string {
  const register = (instruction.register[i] as number) - FIRST_VECTOR;
  const suffix = ARRANGEMENTS[instruction.arrangement[i] as number] as string;
  switch (instruction.kind[i]) {
    case OPERAND.vector:
      return `v${register}.${suffix}`;
    case OPERAND.vectorElement:
      return `v${register}.${suffix}[${instruction.lane[i]}]`;
    case OPERAND.registerList:
      return formatList(instruction, i, 'v', suffix);
    case OPERAND.floatImmediate:
      return `#${floatText(floatValue(instruction.low[i] as number))}`;
    default:
      return templateText(instruction.low[i] as number, instruction.word);
  }
}

function formatList({ register, count, lane }: Instruction, i: number, letter: string, suffix: string): string {
  const names: string[] = [];
  for (let j = 0; j < (count[i] as number); j++) {
    names.push(`${letter}${((register[i] as number) - FIRST_VECTOR + j) & 31}.${suffix}`);
  }
  const at = lane[i] as number;
  return `{ ${names.join(', ')} }${at < 0 ? '' : `[${at}]`}`;
}

function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : value.toString();
}
