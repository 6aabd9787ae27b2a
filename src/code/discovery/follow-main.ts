// The function `main` of a Unix program: what its start-up code hands to the C library first.

import { type Instruction, OPERAND } from '../x86/instruction.ts';
import { MNEMONICS } from '../x86/mnemonics.ts';
import { REGISTER } from '../x86/registers.ts';
import { calledImports } from './called-imports.ts';
import type { CodeMap } from './code-map.ts';
import type { Descent } from './descent.ts';

const START = '__libc_start_main';

export function followMain(descent: Descent): void {
  const { map } = descent;
  for (const { blocks } of [...descent.functions.values()]) {
    for (const { instructions } of blocks) {
      const call = instructions.findIndex((at) => callsStart(map, at));
      const main = call < 0 ? undefined : firstArgument(map, instructions.subarray(0, call));
      if (main !== undefined && map.image.isExecutable(main)) descent.addFunction(main, 'start-up code');
    }
  }
}

function callsStart(map: CodeMap, at: number): boolean {
  for (const { name } of calledImports(map, at)) if (name === START) return true;
  return false;
}

/** The address that is pushed last, or put into the register of the first argument. */
function firstArgument(map: CodeMap, instructions: Float64Array): number | undefined {
  for (let i = instructions.length - 1; i >= 0; i--) {
    const instruction = map.decode(instructions[i] as number);
    if (instruction === undefined) return undefined;
    const name = MNEMONICS[instruction.mnemonic];
    if (map.image.bits === 32) {
      if (name === 'push') return constantOf(instruction, 0);
    } else if ((name === 'mov' || name === 'lea') && isFirstRegister(instruction)) return constantOf(instruction, 1);
  }
  return undefined;
}

function isFirstRegister({ kind, register }: Instruction): boolean {
  return kind[0] === OPERAND.register && (register[0] === REGISTER.rdi || register[0] === REGISTER.edi);
}

function constantOf(instruction: Instruction, operand: number): number | undefined {
  if (instruction.kind[operand] === OPERAND.ripRelative) return instruction.target;
  return instruction.kind[operand] === OPERAND.immediate ? instruction.low[operand] : undefined;
}
