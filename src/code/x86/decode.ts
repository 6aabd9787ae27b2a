// Decodes one instruction of 32 or 64 bit x86 code into a record that is used again and again.
//
// What is known of the instruction being decoded lies in the variables of this module: decoding is one straight run that nothing
// interrupts, and nothing is allocated. Bytes are read without looking at the end of the code, which is checked once when all are read;
// near the end of an array they are copied first.

import { type Instruction, OPERAND, PREFIX, ROUNDING } from './instruction.ts';
import { BANK } from './registers.ts';
import { buildTables, FIELD, FORM_STRIDE, type Tables } from './tables/build.ts';
import { DIMENSION, FORM } from './tables/forms.ts';
import { MAP } from './tables/maps.ts';
import { ACTION } from './tables/operands.ts';

/** No instruction is longer. */
export const MAX_LENGTH = 15;
/** How far a decoder may read before it looks at the end. */
const MARGIN = 48;
const nearEnd = new Uint8Array(MARGIN);

/** What a first byte is. */
const BYTE = { opcode: 0, escape: 1, extended: 2, rex: 3, segment: 4, prefix: 5, mandatory: 6 } as const;
const BYTES_32 = classify(false);
const BYTES_64 = classify(true);
/** Registers of addresses of 16 bits, as pairs by rm. */
const BASE_16 = [3, 3, 5, 5, 6, 7, 5, 3];
const INDEX_16 = [6, 7, 6, 7, -1, -1, -1, -1];
const WRITTEN: Readonly<Record<number, number>> = {
  102: PREFIX.operandSize,
  103: PREFIX.addressSize,
  240: PREFIX.lock,
};

let tables: Tables | undefined;

/** Names of instructions, by number. The first is that of none. */
export function mnemonics(): readonly string[] {
  tables ??= buildTables();
  return tables.mnemonics;
}

let code: Uint8Array = nearEnd;
/** The next byte. */
let at = 0;
let start = 0;
let is64 = false;
let hasRex = false;
/** 8 where REX (or what stands for it) extends a field, and 16 where EVEX does. */
let extendedField = 0;
let extendedIndex = 0;
let extendedBase = 0;
let highField = 0;
let highRm = 0;
let highVvvv = 0;
let vvvv = 0;
/** The same as written, with the bit that EVEX adds. */
let writtenVvvv = 0;
let w = 0;
/** 0 none, 1 66, 2 F3, 3 F2 */
let mandatory = 0;
/** 0 16 bits, 1 32, 2 64 */
let operandSize = 1;
let addressSize = 1;
let vectorLength = 0;
let evexB = 0;
let opcode = 0;
let modRm = 0;
let memoryKind = 0;
/** The byte that names a register and perhaps more, behind everything else. */
let last = 0;

/**
 * Decodes the instruction at `bytes[offset]`, which lies at `address`, from the bytes before `end`. Returns its length; 0 if there is none or it is
 * cut, and then the record says nothing.
 */
export function decode(
  bytes: Uint8Array,
  offset: number,
  end: number,
  address: number,
  bits: 32 | 64,
  into: Instruction,
): number {
  const limit = Math.min(end, offset + MAX_LENGTH);
  if (offset >= limit) return 0;
  if (offset + MARGIN <= bytes.length) return decodeAt(bytes, offset, limit, address, bits === 64, into);
  nearEnd.fill(0);
  nearEnd.set(bytes.subarray(offset, limit));
  return decodeAt(nearEnd, 0, limit - offset, address, bits === 64, into);
}

