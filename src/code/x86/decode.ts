// Decodes one instruction of 32 or 64 bit x86 code into a record that is used again and again.
//
// What prefixes say is one number (tables/context.ts); with ModRM it chooses the form in a tree, and the form says what the operands are.
// Nothing is allocated. Bytes are read without looking at the end of the code, which is checked once when all are read; near the end of an
// array they are copied first.

import { readExtended } from './extended.ts';
import { readOperands } from './immediates.ts';
import { type Instruction, OPERAND, PREFIX } from './instruction.ts';
import { readMemory } from './memory.ts';
import { isAllowed, isComplete } from './restrictions.ts';
import { buildTables, FIELD, FORM_SHIFT, type Tables } from './tables/build.ts';
import { CONTEXT } from './tables/context.ts';
import { FORM } from './tables/forms.ts';
import { MAP } from './tables/maps.ts';
import { LANE, PLACE } from './tables/operands.ts';

/** No instruction is longer. */
const MAX_LENGTH = 15;
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

// Constants that every instruction needs, as variables of this module: engines fold these, and look the properties of objects up.
const IS_REX = BYTE.rex;
const IS_ESCAPE = BYTE.escape;
const IS_EXTENDED = BYTE.extended;
const SEGMENT_BIT = WRITTEN.segment;
const WEAK_SEGMENT_BIT = WRITTEN.weakSegment;
const MANDATORY_WRITTEN = WRITTEN.mandatory;
const ADDRESS_BIT = CONTEXT.addressSize;
const MANDATORY_BIT = CONTEXT.mandatory;
const REX_BIT = CONTEXT.rex;
const MODE_BIT = CONTEXT.mode64;
const MODE_64 = 1 << CONTEXT.mode64;
const HAS_REX = 1 << CONTEXT.rex;
/** Shifts that leave the bits of 8 and 16 where they extend a register number. */
const FIELD_SHIFT = CONTEXT.field - 3;
const RM_SHIFT = CONTEXT.rm - 3;
const VVVV_SHIFT = CONTEXT.vvvv;
const IN_RM = LANE.rm;
const IN_VVVV = LANE.vvvv;
const PLACE_SHIFT = PLACE.shift;
const PLACE_BANK = PLACE.bank;
const PLACE_BYTE = PLACE.byte;
const PLACE_KIND = PLACE.kind;
const PLACE_MEMORY = PLACE.isMemory;
const FIRST_VEX = MAP.vex << 8;
const EVEX = PREFIX.evex;
const LOCK = PREFIX.lock;
const OPERAND_SIZE = PREFIX.operandSize;
const ADDRESS_SIZE = PREFIX.addressSize;
const RIP_RELATIVE = OPERAND.ripRelative;
const BITS_AT = FIELD.bits;
const OPERANDS_AT = FIELD.operands;
const SIZES_BY_MODE = FORM.default64 | FORM.always64;
const ENDS_WITH_OPCODE = FORM.suffix;
const HAS_LONG_ADDRESS = FORM.longAddress;
const CHECKED = FORM.checked;
const SHIFT = FORM_SHIFT;

/** The context where nothing but REX is before the opcode, by its byte, 0 for none. */
const PLAIN_32 = contextOf(0, 0, false);
const PLAIN_64 = Int32Array.from({ length: 256 }, (_, rex) => contextOf(0, rex, true));
/** The operand size by what a form says of it (`SIZES_BY_MODE`), the mode, and the size that prefixes say: `bits << 2 | mode64 << 2 | size`. */
const SIZES = Uint8Array.from({ length: 32 }, (_, i) => sizeOf(i >> 2, i & 3));

