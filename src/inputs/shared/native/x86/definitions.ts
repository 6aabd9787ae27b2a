// What a register holds at an instruction, where an instruction before it put a constant there. Looks back over everything that leads to
// the instruction, nearest first, and takes the first definition it meets, as the reference does.

import { IntegerMap } from '../../../../bytes/integer-map.ts';
import { FLOW } from '../../../../code/flow.ts';
import { LOCATION } from '../../../../code/location-map.ts';
import type { ProgramCode } from '../../../../code/program-code.ts';
import { fallsThrough } from '../../../../code/x86/branch-target.ts';
import { decodeAt } from '../../../../code/x86/decode-at.ts';
import { Instruction, OPERAND } from '../../../../code/x86/instruction.ts';
import { LIMITS } from '../../../../limits.ts';
import { TRAIT, traitsOf } from './mnemonic-traits.ts';
import { writtenValue } from './operand-values.ts';

/** What a search needs to know of an instruction. */
interface Step {
  /** The instructions after which this one can be the next. */
  readonly before: readonly number[];
  /** The register that it defines, and what with: -1 if that is not known. */
  readonly register: number;
  readonly value: number;
  /** The last search that came by. */
  search: number;
}

const NO_REGISTER = 0;

export class Definitions {
  readonly #code: ProgramCode;
  readonly #instruction = new Instruction();
  /** Instructions that searches came by, many of them often. */
  readonly #steps = new IntegerMap<Step>();
  /** How many, those with many ways to them counted as more. */
  #kept = 0;
  #search = 0;
  /** Instructions that may still be looked at. */
  #stepsLeft: number = LIMITS.definitionSteps;

  constructor(code: ProgramCode) {
    this.#code = code;
  }

  /**
   * The constant or the address of the slot that the register was loaded from when the instruction at `use` runs; -1 if that is not known.
   */
  find(use: number, register: number): number {
    if (this.#kept > LIMITS.definitionStepsKept) {
      this.#steps.clear();
      this.#kept = 0;
    }
    const search = ++this.#search;
    const most = Math.min(this.#stepsLeft, LIMITS.definitionStepsEach);
    if (most <= 0) return -1;
    const queue = [...this.#stepAt(use).before];
    let steps = 0;
    for (let i = 0; i < queue.length && steps < most; i++) {
      const step = this.#stepAt(queue[i] as number);
      if (step.search === search) continue;
      step.search = search;
      steps++;
      if (step.register === register) {
        this.#spend(steps, queue.length);
        return step.value;
      }
      for (const address of step.before) queue.push(address);
    }
    this.#spend(steps, queue.length);
    return -1;
  }

  /** Very many ways may lead to a few instructions; in real code there are not twice as many. */
  #spend(steps: number, ways: number): void {
    this.#stepsLeft -= Math.max(steps, ways / 4);
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

  #stepAt(address: number): Step {
    const known = this.#steps.get(address);
    if (known !== undefined) return known;
    const before = this.#before(address);
    const isDefinition = decodeAt(this.#code.image, address, this.#instruction) && this.#isDefinition();
    const step: Step = {
      before,
      register: isDefinition ? (this.#instruction.register[0] as number) : NO_REGISTER,
      value: isDefinition ? this.#value() : -1,
      search: 0,
    };
    this.#steps.set(address, step);
    this.#kept += Math.max(1, before.length / 4);
    return step;
  }

  #isDefinition(): boolean {
    const { kind, mnemonic } = this.#instruction;
    return kind[0] === OPERAND.register && (traitsOf(mnemonic) & TRAIT.defines) !== 0;
  }

  #value(): number {
    const { mnemonic, kind, target } = this.#instruction;
    if ((traitsOf(mnemonic) & TRAIT.mov) === 0) return -1;
    if (kind[1] === OPERAND.immediate) {
      return this.#code.image.addressOfValue(writtenValue(this.#instruction, 1));
    }
    return kind[1] === OPERAND.absolute || kind[1] === OPERAND.ripRelative ? target : -1;
  }

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
