// Reads operands that are SIMD and floating-point registers, and what goes with them.

import { EXTEND, type Instruction, MODE, OPERAND } from './instruction.ts';
import { fieldOf, setImmediate, setMemory } from './operand-parts.ts';
import { ELEMENT_BITS, FIRST_VECTOR } from './registers.ts';
import { readScalableOperand } from './scalable-operands.ts';
import { SPECS } from './tables/build.ts';
import { arrangementAt, READ, SPEC } from './tables/operands.ts';

const FIRST = SPEC.first;
const SECOND = SPEC.second;
const FOURTH = SPEC.fourth;
const A = SPEC.a;
const B = SPEC.b;

// Constants that every instruction needs, as variables of this module: engines fold these, and look the properties of objects up.
const READS_BYTE_MASK = READ.byteMask;
const READS_ELEMENT = READ.element;
const READS_FLOAT = READ.float;
const READS_FLOAT_ZERO = READ.floatZero;
const READS_LIST = READ.list;
const READS_LIST_ELEMENT = READ.listElement;
const READS_MEMORY_POST_CONSTANT = READ.memoryPostConstant;
const READS_MEMORY_POST_REGISTER = READ.memoryPostRegister;
const READS_SCALAR_BY = READ.scalarBy;
const READS_SHIFTED_ONES = READ.shiftedOnes;
const READS_VECTOR = READ.vector;
const IS_FLOAT_IMMEDIATE = OPERAND.floatImmediate;
const IS_REGISTER = OPERAND.register;
const IS_REGISTER_LIST = OPERAND.registerList;
const IS_VECTOR = OPERAND.vector;
const IS_VECTOR_ELEMENT = OPERAND.vectorElement;

export function readVectorOperand(spec: number, word: number, i: number, into: Instruction): boolean {
  switch (SPECS[spec]) {
    case READS_VECTOR:
      return setVector(spec, word, i, into, IS_VECTOR);
    case READS_SCALAR_BY: {
      const isKnown = setVector(spec, word, i, into, IS_REGISTER);
      into.arrangement[i] = 0;
      return isKnown;
    }
    case READS_ELEMENT:
      into.lane[i] = fieldOf(word, spec + SECOND) + (SPECS[spec + B] as number);
      return setVector(spec, word, i, into, IS_VECTOR_ELEMENT);
    case READS_LIST:
      into.lane[i] = -1;
      into.count[i] = SPECS[spec + B] as number;
      return setVector(spec, word, i, into, IS_REGISTER_LIST);
    case READS_LIST_ELEMENT:
      into.lane[i] = fieldOf(word, spec + SECOND);
      into.count[i] = SPECS[spec + B] as number;
      return setVector(spec, word, i, into, IS_REGISTER_LIST);
    case READS_FLOAT:
      into.kind[i] = IS_FLOAT_IMMEDIATE;
      into.low[i] = fieldOf(word, spec + FIRST);
      return true;
    case READS_FLOAT_ZERO:
      into.kind[i] = IS_FLOAT_IMMEDIATE;
      into.low[i] = FLOAT_ZERO;
      return true;
    case READS_MEMORY_POST_REGISTER:
      setMemory(into, i, MODE.postIndex, fieldOf(word, spec + FIRST), 0);
      into.index = fieldOf(word, spec + SECOND);
      into.indexExtend = EXTEND.lsl;
      return true;
    case READS_MEMORY_POST_CONSTANT:
      return setMemory(into, i, MODE.postIndex, fieldOf(word, spec + FIRST), SPECS[spec + A] as number);
    case READS_BYTE_MASK:
      return setByteMask(spec, word, i, into);
    case READS_SHIFTED_ONES:
      setImmediate(into, i, fieldOf(word, spec + FIRST));
      into.extend[i] = EXTEND.msl;
      into.amount[i] = 8 + 8 * fieldOf(word, spec + SECOND);
      return true;
    default:
      return readScalableOperand(spec, word, i, into);
  }
}

/** `low` of a floating-point immediate that is zero: the eight bits of the encoding have no zero. */
const FLOAT_ZERO = 256;

function setVector(spec: number, word: number, i: number, into: Instruction, kind: number): boolean {
  const a = SPECS[spec + A] as number;
  const arrangement = a >= 0 ? a : arrangementAt(fieldOf(word, spec + FOURTH) - a);
  into.kind[i] = kind;
  into.register[i] = FIRST_VECTOR + fieldOf(word, spec + FIRST);
  into.arrangement[i] = arrangement;
  into.width[i] = ELEMENT_BITS[arrangement] as number;
  return arrangement !== 0;
}

/** Each of eight bits is a byte of ones or zeros. */
function setByteMask(spec: number, word: number, i: number, into: Instruction): boolean {
  const bits = fieldOf(word, spec + FIRST);
  setImmediate(into, i, 0);
  for (let byte = 0; byte < 4; byte++) {
    if ((bits >>> byte) & 1) into.low[i] = (into.low[i] as number) | (0xff << (8 * byte));
    if ((bits >>> (byte + 4)) & 1) into.high[i] = (into.high[i] as number) | (0xff << (8 * byte));
  }
  return true;
}

/** The value of a floating-point immediate: a sign, three bits of exponent and four of fraction. */
export function floatValue(bits: number): number {
  if (bits === FLOAT_ZERO) return 0;
  const exponent = ((bits >>> 4) & 7) ^ 4;
  const value = (1 + (bits & 15) / 16) * 2 ** (exponent - 3);
  return bits >= 128 ? -value : value;
}