function decodeAt(
  bytes: Uint8Array,
  offset: number,
  limit: number,
  address: number,
  isLong: boolean,
  into: Instruction,
): number {
  tables ??= buildTables();
  const known = tables;
  code = bytes;
  start = offset;
  is64 = isLong;
  if (!readPrefixes(limit, into)) return 0;
  const key = into.opcode;
  const modRmUse = known.modRm[key] as number;
  if (modRmUse !== 0) {
    modRm = code[at++] as number;
    if (modRmUse === 2) modRm |= 0xc0;
  } else modRm = 0xc0;
  let form = known.roots[key] as number;
  while (form < 0) form = known.tree[1 - form + conditionOf(known.tree[-form] as number)] as number;
  if (form === 0) return 0;
  form *= FORM_STRIDE;
  const bits = known.forms[form + FIELD.bits] as number;
  if (!isAllowed(known, form, bits, into)) return 0;
  if ((bits & FORM.longAddress) !== 0) {
    if (addressSize === 0 && modRm < 0xc0) return 0;
    addressSize = isLong ? 2 : 1;
  }
  if (
    isLong &&
    (bits & (FORM.default64 | FORM.always64)) !== 0 &&
    (operandSize === 1 || (bits & FORM.always64) !== 0)
  ) {
    operandSize = 2;
  }
  into.mnemonic = known.forms[form + FIELD.mnemonic] as number;
  into.flow = known.forms[form + FIELD.flow] as number;
  if (modRm < 0xc0) {
    if (!readMemory(known, form, bits, into)) return 0;
    if ((bits & FORM.noRip) !== 0 && memoryKind === OPERAND.ripRelative) return 0;
    if ((into.prefixes & PREFIX.evex) !== 0 && into.displacementBytes === 1)
      into.displacement *= scaleOf(known, form, into);
  }
  readOperands(known, form, address, into);
  if ((bits & FORM.suffix) !== 0 && !readSuffix(known, into)) return 0;
  if ((bits & FORM.distinct) !== 0 && !areDistinct(bits, into)) return 0;
  const length = at - start;
  if (at > limit) return 0;
  if (modRm < 0xc0 && memoryKind === OPERAND.ripRelative) {
    const target = address + length + into.target;
    into.target = addressSize === 1 ? target >>> 0 : target;
  }
  into.address = address;
  into.length = length;
  return length;
}

/** Reads up to the last byte of the opcode. */
function readPrefixes(limit: number, into: Instruction): boolean {
  const classes = is64 ? BYTES_64 : BYTES_32;
  let p = start;
  let written = 0;
  let rex = 0;
  let byte = code[p++] as number;
  let kind = classes[byte] as number;
  mandatory = 0;
  into.segment = 0;
  while (kind >= BYTE.rex) {
    if (p >= limit) return false;
    rex = 0;
    if (kind === BYTE.rex) rex = byte;
    else if (kind === BYTE.segment) setSegment(byte, into);
    else if (kind === BYTE.mandatory) {
      mandatory = byte === 0xf3 ? 2 : 3;
      written |= byte === 0xf3 ? PREFIX.rep : PREFIX.repne;
    } else written |= WRITTEN[byte] as number;
    byte = code[p++] as number;
    kind = classes[byte] as number;
  }
  hasRex = rex !== 0;
  extendedField = (rex & 4) << 1;
  extendedIndex = (rex & 2) << 2;
  extendedBase = (rex & 1) << 3;
  w = (rex >> 3) & 1;
  highField = highRm = highVvvv = vvvv = writtenVvvv = vectorLength = evexB = 0;
  into.mask = into.zeroing = into.rounding = into.broadcast = 0;
  const isShort = (written & PREFIX.operandSize) !== 0;
  if (mandatory === 0 && isShort) mandatory = 1;
  operandSize = w === 1 ? 2 : isShort ? 0 : 1;
  const isAddressShort = (written & PREFIX.addressSize) !== 0;
  addressSize = (is64 ? 2 : 1) - (isAddressShort ? 1 : 0);
  into.prefixes = w === 1 ? written | PREFIX.rexW : written;
  opcode = byte;
  at = p;
  if (kind === BYTE.opcode) into.opcode = byte;
  else if (kind === BYTE.escape) readEscape(into);
  else return readExtended(into);
  return true;
}

/** In 64-bit code only fs and gs count, and the others do not take their place. */
function setSegment(byte: number, into: Instruction): void {
  const segment = byte >= 0x64 ? byte - 0x5f : ((byte >> 3) & 3) + 1;
  if (!is64 || segment >= 5 || into.segment < 5) into.segment = segment;
}

function readEscape(into: Instruction): void {
  opcode = code[at++] as number;
  let map: number = MAP.two;
  if (opcode === 0x38 || opcode === 0x3a) {
    map = opcode === 0x38 ? MAP.three38 : MAP.three3a;
    opcode = code[at++] as number;
  }
  into.opcode = (map << 8) | opcode;
}

