// `jmp reg` through a table of distances from the base of the image, as MSVC makes them for 64-bit programs:
//
//   lea rdx, [base]
//   mov ecx, [rdx + rax*4 + distance of the table]
//   add rcx, rdx
//   jmp rcx

import { FLOW } from '../../flow.ts';
import type { CodeBlock } from '../../program-code.ts';
import { OPERAND } from '../instruction.ts';
import { MNEMONICS } from '../mnemonics.ts';
import { generalNumber } from '../registers.ts';
import { writesRegister } from '../written-register.ts';
import type { CodeMap } from './code-map.ts';

export interface RelativeTable {
  readonly address: number;
  /** Bytes of a slot. */
  readonly scale: number;
}

export class RelativeTables {
  readonly #map: CodeMap;
  readonly #blocks: readonly CodeBlock[];
  /** Registers into which the function loads the base of the image; found once for all of its tables. */
  #basesFound: ReadonlySet<number> | undefined;

  constructor(map: CodeMap, blocks: readonly CodeBlock[]) {
    this.#map = map;
    this.#blocks = blocks;
  }

  /** The table that the jump at the end of a block of the function goes through; undefined where it is none. */
  find({ instructions }: CodeBlock): RelativeTable | undefined {
    const map = this.#map;
    const jump = map.decode(instructions.at(-1) as number);
    if (jump === undefined || jump.flow !== FLOW.jump || jump.kind[0] !== OPERAND.register) return undefined;
    const target = generalNumber(jump.register[0] as number);
    let base: number | undefined;
    for (let i = instructions.length - 2; i >= 0; i--) {
      const instruction = map.decode(instructions[i] as number);
      if (instruction === undefined) return undefined;
      const name = MNEMONICS[instruction.mnemonic];
      if (base === undefined) {
        if (name === 'add' && writesRegister(instruction, target) && instruction.kind[1] === OPERAND.register) {
          base = generalNumber(instruction.register[1] as number);
        }
        continue;
      }
      if (name !== 'mov' || instruction.kind[1] !== OPERAND.sib) continue;
      if (!writesRegister(instruction, target) && !writesRegister(instruction, base)) continue;
      const { displacement, scale } = instruction;
      if (scale !== 4 || (!this.#bases.has(target) && !this.#bases.has(base))) return undefined;
      return { address: displacement + map.image.base, scale };
    }
    return undefined;
  }

  get #bases(): ReadonlySet<number> {
    this.#basesFound ??= findBases(this.#map, this.#blocks);
    return this.#basesFound;
  }
}

/** Numbers of the registers into which a function loads the base of the image. */
function findBases(map: CodeMap, blocks: readonly CodeBlock[]): ReadonlySet<number> {
  const bases = new Set<number>();
  for (const { instructions } of blocks) {
    for (const at of instructions) {
      const instruction = map.decode(at);
      if (instruction === undefined || MNEMONICS[instruction.mnemonic] !== 'lea') continue;
      if (instruction.kind[1] !== OPERAND.ripRelative || instruction.target !== map.image.base) continue;
      if (instruction.kind[0] === OPERAND.register) bases.add(generalNumber(instruction.register[0] as number));
    }
  }
  return bases;
}