let tables: Tables | undefined;
let extendedTables: Tables | undefined;

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
  tables ??= buildTables('legacy');
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
  while (kind >= IS_REX) {
    if (p >= limit) return 0;
    if (kind === IS_REX) rex = byte;
    else {
      rex = 0;
      written = (written & (KEPT[byte] as number)) | ((isLong ? ADDED_64[byte] : ADDED_32[byte]) as number);
    }
    byte = bytes[p++] as number;
    kind = classes[byte] as number;
  }
  const segment = (written >> SEGMENT_BIT) & 7;
  into.segment = segment === 0 ? (written >> WEAK_SEGMENT_BIT) & 7 : segment;
  if (into.prefixes >= EVEX) clearDecorations(into);
  into.prefixes = (written & 31) | ((rex & 8) << 2);
  const context = written !== 0 ? contextOf(written, rex, isLong) : isLong ? (PLAIN_64[rex] as number) : PLAIN_32;
  if (kind === IS_EXTENDED) {
    const extended = readExtended(bytes, p, byte, context, into);
    if (extended < 0) return 0;
    if (into.opcode >= FIRST_VEX) p += (into.prefixes & PREFIX.evex) !== 0 ? 4 : byte === 0xc5 ? 2 : 3;
    const isExtended = into.opcode >= FIRST_VEX;
    if (isExtended) extendedTables ??= buildTables('extended');
    return readForm(isExtended ? (extendedTables as Tables) : known, bytes, p, offset, limit, extended, into);
  }
  into.opcode = byte;
  if (kind === IS_ESCAPE) {
    byte = bytes[p++] as number;
    into.opcode = (MAP.two << 8) | byte;
    if (byte === 0x38) into.opcode = (MAP.three38 << 8) | (bytes[p++] as number);
    else if (byte === 0x3a) into.opcode = (MAP.three3a << 8) | (bytes[p++] as number);
  }
  return readForm(known, bytes, p, offset, limit, context, into);
}

function clearDecorations(into: Instruction): void {
  into.mask = 0;
  into.zeroing = 0;
  into.rounding = 0;
  into.broadcast = 0;
}