/** C4, C5, 62 and 8F are prefixes of their own, or opcodes: what follows decides. */
function readExtended(into: Instruction): boolean {
  const next = code[at] as number;
  const isPrefix = opcode === 0x8f ? (next & 0x1f) >= 8 : is64 || next >= 0xc0;
  if (!isPrefix) {
    into.opcode = opcode;
    return true;
  }
  // Nothing but a segment or an address size may come before.
  if (hasRex || mandatory !== 0) return false;
  if (opcode === 0xc5) readShortVex(into);
  else if (opcode === 0x62) return readEvex(into);
  else return readLongVex(into);
  return true;
}

function readShortVex(into: Instruction): void {
  const byte = code[at] as number;
  into.prefixes |= PREFIX.vex;
  extendedField = is64 && byte < 0x80 ? 8 : 0;
  readLengthAndPrefix(byte & 0x7f);
  opcode = code[at + 1] as number;
  at += 2;
  into.opcode = ((MAP.vex + 1) << 8) | opcode;
}

/** Of C4 and of XOP. */
function readLongVex(into: Instruction): boolean {
  const isXop = opcode === 0x8f;
  readExtensions(code[at] as number);
  const map = (code[at] as number) & 0x1f;
  readLengthAndPrefix(code[at + 1] as number);
  opcode = code[at + 2] as number;
  at += 3;
  into.prefixes |= (isXop ? PREFIX.xop : PREFIX.vex) | (w === 1 ? PREFIX.rexW : 0);
  into.opcode = (((isXop ? MAP.xop : MAP.vex) + map) << 8) | opcode;
  return isXop ? map <= 10 : map <= 3;
}

/** Inverted, and of no meaning outside 64-bit code. */
function readExtensions(byte: number): void {
  if (!is64) return;
  extendedField = (~byte >> 4) & 8;
  extendedIndex = (~byte >> 3) & 8;
  extendedBase = (~byte >> 2) & 8;
}

/** W, vvvv, L and pp, as the last byte of VEX has them. */
function readLengthAndPrefix(byte: number): void {
  w = byte >> 7;
  operandSize = is64 && w === 1 ? 2 : 1;
  writtenVvvv = (~byte >> 3) & 15;
  vvvv = is64 ? writtenVvvv : writtenVvvv & 7;
  vectorLength = (byte >> 2) & 1;
  mandatory = byte & 3;
}

function readEvex(into: Instruction): boolean {
  const first = code[at] as number;
  const second = code[at + 1] as number;
  const third = code[at + 2] as number;
  const map = first & 7;
  if ((first & 8) !== 0 || (second & 4) === 0 || (!is64 && (third & 8) === 0)) return false;
  readExtensions(first);
  readLengthAndPrefix(second);
  if (is64) {
    highField = ~first & 16;
    highRm = extendedIndex << 1;
    highVvvv = (~third << 1) & 16;
  }
  writtenVvvv |= (~third << 1) & 16;
  vectorLength = (third >> 5) & 3;
  into.mask = third & 7;
  into.zeroing = third >> 7;
  evexB = (third >> 4) & 1;
  opcode = code[at + 3] as number;
  at += 4;
  into.prefixes |= PREFIX.evex | (w === 1 ? PREFIX.rexW : 0);
  into.opcode = ((MAP.evex + map) << 8) | opcode;
  return true;
}

/** The value of what a form depends on. */
function conditionOf(dimension: number): number {
  switch (dimension) {
    case DIMENSION.mode:
      return is64 ? 1 : 0;
    case DIMENSION.prefix:
      return mandatory;
    case DIMENSION.operandSize:
      return operandSize;
    case DIMENSION.addressSize:
      return addressSize;
    case DIMENSION.w:
      return w;
    case DIMENSION.length:
      // With a register b stands for rounding, and the length is the greatest.
      return evexB === 1 && modRm >= 0xc0 ? 2 : vectorLength;
    case DIMENSION.r:
      return extendedField >> 3;
    case DIMENSION.b:
      return extendedBase >> 3;
    case DIMENSION.mod:
      return modRm >= 0xc0 ? 1 : 0;
    case DIMENSION.field:
      return (modRm >> 3) & 7;
    default:
      return modRm & 7;
  }
}

