// Reads operands of SVE and SME.

import { bitmaskImmediate } from './bitmask.ts';
import { type Instruction, MODE, OPERAND, TRAIT } from './instruction.ts';
import { fieldOf, setImmediate, setMemory } from './operand-parts.ts';
import { FIRST_PREDICATE, FIRST_VECTOR } from './registers.ts';
import { SPECS } from './tables/build.ts';
import { READ, SPEC } from './tables/operands.ts';
import { TEMPLATE } from './tables/templates.ts';

/** False where the fields mean nothing. */
export function readScalableOperand(spec: number, word: number, i: number, into: Instruction): boolean {
  if (SPECS[spec] === READ.scalableMask) return setMask(spec, word, i, into);
  if (SPECS[spec] !== READ.template) return false;
  const field = fieldOf(word, spec + SPEC.first);
  switch (SPECS[spec + SPEC.a]) {
    case TEMPLATE.memory:
      setMemory(into, i, MODE.offset, field, 0);
      break;
    case TEMPLATE.vectorMemory:
      setMemory(into, i, MODE.offset, 0, 0);
      into.base = FIRST_VECTOR + field;
      break;
    case TEMPLATE.predicate:
      into.register[i] = FIRST_PREDICATE + field;
      break;
    default:
      into.register[i] = FIRST_VECTOR + field;
  }
  into.kind[i] = KINDS[SPECS[spec + SPEC.a] as number] as number;
  into.low[i] = SPECS[spec + SPEC.detail] as number;
  return true;
}

/** By `TEMPLATE`. */
const KINDS = [
  OPERAND.other,
  OPERAND.scalable,
  OPERAND.predicate,
  OPERAND.scalableMemory,
  OPERAND.scalableMemory,
  OPERAND.scalableList,
];

/** A mask as logical immediates have it, cut to one element. */
function setMask(spec: number, word: number, i: number, into: Instruction): boolean {
  const field = fieldOf(word, spec + SPEC.first);
  const value = bitmaskImmediate(field >>> 12, (field >>> 6) & 63, field & 63, 64);
  if (value === undefined) return false;
  const bits = SPECS[spec + SPEC.a] as number;
  setImmediate(into, i, bits < 32 ? value.low & (2 ** bits - 1) : value.low);
  into.high[i] = bits === 64 ? value.high : 0;
  into.width[i] = bits;
  if ((into.traits & TRAIT.signed) === 0) return true;
  // What fits into 16 bits with its sign is shown so, the rest as the mask that it is.
  const top = bits === 64 ? value.high | 0 : ((value.low << (32 - Math.min(bits, 32))) >> 31) | 0;
  const bottom = bits < 32 ? (value.low << (32 - bits)) >> (32 - bits) : value.low | 0;
  if (top === bottom >> 31 && (bottom << 16) >> 16 === bottom) {
    into.low[i] = bottom;
    into.high[i] = top;
    into.width[i] = 64;
  } else {
    into.traits &= ~TRAIT.signed;
  }
  return true;
}
