// Reads operands of the base instruction set; the rest is handed on to operands of vectors.

import { bitmaskImmediate } from './bitmask.ts';
import { EXTEND, type Instruction, MODE, OPERAND } from './instruction.ts';
import { fieldOf, setImmediate, setMemory } from './operand-parts.ts';
import { FIRST_VECTOR, STACK_POINTER } from './registers.ts';
import { SPECS } from './tables/build.ts';
import { READ, SPEC } from './tables/operands.ts';
import { readVectorOperand } from './vector-operands.ts';

const FIRST = SPEC.first;
const SECOND = SPEC.second;
const THIRD = SPEC.third;
const FOURTH = SPEC.fourth;
const A = SPEC.a;
const B = SPEC.b;

/** Reads one operand; false where its fields mean nothing. */
export function readOperand(spec: number, word: number, i: number, into: Instruction): boolean {
  const a = SPECS[spec + A] as number;
  switch (SPECS[spec]) {
    case READ.general:
      into.kind[i] = OPERAND.register;
      into.register[i] = (word >>> (SPECS[spec + FIRST] as number)) & 31;
      into.width[i] = a;
      return true;
    case READ.generalOrStack: {
      const register = (word >>> (SPECS[spec + FIRST] as number)) & 31;
      into.kind[i] = OPERAND.register;
      into.register[i] = register === 31 ? STACK_POINTER : register;
      into.width[i] = a;
      return true;
    }
    case READ.scalar:
      into.kind[i] = OPERAND.register;
      into.register[i] = FIRST_VECTOR + fieldOf(word, spec + FIRST);
      into.width[i] = a;
      return true;
    case READ.immediate:
      return setImmediate(into, i, fieldOf(word, spec + FIRST) * a + (SPECS[spec + B] as number));
    case READ.memory:
      return setMemory(into, i, MODE.offset, fieldOf(word, spec + FIRST), fieldOf(word, spec + SECOND) * a);
    case READ.memorySigned:
      return setMemory(into, i, MODE.offset, fieldOf(word, spec + FIRST), signedField(word, spec) * a);
    case READ.label:
      into.kind[i] = OPERAND.label;
      into.target = wrap(into.address + ((fieldOf(word, spec + FIRST) << a) >> a) * (SPECS[spec + B] as number));
      return true;
    case READ.shifted: {
      into.kind[i] = OPERAND.shiftedRegister;
      into.register[i] = (word >>> (SPECS[spec + FIRST] as number)) & 31;
      into.width[i] = a;
      into.extend[i] = EXTEND.lsl + fieldOf(word, spec + SECOND);
      into.amount[i] = fieldOf(word, spec + THIRD);
      return into.amount[i] < a;
    }
    default:
      return readRarer(spec, word, i, into);
  }
}