/** Whether what was written before the opcode goes with the form. */
function isAllowed(known: Tables, form: number, bits: number, into: Instruction): boolean {
  if ((into.prefixes & PREFIX.lock) !== 0 && ((bits & FORM.lock) === 0 || modRm >= 0xc0)) return false;
  if ((bits & FORM.no66) !== 0 && (into.prefixes & PREFIX.operandSize) !== 0) return false;
  if (into.opcode < MAP.vex << 8) return true;
  if ((bits & FORM.vvvv) === 0 && (writtenVvvv & ((bits & FORM.vectorIndex) !== 0 ? 15 : 31)) !== 0) return false;
  if ((bits & FORM.eightByVvvv) !== 0 && vvvv > 7) return false;
  if ((bits & FORM.noHighField) !== 0 && highField !== 0) return false;
  return (into.prefixes & PREFIX.evex) === 0 || (isMaskAllowed(bits, into) && readB(known, form, bits, into));
}

function isMaskAllowed(bits: number, into: Instruction): boolean {
  if (into.mask === 0) return (bits & FORM.mustMask) === 0 && into.zeroing === 0;
  if ((bits & FORM.mask) === 0) return false;
  if (into.zeroing === 0) return true;
  return (bits & FORM.zeroing) !== 0 && (modRm >= 0xc0 || (bits & FORM.store) === 0);
}

/** What the b of EVEX means, and the length where that takes its place. */
function readB(known: Tables, form: number, bits: number, into: Instruction): boolean {
  if (evexB === 0) return vectorLength < 3;
  if (modRm < 0xc0) {
    const element = known.forms[form + FIELD.broadcast] as number;
    if (element === 0 || vectorLength === 3) return false;
    const memory = known.forms[form + FIELD.memory] as number;
    into.broadcast = (known.sizes[(memory << 4) | (vectorLength << 2) | operandSize] as number) / element;
    return true;
  }
  if ((bits & (FORM.rounding | FORM.suppress)) === 0) return false;
  into.rounding = (bits & FORM.rounding) !== 0 ? ROUNDING.nearest + vectorLength : ROUNDING.suppressed;
  vectorLength = 2;
  return true;
}

