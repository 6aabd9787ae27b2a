// Decodes one instruction of 32 or 64 bit x86 code into a record that is used again and again.
//
// What prefixes say is one number (tables/context.ts); with ModRM it chooses the form in a tree, and the form says what the operands are.
// Nothing is allocated. Bytes are read without looking at the end of the code, which is checked once when all are read; near the end of an
// array they are copied first.

import { readExtended } from './extended.ts';
import { readImmediate } from './immediates.ts';
import { type Instruction, OPERAND, PREFIX } from './instruction.ts';
import { readMemory } from './memory.ts';
import { isAllowed, isComplete } from './restrictions.ts';
import { buildTables, FIELD, FORM_SHIFT, type Tables } from './tables/build.ts';
import { CONTEXT } from './tables/context.ts';
import { FORM, RESTRICTED } from './tables/forms.ts';
import { MAP } from './tables/maps.ts';
import { ACTION } from './tables/operands.ts';

/** No instruction is longer. */
export const MAX_LENGTH = 15;
/** How far is read before the end is looked at. */
const MARGIN = 48;
const nearEnd = new Uint8Array(MARGIN);

/** What a first byte is. */
const BYTE = { opcode: 0, escape: 1, extended: 2, rex: 3, prefix: 4 } as const;
const BYTES_32 = classify(false);
const BYTES_64 = classify(true);

/** Of what is collected of prefixes, above the bits of `PREFIX`: the mandatory one, and segments: fs and gs of 64-bit code, and all others. */
const WRITTEN = { mandatory: 16, segment: 18, weakSegment: 21 } as const;
/** What each prefix leaves of those before it, and what it adds. */
const KEPT = new Int32Array(256).fill(-1);
const ADDED_32 = new Int32Array(256);
const ADDED_64 = new Int32Array(256);
describePrefixes();

const IS_REGISTER = 256;
/** Where there is no ModRM. */
const NO_MODRM = 0xc0 | IS_REGISTER;

let tables: Tables | undefined;

/** Names of instructions, by number. The first is that of none. */
export function mnemonics(): readonly string[] {
  tables ??= buildTables();
  return tables.mnemonics;
}

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
  tables ??= buildTables();
  const limit = Math.min(end, offset + MAX_LENGTH);
  if (offset >= limit) return 0;
  into.address = address;
  if (offset + MARGIN <= bytes.length) return decodeAt(tables, bytes, offset, limit, bits === 64, into);
  nearEnd.fill(0);
  nearEnd.set(bytes.subarray(offset, limit));
  return decodeAt(tables, nearEnd, 0, limit - offset, bits === 64, into);
}

/** Prefixes and opcode. */
function decodeAt(
  known: Tables,
  bytes: Uint8Array,
  offset: number,
  limit: number,
  isLong: boolean,
  into: Instruction,
): number {
  const classes = isLong ? BYTES_64 : BYTES_32;
  let p = offset + 1;
  let written = 0;
  let rex = 0;
  let byte = bytes[offset] as number;
  let kind = classes[byte] as number;
  while (kind >= BYTE.rex) {
    if (p >= limit) return 0;
    if (kind === BYTE.rex) rex = byte;
    else {
      rex = 0;
      written = (written & (KEPT[byte] as number)) | ((isLong ? ADDED_64[byte] : ADDED_32[byte]) as number);
    }
    byte = bytes[p++] as number;
    kind = classes[byte] as number;
  }
  const segment = (written >> WRITTEN.segment) & 7;
  into.segment = segment === 0 ? (written >> WRITTEN.weakSegment) & 7 : segment;
  into.prefixes = (written & 31) | ((rex & 8) << 2);
  into.mask = 0;
  into.zeroing = 0;
  into.rounding = 0;
  into.broadcast = 0;
  const context = contextOf(written, rex, isLong);
  if (kind === BYTE.extended) {
    const extended = readExtended(bytes, p, byte, context, into);
    if (extended < 0) return 0;
    if (into.opcode >= MAP.vex << 8) p += (into.prefixes & PREFIX.evex) !== 0 ? 4 : byte === 0xc5 ? 2 : 3;
    return readForm(known, bytes, p, offset, limit, extended, into);
  }
  into.opcode = byte;
  if (kind === BYTE.escape) {
    byte = bytes[p++] as number;
    into.opcode = (MAP.two << 8) | byte;
    if (byte === 0x38) into.opcode = (MAP.three38 << 8) | (bytes[p++] as number);
    else if (byte === 0x3a) into.opcode = (MAP.three3a << 8) | (bytes[p++] as number);
  }
  return readForm(known, bytes, p, offset, limit, context, into);
}

