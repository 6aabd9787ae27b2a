// `jmp reg` through a table of distances from the base of the image, as MSVC makes them for 64-bit programs:
//
//   lea rdx, [base]
//   mov ecx, [rdx + rax*4 + distance of the table]
//   add rcx, rdx
//   jmp rcx

import type { CodeBlock } from '../program-code.ts';
import { FLOW, type Instruction, OPERAND } from '../x86/instruction.ts';
import { MNEMONICS } from '../x86/mnemonics.ts';
import { generalNumber } from '../x86/registers.ts';
import type { CodeMap } from './code-map.ts';

export interface RelativeTable {
  readonly address: number;
  /** Bytes of a slot. */
  readonly scale: number;
}

/** The table that the jump at the end of a block goes through; undefined where it is none. */
export function findRelativeTable(
  map: CodeMap,
  { instructions }: CodeBlock,
  blocks: readonly CodeBlock[],
): RelativeTable | undefined {
  const jump = map.decode(instructions.at(-1) as number);
  if (jump === undefined || jump.flow !== FLOW.jump || jump.kind[0] !== OPERAND.register) return undefined;
  const target = generalNumber(jump.register[0] as number);
  let base: number | undefined;
  for (let i = instructions.length - 2; i >= 0; i--) {
    const instruction = map.decode(instructions[i] as number);
    if (instruction === undefined) return undefined;
    const name = MNEMONICS[instruction.mnemonic];
    if (base === undefined) {
      if (name === 'add' && writes(instruction, target) && instruction.kind[1] === OPERAND.register) {
        base = generalNumber(instruction.register[1] as number);
      }
      continue;
    }
    if (name !== 'mov' || instruction.kind[1] !== OPERAND.sib) continue;
    if (!writes(instruction, target) && !writes(instruction, base)) continue;
    const { displacement, scale } = instruction;
    if (scale !== 4 || !knowsBase(map, blocks, [target, base])) return undefined;
    return { address: displacement + map.image.base, scale };
  }
  return undefined;
}

function writes({ kind, register }: Instruction, general: number): boolean {
  return kind[0] === OPERAND.register && generalNumber(register[0] as number) === general;
}

/** Whether the function loads the base of the image into one of the registers. */
function knowsBase(map: CodeMap, blocks: readonly CodeBlock[], registers: readonly number[]): boolean {
  return blocks.some(({ instructions }) =>
    instructions.some((at) => {
      const instruction = map.decode(at);
      if (instruction === undefined || MNEMONICS[instruction.mnemonic] !== 'lea') return false;
      if (instruction.kind[1] !== OPERAND.ripRelative || instruction.target !== map.image.base) return false;
      return registers.some((register) => writes(instruction, register));
    }),
  );
}