function contextOf(written: number, rex: number, isLong: boolean): number {
  const isShort = (written & OPERAND_SIZE) !== 0 ? 1 : 0;
  const isAddressShort = (written & ADDRESS_SIZE) !== 0 ? 1 : 0;
  const mandatory = (written >> MANDATORY_WRITTEN) & 3;
  const size = 1 - isShort;
  let context = ((mandatory === 0 ? isShort : mandatory) << MANDATORY_BIT) | size;
  context |= ((isLong ? 2 : 1) - isAddressShort) << ADDRESS_BIT;
  if (isLong) context |= MODE_64;
  if (rex === 0) return context;
  if ((rex & 8) !== 0) context = (context & ~3) | 2 | (1 << CONTEXT.w);
  return (
    context |
    HAS_REX |
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
  // The register that is part of the opcode is where that of ModRM would be.
  let inRm = key & 7;
  const modRmUse = known.modRm[key] as number;
  if (modRmUse !== 0) {
    modRm = bytes[p++] as number;
    if (modRmUse === 2) modRm |= 0xc0;
    modRm |= (modRm + 64) & IS_REGISTER;
    inRm = modRm & 7;
  }
  let form = known.roots[key] as number;
  while (form < 0) {
    const how = tree[-form] as number;
    form = tree[1 - form + ((((how & 256) !== 0 ? modRm : context) >> (how & 31)) & ((how >> 5) & 7))] as number;
  }
  if (form === 0) return 0;
  form <<= SHIFT;
  const bits = forms[form + BITS_AT] as number;
  const sizeAt = ((bits & SIZES_BY_MODE) << 2) | ((context >> (MODE_BIT - 2)) & 4) | (context & 3);
  context = (context & ~3) | (SIZES[sizeAt] as number);
  const isStrict = (bits & CHECKED) !== 0 || (into.prefixes & LOCK) !== 0;
  if (isStrict) {
    if (!isAllowed(known, form, bits, context, modRm, into)) return 0;
    if ((bits & HAS_LONG_ADDRESS) !== 0) context = withLongAddress(context);
  }
  into.immediateBytes = 0;
  into.displacementBytes = 0;
  into.displacement = 0;
  into.target = 0;
  if (modRm < IS_REGISTER) p = readMemory(bytes, p, offset, modRm, context, into);
  else if (into.memory !== 0) clearMemory(into);
  const head = forms[form] as number;
  into.mnemonic = head & 0xffff;
  into.flow = (head >> 16) & 15;
  into.operands = (head >> 20) & 7;
  setOperands(known, form, context, modRm, inRm, into);
  if (head >= 1 << 26) p = readOperands(known, bytes, p, offset, form, head, context, into);
  const length = p - offset;
  if (isStrict) {
    const suffixed = (bits & ENDS_WITH_OPCODE) !== 0 ? length + 1 : length;
    if (!isComplete(known, bytes, p, bits, form, context, modRm, into) || suffixed > limit - offset) return 0;
    return finish(suffixed, context, into);
  }
  return p > limit ? 0 : finish(length, context, into);
}

/** Kinds and sizes of all operands, and those registers that are no part of an immediate. The tables say it all, so nothing is asked. */
function setOperands(
  known: Tables,
  form: number,
  context: number,
  modRm: number,
  inRm: number,
  into: Instruction,
): void {
  const { forms, operands } = known;
  const { kind, size, register, memory } = into;
  let numbers = ((modRm >> 3) & 7) | ((context >> FIELD_SHIFT) & 24) | ((inRm | ((context >> RM_SHIFT) & 24)) << IN_RM);
  // Outside 64-bit code the highest bit of vvvv says nothing.
  if (into.opcode >= FIRST_VEX) {
    numbers |= ((context >> VVVV_SHIFT) & ((context & MODE_64) === 0 ? 7 : 31)) << IN_VVVV;
  }
  const variant = ((context & 15) << 1) | ((~modRm >> 3) & 32);
  // Without REX, byte registers 4 to 7 are ah to bh.
  const high = (~context >> REX_BIT) & 1;
  for (let i = 0; i < into.operands; i++) {
    const at = (forms[form + OPERANDS_AT + i] as number) | variant;
    const place = operands[at] as number;
    const number = (numbers >> ((place >> PLACE_SHIFT) & 15)) & place & 31;
    register[i] = ((place >> PLACE_BANK) & 511) + number + ((place >> PLACE_BYTE) & (number >> 2) & high) * 12;
    kind[i] = ((place >> PLACE_KIND) & 15) | (memory & -((place >> PLACE_MEMORY) & 1));
    size[i] = operands[at + 1] as number;
  }
  if (into.broadcast !== 0) shareSizes(into);
}

/** What is repeated has the size of one. */
function shareSizes(into: Instruction): void {
  for (let i = 0; i < into.operands; i++) {
    if (into.kind[i] === into.memory) into.size[i] = (into.size[i] as number) / into.broadcast;
  }
}

function clearMemory(into: Instruction): void {
  into.memory = 0;
  into.base = 0;
  into.index = 0;
  into.scale = 1;
}

/** Whatever a prefix says, addresses have the size of the mode. */
function withLongAddress(context: number): number {
  const size = ((context >> CONTEXT.mode64) & 1) + 1;
  return (context & ~(3 << ADDRESS_BIT)) | (size << ADDRESS_BIT);
}

function finish(length: number, context: number, into: Instruction): number {
  into.length = length;
  if (into.memory === RIP_RELATIVE) {
    const target = into.address + length + into.target;
    into.target = ((context >> ADDRESS_BIT) & 3) === 1 ? target >>> 0 : target;
  }
  return length;
}

/** The operand size of a form of which `bits` say how the mode counts (its lowest bit is the mode). */
function sizeOf(bits: number, size: number): number {
  if ((bits & 1) === 0 || (bits & SIZES_BY_MODE) === 0) return size;
  return (bits & FORM.always64) !== 0 || size === 1 ? 2 : size;
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
