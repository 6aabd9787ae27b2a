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

// Constants that every instruction needs, as variables of this module: engines fold these, and look the properties of objects up.
const READS_BITMASK = READ.bitmask;
const READS_CONDITION = READ.condition;
const READS_EXTENDED = READ.extended;
const READS_GENERAL = READ.general;
const READS_GENERAL_OR_STACK = READ.generalOrStack;
const READS_IMMEDIATE = READ.immediate;
const READS_INVERTED = READ.inverted;
const READS_LABEL = READ.label;
const READS_MEMORY = READ.memory;
const READS_MEMORY_INDEXED = READ.memoryIndexed;
const READS_MEMORY_POST = READ.memoryPost;
const READS_MEMORY_PRE = READ.memoryPre;
const READS_MEMORY_SIGNED = READ.memorySigned;
const READS_LITERAL = READ.literal;
const READS_PAGE = READ.page;
const READS_PAIR = READ.pair;
const READS_PLACE = READ.place;
const READS_SCALAR = READ.scalar;
const READS_SHIFTED = READ.shifted;
const READS_SHIFTED_IMMEDIATE = READ.shiftedImmediate;
const READS_SIGNED = READ.signed;
const READS_SPAN = READ.span;
const READS_SYSTEM = READ.system;
const READS_WIDE = READ.wide;
const READS_WIDE_INVERTED = READ.wideInverted;
const READS_WRITTEN = READ.written;
const IS_CONDITION = OPERAND.condition;
const IS_EXTENDED_REGISTER = OPERAND.extendedRegister;
const IS_LABEL = OPERAND.label;
const IS_REGISTER = OPERAND.register;
const IS_REGISTER_PAIR = OPERAND.registerPair;
const IS_SHIFTED_REGISTER = OPERAND.shiftedRegister;
const IS_SYSTEM = OPERAND.system;
const IS_WRITTEN_REGISTER = OPERAND.writtenRegister;

