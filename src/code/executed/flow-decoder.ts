// What following a run needs to know of an instruction, whatever the machine.

import { decode as decodeArm } from '../arm64/decode.ts';
import { OPERAND as ARM_OPERAND, Instruction as ArmInstruction, MODE } from '../arm64/instruction.ts';
import { mnemonicNumber } from '../arm64/mnemonics.ts';
import { STACK_POINTER } from '../arm64/registers.ts';
import { FLOW } from '../flow.ts';
import type { Machine } from '../image.ts';
import { decode as decodeX86 } from '../x86/decode.ts';
import { OPERAND, Instruction as X86Instruction } from '../x86/instruction.ts';
import { byMnemonic } from '../x86/mnemonics.ts';
import { generalNumber, isGeneral } from '../x86/registers.ts';

/** Which of two things an exclusive or mixes can be looked up: not at all, in memory, or in the register with this number or more; a constant is never zero. */
export const XOR_SOURCE = { constant: -3, none: -2, memory: -1 } as const;

/** A decoder with what it found out about the latest instruction. */
export interface FlowDecoder {
  /** Decodes the instruction at `bytes[from]`, which lies at `address`, from the bytes before `end`. Returns its length; 0 where there is none. */
  decode(bytes: Uint8Array, from: number, end: number, address: number): number;
  /** One of `FLOW`. */
  readonly flow: number;
  /** Where a jump or call goes, as its bytes say it; -1 where they do not. */
  readonly target: number;
  /** The slot that a jump or call takes its target from; -1 for none. */
  readonly slot: number;
  /** The register that a jump or call takes its target from, as recordings number it; -1 for none. */
  readonly targetRegister: number;
  /** One of `XOR_SOURCE`, or the number of a register as recordings have it. */
  readonly xorSource: number;
  /** The general registers that are its first two operands, as recordings number them; -1 for others. */
  registerOf(operand: 0 | 1): number;
  /** Whether what it writes is only kept to be taken back: by calls, and by what saves registers. */
  readonly spills: boolean;
}

const isXor = byMnemonic((name) => (name === 'xor' ? 1 : 0));
const isSpill = byMnemonic((name) =>
  name.startsWith('push') || name === 'enter' || name.startsWith('fxsave') ? 1 : 0,
);

class X86Flow implements FlowDecoder {
  readonly #bits: 32 | 64;
  readonly #instruction = new X86Instruction();

  constructor(bits: 32 | 64) {
    this.#bits = bits;
  }

  decode(bytes: Uint8Array, from: number, end: number, address: number): number {
    return decodeX86(bytes, from, end, address, this.#bits, this.#instruction);
  }

  get flow(): number {
    return this.#instruction.flow;
  }

  get target(): number {
    return this.#isBranch() && this.#instruction.kind[0] === OPERAND.relative ? this.#instruction.target : -1;
  }

  get slot(): number {
    const kind = this.#instruction.kind[0];
    const isSlot = kind === OPERAND.ripRelative || kind === OPERAND.absolute;
    return this.#isBranch() && isSlot ? this.#instruction.target : -1;
  }

  get targetRegister(): number {
    const { kind, register } = this.#instruction;
    return this.#isBranch() && kind[0] === OPERAND.register ? generalNumber(register[0] as number) : -1;
  }

  get xorSource(): number {
    const { mnemonic, kind, register, low, high } = this.#instruction;
    if (isXor(mnemonic) === 0) return XOR_SOURCE.none;
    const source = register[1] as number;
    switch (kind[1]) {
      case OPERAND.register:
        return register[0] === source || !isGeneral(source) ? XOR_SOURCE.none : generalNumber(source);
      case OPERAND.memory:
      case OPERAND.sib:
      case OPERAND.ripRelative:
      case OPERAND.absolute:
        return XOR_SOURCE.memory;
      case OPERAND.immediate:
        return low[1] === 0 && high[1] === 0 ? XOR_SOURCE.none : XOR_SOURCE.constant;
      default:
        return XOR_SOURCE.none;
    }
  }

  registerOf(operand: 0 | 1): number {
    const { kind, register, operands } = this.#instruction;
    const number = register[operand] as number;
    return operand < operands && kind[operand] === OPERAND.register && isGeneral(number) ? generalNumber(number) : -1;
  }

  get spills(): boolean {
    const { flow, mnemonic } = this.#instruction;
    return flow === FLOW.call || isSpill(mnemonic) !== 0;
  }

  #isBranch(): boolean {
    const { flow } = this.#instruction;
    return flow === FLOW.jump || flow === FLOW.conditional || flow === FLOW.call;
  }
}

const EOR = mnemonicNumber('eor');
const STP = mnemonicNumber('stp');
const ARM_LENGTH = 4;
/** x0 to x30. */
const ARM_REGISTERS = 31;

class Arm64Flow implements FlowDecoder {
  readonly #instruction = new ArmInstruction();
  readonly slot = -1;

  get targetRegister(): number {
    const { flow } = this.#instruction;
    return flow === FLOW.jump || flow === FLOW.call ? this.registerOf(0) : -1;
  }

  get xorSource(): number {
    const { mnemonic, kind, register, low, high } = this.#instruction;
    if (mnemonic !== EOR) return XOR_SOURCE.none;
    const source = register[2] as number;
    switch (kind[2]) {
      case ARM_OPERAND.immediate:
        return low[2] === 0 && high[2] === 0 ? XOR_SOURCE.none : XOR_SOURCE.constant;
      case ARM_OPERAND.register:
      case ARM_OPERAND.shiftedRegister:
        return source === register[1] || source >= ARM_REGISTERS ? XOR_SOURCE.none : source;
      default:
        return XOR_SOURCE.none;
    }
  }

  /** Pairs of registers on the stack are those that a function saves. */
  get spills(): boolean {
    const { mnemonic, mode, base } = this.#instruction;
    return mnemonic === STP && mode !== MODE.none && base === STACK_POINTER;
  }

  registerOf(operand: 0 | 1): number {
    const { kind, register, width } = this.#instruction;
    const number = register[operand] as number;
    const isRegister = kind[operand] === ARM_OPERAND.register && (width[operand] === 32 || width[operand] === 64);
    return isRegister && number < ARM_REGISTERS ? number : -1;
  }

  decode(bytes: Uint8Array, from: number, end: number, address: number): number {
    if (from + ARM_LENGTH > end || address % ARM_LENGTH !== 0) return 0;
    const low = (bytes[from] as number) | ((bytes[from + 1] as number) << 8) | ((bytes[from + 2] as number) << 16);
    return decodeArm(low | ((bytes[from + 3] as number) << 24), address, this.#instruction) ? ARM_LENGTH : 0;
  }

  get flow(): number {
    return this.#instruction.flow;
  }

  get target(): number {
    const { flow, target } = this.#instruction;
    return flow === FLOW.jump || flow === FLOW.conditional || flow === FLOW.call ? target : -1;
  }
}

export function flowDecoder(machine: Machine, bits: 32 | 64): FlowDecoder {
  return machine === 'x86' ? new X86Flow(bits) : new Arm64Flow();
}
