// What a register holds at an instruction, where an instruction before it put a constant there. Looks back over everything that leads to
// the instruction, nearest first, and takes the first definition it meets, as the reference does.

import { IntegerSet } from '../../../bytes/integer-map.ts';
import { LOCATION } from '../../../code/location-map.ts';
import type { ProgramCode } from '../../../code/program-code.ts';
import { FLOW, Instruction, OPERAND } from '../../../code/x86/instruction.ts';
import { LIMITS } from '../../../limits.ts';
import { fallsThrough } from './branch-target.ts';
import { decodeAt } from './decode-at.ts';
import { TRAIT, traitsOf } from './mnemonic-traits.ts';
import { addressOfValue, writtenValue } from './operand-values.ts';

export class Definitions {
  readonly #code: ProgramCode;
  readonly #instruction = new Instruction();
  /** Instructions that may still be looked at. */
  #stepsLeft: number = LIMITS.definitionSteps;

  constructor(code: ProgramCode) {
    this.#code = code;
  }

  /**
   * The constant or the address of the slot that the register was loaded from when the instruction at `use` runs; -1 if that is not known.
   */
  find(use: number, register: number): number {
    const seen = new IntegerSet();
    const queue = this.#before(use);
    const steps = Math.min(this.#stepsLeft, LIMITS.definitionStepsEach);
    for (let i = 0; i < queue.length && seen.size < steps; i++) {
      const address = queue[i] as number;
      if (seen.has(address)) continue;
      seen.add(address);
      this.#stepsLeft--;
      if (!decodeAt(this.#code.image, address, this.#instruction)) continue;
      if (this.#defines(register)) return this.#value();
      for (const before of this.#before(address)) queue.push(before);
    }
    return -1;
  }

  /** Where the call or jump by a register at an address goes to, as `find` finds it; -1 if there is none or it is not known. */
  targetAt(address: number): number {
    const { image, locations } = this.#code;
    const instruction = this.#instruction;
    if (!locations.begins(address, LOCATION.instruction) || !decodeAt(image, address, instruction)) return -1;
    const { flow, kind, register } = instruction;
    const isByRegister = (flow === FLOW.call || flow === FLOW.jump) && kind[0] === OPERAND.register;
    return isByRegister ? this.find(address, register[0] as number) : -1;
  }

  #defines(register: number): boolean {
    const { kind, register: registers, mnemonic } = this.#instruction;
    return kind[0] === OPERAND.register && registers[0] === register && (traitsOf(mnemonic) & TRAIT.defines) !== 0;
  }

  #value(): number {
    const { mnemonic, kind, target } = this.#instruction;
    if ((traitsOf(mnemonic) & TRAIT.mov) === 0) return -1;
    if (kind[1] === OPERAND.immediate) {
      return addressOfValue(this.#code.image, writtenValue(this.#instruction, 1));
    }
    return kind[1] === OPERAND.absolute || kind[1] === OPERAND.ripRelative ? target : -1;
  }

  /** The instructions after which the one at an address can be the next. */
  #before(address: number): number[] {
    const { locations, references, image, lastCalls } = this.#code;
    const found: number[] = [];
    if (locations.kindAt(address - 1) === LOCATION.instruction) {
      const previous = locations.startOf(address - 1);
      const isKnown = !lastCalls.has(previous) && decodeAt(image, previous, this.#instruction);
      if (isKnown && fallsThrough(this.#instruction)) found.push(previous);
    }
    for (const { source, isCall, isDereferenced } of references.to(address)) {
      if (!isCall && !isDereferenced) found.push(source);
    }
    return found;
  }
}