function readRarer(spec: number, word: number, i: number, into: Instruction): boolean {
  const a = SPECS[spec + A] as number;
  switch (SPECS[spec]) {
    case READ.memoryPre:
      return setMemory(into, i, MODE.preIndex, fieldOf(word, spec + FIRST), signedField(word, spec) * a);
    case READ.memoryPost:
      return setMemory(into, i, MODE.postIndex, fieldOf(word, spec + FIRST), signedField(word, spec) * a);
    case READ.memoryIndexed:
      return setIndexed(spec, word, i, into);
    case READ.page: {
      const pages = (fieldOf(word, spec + FIRST) << a) >> a;
      into.kind[i] = OPERAND.label;
      into.target = wrap(into.address - (into.address % 4096) + pages * 4096);
      return true;
    }
    case READ.extended:
      into.kind[i] = OPERAND.extendedRegister;
      into.register[i] = (word >>> (SPECS[spec + FIRST] as number)) & 31;
      into.extend[i] = fieldOf(word, spec + SECOND);
      into.amount[i] = fieldOf(word, spec + THIRD);
      into.width[i] = a === 64 && (into.extend[i] & 3) === 3 ? 64 : 32;
      return into.amount[i] <= 4;
    case READ.bitmask: {
      const n = fieldOf(word, spec + FIRST);
      const value = bitmaskImmediate(n >>> 12, (n >>> 6) & 63, n & 63, a);
      if (value === undefined) return false;
      setImmediate(into, i, value.low);
      into.high[i] = value.high;
      into.width[i] = a;
      return true;
    }
    case READ.signed:
      return setImmediate(
        into,
        i,
        ((fieldOf(word, spec + FIRST) << (SPECS[spec + B] as number)) >> (SPECS[spec + B] as number)) * a,
      );
    case READ.condition:
      return setCondition(into, i, fieldOf(word, spec + FIRST));
    case READ.inverted:
      return setCondition(into, i, fieldOf(word, spec + FIRST) ^ 1);
    case READ.wide:
    case READ.wideInverted:
      return setWide(spec, word, i, into);
    case READ.shiftedImmediate:
      setImmediate(into, i, fieldOf(word, spec + FIRST));
      into.extend[i] = EXTEND.lsl;
      into.amount[i] = fieldOf(word, spec + SECOND) * a;
      return true;
    case READ.span:
      return setImmediate(into, i, fieldOf(word, spec + FIRST) - fieldOf(word, spec + SECOND) + 1);
    case READ.place:
      return setImmediate(into, i, (a - fieldOf(word, spec + FIRST)) & (a - 1));
    case READ.pair:
    case READ.written:
      return setSpecialRegister(spec, word, i, into);
    case READ.system:
      setImmediate(into, i, fieldOf(word, spec + FIRST) + (SPECS[spec + B] as number));
      into.kind[i] = OPERAND.system;
      into.arrangement[i] = a;
      return true;
    default:
      return readVectorOperand(spec, word, i, into);
  }
}

function signedField(word: number, spec: number): number {
  const unused = SPECS[spec + B] as number;
  return (fieldOf(word, spec + SECOND) << unused) >> unused;
}

/** `[x0, w1, uxtw #2]`: the option must be one of four; the amount counts where the last field says so. */
function setIndexed(spec: number, word: number, i: number, into: Instruction): boolean {
  const option = fieldOf(word, spec + THIRD);
  if ((option & 2) === 0) return false;
  setMemory(into, i, MODE.offset, fieldOf(word, spec + FIRST), 0);
  into.index = fieldOf(word, spec + SECOND);
  into.indexExtend = option === 3 ? EXTEND.lsl : option;
  // 255: not written. Zero is written where the field says that there is a shift.
  into.indexAmount = fieldOf(word, spec + FOURTH) === 1 ? (SPECS[spec + A] as number) : NO_AMOUNT;
  return true;
}

/** `indexAmount` of an index that is not shifted, where a shift by zero is another encoding. */
export const NO_AMOUNT = -1;

/** Two registers that follow each other, or one that is an address or a count and changes. */
function setSpecialRegister(spec: number, word: number, i: number, into: Instruction): boolean {
  const isPair = SPECS[spec] === READ.pair;
  into.kind[i] = isPair ? OPERAND.registerPair : OPERAND.writtenRegister;
  into.register[i] = fieldOf(word, spec + FIRST);
  into.width[i] = isPair ? (SPECS[spec + A] as number) : 64;
  into.count[i] = isPair ? 2 : (SPECS[spec + A] as number);
  return true;
}

function setCondition(into: Instruction, i: number, condition: number): boolean {
  into.kind[i] = OPERAND.condition;
  into.low[i] = condition;
  return true;
}

/** `mov` with 16 bits at one of four places. */
function setWide(spec: number, word: number, i: number, into: Instruction): boolean {
  const a = SPECS[spec + A] as number;
  const value = fieldOf(word, spec + FIRST);
  const place = fieldOf(word, spec + SECOND);
  setImmediate(into, i, place >= 2 ? 0 : place === 1 ? value * 0x1_0000 : value);
  into.high[i] = place >= 2 ? (place === 3 ? value * 0x1_0000 : value) : 0;
  into.width[i] = a;
  if (SPECS[spec] !== READ.wideInverted) return true;
  into.low[i] = ~(into.low[i] as number);
  into.high[i] = ~(into.high[i] as number);
  return true;
}

/** Addresses are of 64 bits; what is below zero or too large for a number wraps around only where no program is. */
function wrap(address: number): number {
  return address >= 0 ? address : address + 2 ** 64;
}
