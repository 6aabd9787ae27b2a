// Features of the constants in an instruction: numbers, offsets from registers, and what lies where they point to.

import type { Integer } from '../../../../bytes/integer.ts';
import type { Image } from '../../../../code/image.ts';
import { type Instruction, OPERAND } from '../../../../code/x86/instruction.ts';
import { REGISTER } from '../../../../code/x86/registers.ts';
import type { Semantics } from '../../../../semantics.ts';
import type { FeatureCache } from '../feature-cache.ts';
import type { FeatureList } from '../feature-list.ts';
import type { Pointers } from '../pointers.ts';
import { TRAIT, traitsOf } from './mnemonic-traits.ts';
import { absoluteValue, otherValue, writtenValue } from './operand-values.ts';

/** What `add` adds below this is likely a place in a structure. */
const OFFSETS_END = 0x10000;
/** Operands that features know. */
const MOST_OPERANDS = 5;

export class Constants {
  readonly #image: Image;
  readonly #features: FeatureCache;
  readonly #pointers: Pointers;
  readonly #semantics: Semantics;
  readonly #stackPointer: number;
  readonly #framePointer: number;

  constructor(image: Image, features: FeatureCache, pointers: Pointers, semantics: Semantics) {
    this.#image = image;
    this.#features = features;
    this.#pointers = pointers;
    this.#semantics = semantics;
    this.#stackPointer = image.bits === 64 ? REGISTER.rsp : REGISTER.esp;
    this.#framePointer = image.bits === 64 ? REGISTER.rbp : REGISTER.ebp;
  }

  addTo(list: FeatureList, instruction: Instruction): void {
    const operands = Math.min(instruction.operands, MOST_OPERANDS);
    const traits = traitsOf(instruction.mnemonic);
    for (let operand = 0; operand < operands; operand++) {
      switch (instruction.kind[operand]) {
        case OPERAND.immediate:
          this.#addImmediate(list, instruction, operand, traits);
          break;
        case OPERAND.absolute:
          this.#addNumber(list, operand, absoluteValue(instruction, operand), traits, instruction);
          this.#addPointed(list, instruction.target, true, this.#semantics['data-by-operand'], traits);
          break;
        case OPERAND.ripRelative:
          this.#addPointed(list, instruction.target, true, true, traits);
          break;
        case OPERAND.memory:
          this.#addByRegister(list, instruction, operand, traits);
          break;
        case OPERAND.sib:
          this.#addOffset(list, operand, instruction.displacement);
          if (instruction.base === 0) this.#addPointed(list, instruction.target, true, true, traits);
          break;
        default:
      }
    }
  }

  #addImmediate(list: FeatureList, instruction: Instruction, operand: number, traits: number): void {
    const value = writtenValue(instruction, operand);
    const address = this.#image.addressOfValue(value);
    if (address >= 0) this.#addPointed(list, address, true, true, traits);
    if (address >= 0 && this.#image.isReadable(address)) return;
    this.#addNumber(list, operand, value, traits, instruction);
    const other = otherValue(instruction, operand);
    if (other !== undefined && this.#semantics['wide-immediates']) {
      this.#addNumber(list, operand, other, traits, instruction);
    }
    if ((traits & TRAIT.add) !== 0 && !this.#isStackPointer(instruction) && value > 0 && value < OFFSETS_END) {
      this.#addOffset(list, operand, value);
    }
  }

  /** Memory by a register and a displacement. */
  #addByRegister(list: FeatureList, instruction: Instruction, operand: number, traits: number): void {
    const { displacement, base } = instruction;
    this.#addPointed(list, displacement, this.#semantics['data-by-operand'], true, traits);
    if (base === this.#stackPointer || base === this.#framePointer) return;
    this.#addOffset(list, operand, displacement);
    if ((traits & TRAIT.lea) !== 0 && operand === 1) {
      if (!this.#image.isReadable(displacement)) this.#add(list, operand, displacement);
    }
  }

  /** A number, unless it is an address or moves the stack. */
  #addNumber(list: FeatureList, operand: number, value: Integer, traits: number, instruction: Instruction): void {
    if ((traits & TRAIT.add) !== 0 && this.#isStackPointer(instruction)) return;
    const address = this.#image.addressOfValue(value);
    if (address >= 0 && this.#image.isReadable(address)) return;
    this.#add(list, operand, value);
  }

  #add(list: FeatureList, operand: number, value: Integer): void {
    const slot = this.#features.slotOf(value);
    list.add(this.#features.number(slot, value));
    list.add(this.#features.operandNumber(slot, operand, value));
  }

  #addOffset(list: FeatureList, operand: number, value: Integer): void {
    const slot = this.#features.slotOf(value);
    list.add(this.#features.offset(slot, value));
    list.add(this.#features.operandOffset(slot, operand, value));
  }

  /** What an address leads to. What is called gives no bytes. */
  #addPointed(list: FeatureList, address: number, texts: boolean, bytes: boolean, traits: number): void {
    const pointed = this.#pointers.follow(address);
    if (texts) for (const number of pointed.strings) list.add(number);
    if (bytes && (traits & TRAIT.call) === 0) for (const number of pointed.bytes) list.add(number);
  }

  #isStackPointer({ kind, register }: Instruction): boolean {
    return kind[0] === OPERAND.register && register[0] === this.#stackPointer;
  }
}
