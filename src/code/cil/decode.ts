// Decodes CIL. Every opcode has a length, so decoding fails only where the code ends inside of an instruction. One decoder is used again and
// again.

import { ByteView } from '../../bytes/byte-view.ts';
import { type Integer, toInteger } from '../../bytes/integer.ts';
import { OP, OPERAND, OPERAND_KINDS, PREFIX, SECOND } from './opcodes.ts';

/** Bytes of an operand by its kind; a switch has more. */
const SIZES = Uint8Array.from([0, 1, 4, 8, 4, 8, 1, 2, 1, 4, 4, 4, 4, 4, 4, 4, 4]);

export class CilDecoder {
  readonly #view: ByteView;
  readonly #code: Uint8Array;
  /** Of the latest instruction: where it is, and where its operand and the next instruction are. */
  at = 0;
  operandAt = 0;
  end = 0;
  opcode = 0;
  /** One of `OPERAND`. */
  kind: number = OPERAND.none;

  constructor(code: Uint8Array) {
    this.#code = code;
    this.#view = new ByteView(code);
  }

  /** Decodes the instruction at an offset; false where none is, or not all of it. */
  decode(at: number): boolean {
    const first = this.#code[at];
    if (first === undefined) return false;
    const isLong = first === PREFIX;
    const second = this.#code[at + 1];
    if (isLong && second === undefined) return false;
    this.at = at;
    this.operandAt = at + (isLong ? 2 : 1);
    this.opcode = isLong ? SECOND + (second as number) : first;
    this.kind = OPERAND_KINDS[this.opcode] as number;
    this.end = this.operandAt + (SIZES[this.kind] as number);
    if (this.kind === OPERAND.switch) this.end += Math.max(this.#view.u32(this.operandAt), 0) * 4;
    return this.end <= this.#code.length;
  }

  /** A token; the number of a variable. */
  get operand(): number {
    if (this.kind === OPERAND.variable8) return this.#view.u8(this.operandAt);
    return this.kind === OPERAND.variable16 ? this.#view.u16(this.operandAt) : this.#view.u32(this.operandAt);
  }

  /** The number that the instruction loads; undefined if it loads none. */
  number(): { readonly value: Integer; readonly isFloat: boolean } | undefined {
    const { opcode, operandAt } = this;
    if (opcode >= OP.ldcM1 && opcode <= OP.ldc8) return { value: opcode - OP.ldc0, isFloat: false };
    switch (opcode) {
      case OP.ldcS:
        return { value: this.#signed8(operandAt), isFloat: false };
      case OP.ldcI4:
        return { value: this.#view.u32(operandAt) | 0, isFloat: false };
      case OP.ldcI8:
        return { value: toInteger(BigInt.asIntN(64, this.#view.big64(operandAt))), isFloat: false };
      case OP.ldcR4:
        return { value: this.#float(4), isFloat: true };
      case OP.ldcR8:
        return { value: this.#float(8), isFloat: true };
      default:
        return undefined;
    }
  }

  /** Whether it may go on elsewhere than behind it, in the same method. */
  get isBranch(): boolean {
    return this.kind === OPERAND.branch8 || this.kind === OPERAND.branch32 || this.kind === OPERAND.switch;
  }

  /** Whether what follows is reached only by jumping there. */
  get isEnd(): boolean {
    switch (this.opcode) {
      case OP.br:
      case OP.brS:
      case OP.leave:
      case OP.leaveS:
      case OP.ret:
      case OP.throw:
      case OP.rethrow:
      case OP.endfinally:
      case OP.endfilter:
      case OP.jmp:
        return true;
      default:
        return false;
    }
  }

  /** How many offsets it may go on at besides the next instruction; a switch may have very many. */
  get targetCount(): number {
    if (this.kind === OPERAND.switch) return (this.end - this.operandAt) / 4 - 1;
    return this.isBranch ? 1 : 0;
  }

  /** One of these offsets, which may be anywhere. */
  target(index: number): number {
    if (this.kind === OPERAND.branch8) return this.end + this.#signed8(this.operandAt);
    const at = this.kind === OPERAND.switch ? this.operandAt + 4 + index * 4 : this.operandAt;
    return this.end + (this.#view.u32(at) | 0);
  }

  #signed8(at: number): number {
    return (this.#view.u8(at) << 24) >> 24;
  }

  #float(size: 4 | 8): number {
    const view = new DataView(this.#code.buffer, this.#code.byteOffset + this.operandAt, size);
    return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
  }
}