function contextOf(written: number, rex: number, isLong: boolean): number {
  const isShort = (written & PREFIX.operandSize) !== 0 ? 1 : 0;
  const isAddressShort = (written & PREFIX.addressSize) !== 0 ? 1 : 0;
  const mandatory = (written >> WRITTEN.mandatory) & 3;
  const size = 1 - isShort;
  let context = ((mandatory === 0 ? isShort : mandatory) << CONTEXT.mandatory) | size;
  context |= ((isLong ? 2 : 1) - isAddressShort) << CONTEXT.addressSize;
  if (isLong) context |= 1 << CONTEXT.mode64;
  if (rex === 0) return context;
  if ((rex & 8) !== 0) context = (context & ~3) | 2 | (1 << CONTEXT.w);
  return (
    context |
    (1 << CONTEXT.rex) |
    (((rex >> 2) & 1) << CONTEXT.field) |
    (((rex >> 1) & 1) << CONTEXT.index) |
    ((rex & 1) << CONTEXT.rm)
  );
}

/** ModRM, the form that all this chooses, and its operands. */
function readForm(
  known: Tables,
  bytes: Uint8Array,
  opcodeEnd: number,
  offset: number,
  limit: number,
  given: number,
  into: Instruction,
): number {
  const key = into.opcode;
  const { tree, forms } = known;
  let p = opcodeEnd;
  let context = given;
  let modRm = NO_MODRM;
  const modRmUse = known.modRm[key] as number;
  if (modRmUse !== 0) {
    modRm = bytes[p++] as number;
    if (modRmUse === 2) modRm |= 0xc0;
    modRm |= (modRm + 64) & IS_REGISTER;
  }
  let form = known.roots[key] as number;
  while (form < 0) {
    const how = tree[-form] as number;
    form = tree[1 - form + ((((how & 256) !== 0 ? modRm : context) >> (how & 31)) & ((how >> 5) & 7))] as number;
  }
  if (form === 0) return 0;
  form <<= FORM_SHIFT;
  const bits = forms[form + FIELD.bits] as number;
  if ((bits & (FORM.default64 | FORM.always64)) !== 0 && (context & (1 << CONTEXT.mode64)) !== 0) {
    if ((bits & FORM.always64) !== 0 || (context & 3) === 1) context = (context & ~3) | 2;
  }
  const isStrict = (bits & RESTRICTED) !== 0 || key >= MAP.vex << 8 || (into.prefixes & PREFIX.lock) !== 0;
  if (isStrict) {
    if (!isAllowed(known, form, bits, context, modRm, into)) return 0;
    if ((bits & FORM.longAddress) !== 0) context = withLongAddress(context);
  }
  const head = forms[form + FIELD.head] as number;
  into.mnemonic = head & 0xffff;
  into.flow = (head >> 16) & 15;
  into.operands = head >> 20;
  into.base = 0;
  into.index = 0;
  into.scale = 1;
  into.displacement = 0;
  into.displacementBytes = 0;
  into.immediateBytes = 0;
  into.target = 0;
  into.memory = 0;
  if (modRm < IS_REGISTER) p = readMemory(bytes, p, offset, modRm, context, into);
  const operandsAt = form + FIELD.operands;
  for (let i = 0; i < into.operands; i++) {
    const place = ((forms[operandsAt + i] as number) << 4) | (context & 15);
    const operand = known.operands[place] as number;
    into.size[i] = operand >> 14;
    if ((operand & 31) >= ACTION.last) p = readImmediate(bytes, p, offset, operand, i, context, into);
    else setRegister(operand, i, context, modRm, into);
  }
  const length = p - offset;
  if (isStrict) {
    const suffixed = (bits & FORM.suffix) !== 0 ? length + 1 : length;
    if (!isComplete(known, bytes, p, bits, form, context, modRm, into) || suffixed > limit - offset) return 0;
    return finish(suffixed, context, into);
  }
  return p > limit ? 0 : finish(length, context, into);
}

/** Whatever a prefix says, addresses have the size of the mode. */
function withLongAddress(context: number): number {
  const size = ((context >> CONTEXT.mode64) & 1) + 1;
  return (context & ~(3 << CONTEXT.addressSize)) | (size << CONTEXT.addressSize);
}

function finish(length: number, context: number, into: Instruction): number {
  into.length = length;
  if (into.memory === OPERAND.ripRelative) {
    const target = into.address + length + into.target;
    into.target = ((context >> CONTEXT.addressSize) & 3) === 1 ? target >>> 0 : target;
  }
  return length;
}

