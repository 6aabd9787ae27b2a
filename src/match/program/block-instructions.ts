// The instructions of one basic block, visited in order.

import { type Address, addressKey } from '../../features/address.ts';
import type { ProgramInstruction } from '../../features/program.ts';
import type { Gathering } from '../run/gathering.ts';
import type { Units } from '../run/instances.ts';
import type { InstructionLeaves } from './instruction-leaves.ts';

export class BlockInstructions implements Units {
  /** Instructions visited before the current one. */
  length = 0;
  readonly #instructions: Iterable<ProgramInstruction>;
  readonly #leaves: InstructionLeaves;
  readonly #first: number;
  readonly #matchedAt: Map<number, Address>;
  #current: ProgramInstruction | undefined;

  /** `first`: place of the first instruction. `matchedAt` gains the addresses of places that are asked for. */
  constructor(
    instructions: Iterable<ProgramInstruction>,
    leaves: InstructionLeaves,
    first: number,
    matchedAt: Map<number, Address>,
  ) {
    this.#instructions = instructions;
    this.#leaves = leaves;
    this.#first = first;
    this.#matchedAt = matchedAt;
  }

  visit(
    held: Gathering,
    visit: (leafSet: number, times: number, locations?: ReadonlyMap<number, number>) => void,
  ): void {
    for (const instruction of this.#instructions) {
      this.#current = instruction;
      visit(this.#leaves.leafSetOf(instruction, held), 1, this.#leaves.locations);
      this.length++;
    }
  }

  place(): number {
    const place = this.#first + this.length;
    this.#matchedAt.set(place, (this.#current as ProgramInstruction).address);
    return place;
  }

  key(): string {
    return addressKey((this.#current as ProgramInstruction).address);
  }

  markUnit(): void {
    // Layouts of programs list no instructions,
  }

  markWindow(): void {
    // and no window slides over them.
  }
}
