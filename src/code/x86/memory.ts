// The memory operand that ModRM stands for: its registers and its displacement.

import { signed8, signed32, unsigned16 } from './bytes.ts';
import { type Instruction, OPERAND } from './instruction.ts';
import { BANK } from './registers.ts';
import { CONTEXT } from './tables/context.ts';

/** Registers of addresses of 16 bits, as pairs by rm. */
const BASE_16 = [3, 3, 5, 5, 6, 7, 5, 3];
const INDEX_16 = [6, 7, 6, 7, -1, -1, -1, -1];

/** Reads from behind ModRM, and returns where it ends. */
export function readMemory(
  bytes: Uint8Array,
  behind: number,
  start: number,
  modRm: number,
  context: number,
  into: Instruction,
): number {
  const addressSize = (context >> CONTEXT.addressSize) & 3;
  if (addressSize === 0) return readMemory16(bytes, behind, start, modRm, into);
  const bank = addressSize === 2 ? BANK.qword : BANK.dword;
  let p = behind;
  into.index = 0;
  into.scale = 1;
  let base = modRm & 7;
  let kind: number = OPERAND.memory;
  if (base === 4) {
    const sib = bytes[p++] as number;
    base = sib & 7;
    kind = OPERAND.sib;
    const index = ((sib >> 3) & 7) | ((context >> (CONTEXT.index - 3)) & 8);
    if (index !== 4) {
      into.index = bank + index;
      into.scale = 1 << (sib >> 6);
    }
  }
  into.memory = kind;
  if (base === 5 && modRm < 0x40) return readAddress(bytes, p, start, context, into);
  into.base = bank + (base | ((context >> (CONTEXT.rm - 3)) & 8));
  if (modRm < 0x40) return p;
  into.displacementOffset = p - start;
  if (modRm < 0x80) {
    into.displacementBytes = 1;
    into.displacement = signed8(bytes, p);
    return p + 1;
  }
  into.displacementBytes = 4;
  into.displacement = signed32(bytes, p);
  return p + 4;
}

/** 32 bits in the place of a base: an address, or relative to the next instruction. */
function readAddress(bytes: Uint8Array, p: number, start: number, context: number, into: Instruction): number {
  into.base = 0;
  into.displacementOffset = p - start;
  into.displacementBytes = 4;
  const value = signed32(bytes, p);
  const isLong = ((context >> CONTEXT.addressSize) & 3) === 2;
  if (into.memory === OPERAND.sib) into.target = isLong ? value : value >>> 0;
  else if ((context & (1 << CONTEXT.mode64)) !== 0) {
    into.memory = OPERAND.ripRelative;
    into.target = value;
  } else {
    into.memory = OPERAND.absolute;
    into.target = value >>> 0;
  }
  return p + 4;
}

function readMemory16(bytes: Uint8Array, p: number, start: number, modRm: number, into: Instruction): number {
  const mod = modRm >> 6;
  const rm = modRm & 7;
  into.displacementOffset = p - start;
  if (mod === 0 && rm === 6) {
    into.memory = OPERAND.absolute;
    into.base = 0;
    into.index = 0;
    into.scale = 1;
    into.displacementBytes = 2;
    into.target = unsigned16(bytes, p);
    return p + 2;
  }
  into.memory = OPERAND.memory;
  into.scale = 1;
  into.base = BANK.word + (BASE_16[rm] as number);
  const index = INDEX_16[rm] as number;
  into.index = index >= 0 ? BANK.word + index : 0;
  into.displacementBytes = mod;
  if (mod === 1) into.displacement = signed8(bytes, p);
  else if (mod === 2) into.displacement = (unsigned16(bytes, p) << 16) >> 16;
  return p + mod;
}