/** A register, or the memory that stands in its place. */
function setRegister(operand: number, i: number, context: number, modRm: number, into: Instruction): void {
  const bank = (operand >> 5) & 511;
  let number = 0;
  switch (operand & 31) {
    case ACTION.field:
      number = ((modRm >> 3) & 7) | ((context >> (CONTEXT.field - 3)) & 8);
      break;
    case ACTION.rm:
      if (modRm < IS_REGISTER) {
        setMemory(i, into);
        return;
      }
      number = (modRm & 7) | ((context >> (CONTEXT.rm - 3)) & 8);
      break;
    case ACTION.memory:
      setMemory(i, into);
      return;
    case ACTION.fieldByte:
      number = byteRegister((modRm >> 3) & 7, (context >> (CONTEXT.field - 3)) & 8, context);
      break;
    case ACTION.rmByte:
      if (modRm < IS_REGISTER) {
        setMemory(i, into);
        return;
      }
      number = byteRegister(modRm & 7, (context >> (CONTEXT.rm - 3)) & 8, context);
      break;
    case ACTION.opcode:
      number = (into.opcode & 7) | ((context >> (CONTEXT.rm - 3)) & 8);
      break;
    case ACTION.opcodeByte:
      number = byteRegister(into.opcode & 7, (context >> (CONTEXT.rm - 3)) & 8, context);
      break;
    case ACTION.fixed:
      break;
    case ACTION.rm3:
    case ACTION.rmVector:
      if (modRm < IS_REGISTER) {
        setMemory(i, into);
        return;
      }
      number = (modRm & 7) | ((operand & 31) === ACTION.rm3 ? 0 : (context >> (CONTEXT.rm - 3)) & 24);
      break;
    default:
      number = rareRegister(operand & 31, context, modRm);
  }
  into.kind[i] = OPERAND.register;
  into.register[i] = bank + number;
}

function setMemory(i: number, into: Instruction): void {
  into.kind[i] = into.memory;
  into.register[i] = 0;
  if (into.broadcast !== 0) into.size[i] = (into.size[i] as number) / into.broadcast;
}

/** Without REX 4 to 7 are ah, ch, dh and bh. */
function byteRegister(number: number, extension: number, context: number): number {
  return number >= 4 && (context & (1 << CONTEXT.rex)) === 0 ? number + 12 : number | extension;
}

function rareRegister(action: number, context: number, modRm: number): number {
  switch (action) {
    case ACTION.field3:
      return (modRm >> 3) & 7;
    case ACTION.fieldVector:
      return ((modRm >> 3) & 7) | ((context >> (CONTEXT.field - 3)) & 24);
    default: {
      // One of vvvv; outside 64-bit code its highest bit says nothing.
      const number = (context >> CONTEXT.vvvv) & (action === ACTION.vvvvVector ? 31 : 15);
      return (context & (1 << CONTEXT.mode64)) === 0 ? number & 7 : number;
    }
  }
}

function classify(isLong: boolean): Uint8Array {
  const classes = new Uint8Array(256);
  for (const byte of [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3]) classes[byte] = BYTE.prefix;
  for (const byte of [0xc4, 0xc5, 0x62, 0x8f]) classes[byte] = BYTE.extended;
  classes[0x0f] = BYTE.escape;
  if (isLong) classes.fill(BYTE.rex, 0x40, 0x50);
  return classes;
}

function describePrefixes(): void {
  const add = (byte: number, bits: number, group: number, weak = bits): void => {
    KEPT[byte] = ~group;
    ADDED_32[byte] = bits;
    ADDED_64[byte] = weak;
  };
  const mandatory = 3 << WRITTEN.mandatory;
  add(0x66, PREFIX.operandSize, 0);
  add(0x67, PREFIX.addressSize, 0);
  add(0xf0, PREFIX.lock, 0);
  add(0xf3, PREFIX.rep | (2 << WRITTEN.mandatory), mandatory);
  add(0xf2, PREFIX.repne | (3 << WRITTEN.mandatory), mandatory);
  [0x26, 0x2e, 0x36, 0x3e].forEach((byte, i) => {
    add(byte, (i + 1) << WRITTEN.weakSegment, 7 << WRITTEN.weakSegment);
  });
  // In 64-bit code the others do not take the place of fs and gs.
  for (const [byte, segment] of [
    [0x64, 5],
    [0x65, 6],
  ] as const) {
    const group = (7 << WRITTEN.weakSegment) | (7 << WRITTEN.segment);
    add(byte, segment << WRITTEN.weakSegment, group, segment << WRITTEN.segment);
  }
}
