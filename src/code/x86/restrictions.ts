// What makes an instruction invalid although its opcode is none, and what only instructions with such rules have.

import { type Instruction, OPERAND, PREFIX, ROUNDING } from './instruction.ts';
import { FIELD, FORM_SHIFT, OPERAND_SHIFT, type Tables } from './tables/build.ts';
import { CONTEXT } from './tables/context.ts';
import { FORM } from './tables/forms.ts';
import { MAP } from './tables/maps.ts';
import { PLACE } from './tables/operands.ts';

const IS_REGISTER = 256;

/** Whether what was written before the opcode goes with the form. */
export function isAllowed(
  known: Tables,
  form: number,
  bits: number,
  context: number,
  modRm: number,
  into: Instruction,
): boolean {
  const isMemory = modRm < IS_REGISTER;
  if ((into.prefixes & PREFIX.lock) !== 0 && ((bits & FORM.lock) === 0 || !isMemory)) return false;
  if ((bits & FORM.no66) !== 0 && (into.prefixes & PREFIX.operandSize) !== 0) return false;
  if (
    (bits & (FORM.longAddress | FORM.sib | FORM.vectorIndex)) !== 0 &&
    isMemory &&
    ((context >> CONTEXT.addressSize) & 3) === 0
  )
    return false;
  if ((bits & (FORM.sib | FORM.vectorIndex)) !== 0 && (modRm & 7) !== 4) return false;
  if (into.opcode < MAP.vex << 8) return true;
  const vvvv = (context >> CONTEXT.vvvv) & ((bits & FORM.vectorIndex) !== 0 ? 15 : 31);
  if ((bits & FORM.vvvv) === 0 && vvvv !== 0) return false;
  const is64 = (context & (1 << CONTEXT.mode64)) !== 0;
  if ((bits & FORM.eightByVvvv) !== 0 && is64 && vvvv > 7) return false;
  if ((into.prefixes & PREFIX.evex) === 0) return true;
  if ((bits & FORM.noHighField) !== 0 && (context & (2 << CONTEXT.field)) !== 0) return false;
  return isMaskAllowed(bits, isMemory, into) && readB(known, form, bits, context, isMemory, into);
}

function isMaskAllowed(bits: number, isMemory: boolean, into: Instruction): boolean {
  if (into.mask === 0) return (bits & FORM.mustMask) === 0 && into.zeroing === 0;
  if ((bits & FORM.mask) === 0) return false;
  return into.zeroing === 0 || ((bits & FORM.zeroing) !== 0 && !(isMemory && (bits & FORM.store) !== 0));
}

/** What the b of EVEX means. */
function readB(
  known: Tables,
  form: number,
  bits: number,
  context: number,
  isMemory: boolean,
  into: Instruction,
): boolean {
  const isLengthKnown = ((context >> CONTEXT.vectorLength) & 3) !== 3;
  if (((context >> CONTEXT.b) & 1) === 0) return isLengthKnown;
  if (isMemory) {
    const element = ((known.forms[form + FIELD.memory] as number) >> 8) & 255;
    if (element === 0 || !isLengthKnown) return false;
    into.broadcast = memoryBytes(known, form, context) / element;
    return true;
  }
  if ((bits & (FORM.rounding | FORM.suppress)) === 0) return false;
  const rounding = (context >> CONTEXT.rounding) & 3;
  into.rounding = (bits & FORM.rounding) !== 0 ? ROUNDING.nearest + rounding : ROUNDING.suppressed;
  return true;
}

/** Bytes of the memory operand, with nothing repeated. */
function memoryBytes(known: Tables, form: number, context: number): number {
  const operand = (known.forms[form + FIELD.memory] as number) & 255;
  return (known.operands[(operand << OPERAND_SHIFT) | ((context & 15) << 1) | 1] as number) & 0xffff;
}

/** Sets what special instructions have, and says whether nothing in them is against their rules. `p` is behind the operands. */
export function isComplete(
  known: Tables,
  bytes: Uint8Array,
  p: number,
  bits: number,
  form: number,
  context: number,
  modRm: number,
  into: Instruction,
): boolean {
  if (modRm < IS_REGISTER) {
    if ((bits & FORM.noRip) !== 0 && into.memory === OPERAND.ripRelative) return false;
    if ((bits & FORM.vectorIndex) !== 0) setVectorIndex(known, bytes, form, context, p, into);
    if ((into.prefixes & PREFIX.evex) !== 0 && into.displacementBytes === 1) {
      into.displacement *= displacementScale(known, form, context, into);
    }
  }
  if ((bits & FORM.suffix) !== 0 && !readSuffix(known, bytes[p] as number, into)) return false;
  return (bits & FORM.distinct) === 0 || areDistinct(bits, into);
}

/** The index is a vector, and its number 4 means no other than itself. The SIB byte is before the displacement, or last. */
function setVectorIndex(
  known: Tables,
  bytes: Uint8Array,
  form: number,
  context: number,
  p: number,
  into: Instruction,
): void {
  const sib = bytes[p - into.displacementBytes - 1] as number;
  const operand = (known.forms[form + FIELD.memory] as number) & 255;
  const bank = (known.operands[(operand << OPERAND_SHIFT) | ((context & 15) << 1) | 1] as number) >> PLACE.rawBank;
  into.index = bank + (((sib >> 3) & 7) | ((context >> (CONTEXT.index - 3)) & 24));
  into.scale = 1 << (sib >> 6);
}

/** How many bytes one of a displacement of 8 bits stands for. */
function displacementScale(known: Tables, form: number, context: number, into: Instruction): number {
  const field = known.forms[form + FIELD.memory] as number;
  if (field >> 16 !== 0) return field >> 16;
  return into.broadcast !== 0 ? (field >> 8) & 255 : memoryBytes(known, form, context);
}

/** 3DNow! has its opcode behind the operands. */
function readSuffix(known: Tables, suffix: number, into: Instruction): boolean {
  into.opcode = (MAP.now << 8) | suffix;
  const form = known.roots[into.opcode] as number;
  into.mnemonic = (known.forms[(form << FORM_SHIFT) + FIELD.head] as number) & 0xffff;
  return form !== 0;
}

/** Whether registers that may not be the same are not: those of a gather, three tiles, or (EVEX) the destination and a source. */
function areDistinct(bits: number, into: Instruction): boolean {
  const first = distinctNumber(0, bits, into);
  const second = distinctNumber(1, bits, into);
  if (first === second) return false;
  if (into.operands < 3) return true;
  const third = distinctNumber(2, bits, into);
  return first !== third && (second !== third || (into.prefixes & PREFIX.evex) !== 0);
}

function distinctNumber(i: number, bits: number, into: Instruction): number {
  if (into.kind[i] === OPERAND.register) return (into.register[i] as number) & 31;
  return (bits & FORM.vectorIndex) !== 0 ? into.index & 31 : -1;
}