/** How many bytes one of a displacement of 8 bits stands for. */
function scaleOf(known: Tables, form: number, into: Instruction): number {
  const scale = known.forms[form + FIELD.scale] as number;
  if (scale !== 0) return scale;
  if (into.broadcast !== 0) return known.forms[form + FIELD.broadcast] as number;
  const memory = known.forms[form + FIELD.memory] as number;
  return known.sizes[(memory << 4) | (vectorLength << 2) | operandSize] as number;
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

/** Reads the rest of ModRM's memory operand: SIB byte and displacement. */
function readMemory(known: Tables, form: number, bits: number, into: Instruction): boolean {
  into.index = 0;
  into.scale = 1;
  into.displacement = 0;
  into.target = 0;
  if (addressSize === 0) return readMemory16(bits, into);
  const bank = addressSize === 2 ? BANK.qword : BANK.dword;
  if ((bits & (FORM.vectorIndex | FORM.sib)) !== 0 && (modRm & 7) !== 4) return false;
  const mod = modRm >> 6;
  let base = modRm & 7;
  memoryKind = OPERAND.memory;
  if (base === 4) {
    const sib = code[at++] as number;
    base = sib & 7;
    memoryKind = OPERAND.sib;
    const index = ((sib >> 3) & 7) | extendedIndex;
    if ((bits & FORM.vectorIndex) !== 0) setVectorIndex(known, form, index, into);
    else if (index !== 4) into.index = bank + index;
    if (into.index !== 0) into.scale = 1 << (sib >> 6);
  }
  if (mod === 0 && base === 5) {
    into.base = 0;
    readAddress(into);
    return true;
  }
  into.base = bank + (base | extendedBase);
  if (mod === 1) {
    into.displacementOffset = at - start;
    into.displacementBytes = 1;
    into.displacement = ((code[at++] as number) << 24) >> 24;
  } else if (mod === 2) {
    into.displacementOffset = at - start;
    into.displacementBytes = 4;
    into.displacement = signed32();
  } else into.displacementBytes = 0;
  return true;
}

function setVectorIndex(known: Tables, form: number, index: number, into: Instruction): void {
  const memory = known.forms[form + FIELD.memory] as number;
  into.index = (known.banks[(memory << 4) | (vectorLength << 2) | operandSize] as number) + (index | highVvvv);
}

/** 32 bits that stand for a base: an address, or relative to the next instruction. */
function readAddress(into: Instruction): void {
  into.displacementOffset = at - start;
  into.displacementBytes = 4;
  const value = signed32();
  if (memoryKind === OPERAND.sib) into.target = addressSize === 2 ? value : value >>> 0;
  else if (is64) {
    memoryKind = OPERAND.ripRelative;
    into.target = value;
  } else {
    memoryKind = OPERAND.absolute;
    into.target = value >>> 0;
  }
}

function readMemory16(bits: number, into: Instruction): boolean {
  if ((bits & (FORM.vectorIndex | FORM.sib)) !== 0) return false;
  const mod = modRm >> 6;
  const rm = modRm & 7;
  memoryKind = OPERAND.memory;
  into.displacementOffset = at - start;
  if (mod === 0 && rm === 6) {
    memoryKind = OPERAND.absolute;
    into.base = 0;
    into.displacementBytes = 2;
    into.target = unsigned16();
    return true;
  }
  into.base = BANK.word + (BASE_16[rm] as number);
  const index = INDEX_16[rm] as number;
  if (index >= 0) into.index = BANK.word + index;
  into.displacementBytes = mod;
  if (mod === 1) into.displacement = ((code[at++] as number) << 24) >> 24;
  else if (mod === 2) into.displacement = (unsigned16() << 16) >> 16;
  return true;
}

function unsigned16(): number {
  const value = (code[at] as number) | ((code[at + 1] as number) << 8);
  at += 2;
  return value;
}

function signed32(): number {
  const value =
    (code[at] as number) |
    ((code[at + 1] as number) << 8) |
    ((code[at + 2] as number) << 16) |
    ((code[at + 3] as number) << 24);
  at += 4;
  return value;
}

function readOperands(known: Tables, form: number, address: number, into: Instruction): void {
  const count = known.forms[form + FIELD.count] as number;
  if (modRm >= 0xc0) clearMemory(into);
  into.operands = count;
  into.immediateBytes = 0;
  const width = (vectorLength << 2) | operandSize;
  for (let i = 0; i < count; i++) {
    const operand = known.forms[form + FIELD.operands + i] as number;
    const action = known.actions[operand] as number;
    const place = (operand << 4) | width;
    into.size[i] = known.sizes[place] as number;
    if (action >= ACTION.immediate8) readImmediate(action, i, address, into);
    else setRegister(action, i, known.banks[place] as number, into);
  }
}

/** 3DNow! has its opcode behind the operands. */
function readSuffix(known: Tables, into: Instruction): boolean {
  into.opcode = (MAP.now << 8) | (code[at++] as number);
  const form = known.roots[into.opcode] as number;
  into.mnemonic = known.forms[form * FORM_STRIDE + FIELD.mnemonic] as number;
  return form !== 0;
}

function clearMemory(into: Instruction): void {
  into.base = 0;
  into.index = 0;
  into.scale = 1;
  into.displacement = 0;
  into.displacementBytes = 0;
  into.target = 0;
}

/** A register, or the memory that stands in its place. */
function setRegister(action: number, i: number, bank: number, into: Instruction): void {
  let register = 0;
  switch (action) {
    case ACTION.field:
      register = bank + (((modRm >> 3) & 7) | extendedField);
      break;
    case ACTION.rm:
      if (modRm < 0xc0) {
        setMemory(i, into);
        return;
      }
      register = bank + ((modRm & 7) | extendedBase);
      break;
    case ACTION.memory:
      setMemory(i, into);
      return;
    case ACTION.fieldByte:
      register = bank + byteRegister((modRm >> 3) & 7, extendedField);
      break;
    case ACTION.rmByte:
      if (modRm < 0xc0) {
        setMemory(i, into);
        return;
      }
      register = bank + byteRegister(modRm & 7, extendedBase);
      break;
    case ACTION.opcode:
      register = bank + ((opcode & 7) | extendedBase);
      break;
    case ACTION.opcodeByte:
      register = bank + byteRegister(opcode & 7, extendedBase);
      break;
    case ACTION.fixed:
      register = bank;
      break;
    case ACTION.rmVector:
    case ACTION.rm3:
      if (modRm < 0xc0) {
        setMemory(i, into);
        return;
      }
      register = bank + (action === ACTION.rm3 ? modRm & 7 : (modRm & 7) | extendedBase | highRm);
      break;
    default:
      register = bank + rareRegister(action);
  }
  into.kind[i] = OPERAND.register;
  into.register[i] = register;
}

function setMemory(i: number, into: Instruction): void {
  if (into.broadcast !== 0) into.size[i] = (into.size[i] as number) / into.broadcast;
  into.kind[i] = memoryKind;
  into.register[i] = 0;
}

/** Without REX 4 to 7 are ah, ch, dh and bh. */
function byteRegister(number: number, extension: number): number {
  return number >= 4 && !hasRex ? number + 12 : number | extension;
}

function rareRegister(action: number): number {
  switch (action) {
    case ACTION.fieldVector:
      return ((modRm >> 3) & 7) | extendedField | highField;
    case ACTION.field3:
      return (modRm >> 3) & 7;
    case ACTION.vvvv:
    case ACTION.vvvv3:
      return vvvv;
    case ACTION.vvvvVector:
      return vvvv | highVvvv;
    default:
      last = code[at++] as number;
      return is64 ? last >> 4 : (last >> 4) & 7;
  }
}

function readImmediate(action: number, i: number, address: number, into: Instruction): void {
  const begin = at;
  let kind: number = OPERAND.immediate;
  switch (action) {
    case ACTION.immediate8:
      setUnsigned(i, code[at++] as number, into);
      break;
    case ACTION.immediateSigned:
      setSigned(i, ((code[at++] as number) << 24) >> 24, into);
      break;
    case ACTION.immediate16:
      setUnsigned(i, unsigned16(), into);
      break;
    case ACTION.immediateZ:
      setSigned(i, operandSize === 0 ? unsigned16() : signed32(), into);
      break;
    case ACTION.immediateV:
      setUnsigned(i, operandSize === 0 ? unsigned16() : signed32(), into);
      if (operandSize === 2) into.high[i] = signed32();
      break;
    case ACTION.immediate32:
      setUnsigned(i, signed32(), into);
      break;
    case ACTION.one:
      setUnsigned(i, 1, into);
      break;
    case ACTION.lastLow:
      setUnsigned(i, last & 15, into);
      break;
    case ACTION.far:
      kind = OPERAND.far;
      setUnsigned(i, operandSize === 0 ? unsigned16() : signed32(), into);
      into.high[i] = unsigned16();
      break;
    case ACTION.offset:
      into.kind[i] = OPERAND.absolute;
      readOffset(i, into);
      return;
    default:
      kind = OPERAND.relative;
      readRelative(action, address, into);
  }
  into.kind[i] = kind;
  if (into.immediateBytes === 0) {
    into.immediateOffset = begin - start;
    into.immediateBytes = at - begin;
  }
}

function setUnsigned(i: number, value: number, into: Instruction): void {
  into.low[i] = value;
  into.high[i] = 0;
}

/** Extends to the size of the operand. */
function setSigned(i: number, value: number, into: Instruction): void {
  into.low[i] = operandSize === 0 ? value & 0xffff : value;
  into.high[i] = operandSize === 2 ? value >> 31 : 0;
}

/** The address that `mov` with the accumulator has in place of ModRM. */
function readOffset(i: number, into: Instruction): void {
  into.displacementOffset = at - start;
  into.displacementBytes = 2 << addressSize;
  setUnsigned(i, addressSize === 0 ? unsigned16() : signed32(), into);
  if (addressSize === 2) into.high[i] = signed32();
  into.target = (into.high[i] as number) * 2 ** 32 + (into.low[i] as number);
}

function readRelative(action: number, address: number, into: Instruction): void {
  const isShort = operandSize === 0;
  let distance = 0;
  if (action === ACTION.relative8) distance = ((code[at++] as number) << 24) >> 24;
  else distance = isShort ? (unsigned16() << 16) >> 16 : signed32();
  const target = address + (at - start) + distance;
  if (is64) into.target = target;
  else into.target = isShort && action !== ACTION.relativeX ? target & 0xffff : target >>> 0;
}

function classify(isLong: boolean): Uint8Array {
  const classes = new Uint8Array(256);
  for (const byte of [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65]) classes[byte] = BYTE.segment;
  for (const byte of [0x66, 0x67, 0xf0]) classes[byte] = BYTE.prefix;
  for (const byte of [0xf2, 0xf3]) classes[byte] = BYTE.mandatory;
  for (const byte of [0xc4, 0xc5, 0x62, 0x8f]) classes[byte] = BYTE.extended;
  classes[0x0f] = BYTE.escape;
  if (isLong) classes.fill(BYTE.rex, 0x40, 0x50);
  return classes;
}