/** Reads one operand; false where its fields mean nothing. */
export function readOperand(spec: number, word: number, i: number, into: Instruction): boolean {
  const a = SPECS[spec + A] as number;
  switch (SPECS[spec]) {
    case READS_GENERAL:
      into.kind[i] = IS_REGISTER;
      into.register[i] = (word >>> (SPECS[spec + FIRST] as number)) & 31;
      into.width[i] = a;
      return true;
    case READS_GENERAL_OR_STACK: {
      const register = (word >>> (SPECS[spec + FIRST] as number)) & 31;
      into.kind[i] = IS_REGISTER;
      into.register[i] = register === 31 ? STACK_POINTER : register;
      into.width[i] = a;
      return true;
    }
    case READS_SCALAR:
      into.kind[i] = IS_REGISTER;
      into.register[i] = FIRST_VECTOR + fieldOf(word, spec + FIRST);
      into.width[i] = a;
      return true;
    case READS_IMMEDIATE:
      return setImmediate(into, i, Math.imul(fieldOf(word, spec + FIRST), a) + (SPECS[spec + B] as number));
    case READS_MEMORY:
      return setMemory(into, i, MODE.offset, fieldOf(word, spec + FIRST), Math.imul(fieldOf(word, spec + SECOND), a));
    case READS_MEMORY_SIGNED:
      return setMemory(into, i, MODE.offset, fieldOf(word, spec + FIRST), Math.imul(signedField(word, spec), a));
    case READS_LABEL:
      into.kind[i] = IS_LABEL;
      into.target = wrap(into.address + ((fieldOf(word, spec + FIRST) << a) >> a) * (SPECS[spec + B] as number));
      return true;
    case READS_SHIFTED: {
      into.kind[i] = IS_SHIFTED_REGISTER;
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
    case READS_MEMORY_PRE:
      return setMemory(into, i, MODE.preIndex, fieldOf(word, spec + FIRST), Math.imul(signedField(word, spec), a));
    case READS_MEMORY_POST:
      return setMemory(into, i, MODE.postIndex, fieldOf(word, spec + FIRST), Math.imul(signedField(word, spec), a));
    case READS_MEMORY_INDEXED:
      return setIndexed(spec, word, i, into);
    case READS_LITERAL:
      return setLiteral(spec, word, i, into);
    case READS_PAGE: {
      const pages = (fieldOf(word, spec + FIRST) << a) >> a;
      into.kind[i] = IS_LABEL;
      into.target = wrap(into.address - (into.address % 4096) + pages * 4096);
      return true;
    }
    case READS_EXTENDED:
      into.kind[i] = IS_EXTENDED_REGISTER;
      into.register[i] = (word >>> (SPECS[spec + FIRST] as number)) & 31;
      into.extend[i] = fieldOf(word, spec + SECOND);
      into.amount[i] = fieldOf(word, spec + THIRD);
      into.width[i] = a === 64 && (into.extend[i] & 3) === 3 ? 64 : 32;
      return into.amount[i] <= 4;
    case READS_BITMASK:
      return setBitmask(spec, word, i, into);
    case READS_SIGNED:
      return setImmediate(
        into,
        i,
        ((fieldOf(word, spec + FIRST) << (SPECS[spec + B] as number)) >> (SPECS[spec + B] as number)) * a,
      );
    case READS_CONDITION:
      return setCondition(into, i, fieldOf(word, spec + FIRST));
    case READS_INVERTED:
      return setCondition(into, i, fieldOf(word, spec + FIRST) ^ 1);
    case READS_WIDE:
    case READS_WIDE_INVERTED:
      return setWide(spec, word, i, into);
    case READS_SHIFTED_IMMEDIATE:
      setImmediate(into, i, fieldOf(word, spec + FIRST));
      into.extend[i] = EXTEND.lsl;
      into.amount[i] = Math.imul(fieldOf(word, spec + SECOND), a);
      return true;
    case READS_SPAN:
      return setImmediate(into, i, fieldOf(word, spec + FIRST) - fieldOf(word, spec + SECOND) + 1);
    case READS_PLACE:
      return setImmediate(into, i, (a - fieldOf(word, spec + FIRST)) & (a - 1));
    case READS_PAIR:
    case READS_WRITTEN:
      return setSpecialRegister(spec, word, i, into);
    case READS_SYSTEM:
      setImmediate(into, i, fieldOf(word, spec + FIRST) + (SPECS[spec + B] as number));
      into.kind[i] = IS_SYSTEM;
      into.arrangement[i] = a;
      return true;
    default:
      return readVectorOperand(spec, word, i, into);
  }
}

/** A load from a place in the code. */
function setLiteral(spec: number, word: number, i: number, into: Instruction): boolean {
  const unused = SPECS[spec + A] as number;
  into.kind[i] = IS_LABEL;
  into.mode = MODE.literal;
  into.base = -1;
  into.index = -1;
  into.target = wrap(into.address + ((fieldOf(word, spec + FIRST) << unused) >> unused) * (SPECS[spec + B] as number));
  return true;
}

/** The immediate of a logical instruction. */
function setBitmask(spec: number, word: number, i: number, into: Instruction): boolean {
  const width = SPECS[spec + A] as number;
  const n = fieldOf(word, spec + FIRST);
  const value = bitmaskImmediate(n >>> 12, (n >>> 6) & 63, n & 63, width);
  if (value === undefined) return false;
  setImmediate(into, i, value.low);
  into.high[i] = value.high;
  into.width[i] = width;
  return true;
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
const NO_AMOUNT = -1;

/** Two registers that follow each other, or one that is an address or a count and changes. */
function setSpecialRegister(spec: number, word: number, i: number, into: Instruction): boolean {
  const isPair = SPECS[spec] === READ.pair;
  into.kind[i] = isPair ? IS_REGISTER_PAIR : IS_WRITTEN_REGISTER;
  into.register[i] = fieldOf(word, spec + FIRST);
  into.width[i] = isPair ? (SPECS[spec + A] as number) : 64;
  into.count[i] = isPair ? 2 : (SPECS[spec + A] as number);
  return true;
}

function setCondition(into: Instruction, i: number, condition: number): boolean {
  into.kind[i] = IS_CONDITION;
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
