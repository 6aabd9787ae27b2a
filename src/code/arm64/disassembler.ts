// Instructions of A64 for people.

import type { Disassembler, NameOf } from '../disassembler.ts';
import type { Image } from '../image.ts';
import { decodeAt } from './decode-at.ts';
import { formatInstruction } from './format.ts';
import { Instruction } from './instruction.ts';

export class Arm64Disassembler implements Disassembler {
  readonly #image: Image;
  readonly #instruction = new Instruction();

  constructor(image: Image) {
    this.#image = image;
  }

  get flow(): number {
    return this.#instruction.flow;
  }

  decode(address: number): number {
    return decodeAt(this.#image, address, this.#instruction) ? this.#instruction.length : 0;
  }

  text(nameOf?: NameOf): string {
    return formatInstruction(this.#instruction, nameOf);
  }
}
