// VEX, EVEX and XOP: what these prefixes say, put where other prefixes have it.

import { type Instruction, PREFIX } from './instruction.ts';
import { CONTEXT } from './tables/context.ts';
import { MAP } from './tables/maps.ts';

/** What those that come before may leave in the context: the mode, and the size of addresses. */
const KEPT = (3 << CONTEXT.addressSize) | (1 << CONTEXT.mode64);

/**
 * C4, C5, 62 and 8F are prefixes of their own, or opcodes: the byte at `p` decides. Sets the opcode, and returns what there is to know; -1 for no
 * instruction.
 */
export function readExtended(bytes: Uint8Array, p: number, first: number, context: number, into: Instruction): number {
  const is64 = (context & (1 << CONTEXT.mode64)) !== 0;
  const next = bytes[p] as number;
  const isPrefix = first === 0x8f ? (next & 0x1f) >= 8 : is64 || next >= 0xc0;
  if (!isPrefix) {
    into.opcode = first;
    return context;
  }
  // Nothing but a segment or an address size may come before.
  if ((context & ((1 << CONTEXT.rex) | (3 << CONTEXT.mandatory))) !== 0) return -1;
  const base = context & KEPT;
  if (first === 0x62) return readEvex(bytes, p, base, is64, into);
  return first === 0xc5 ? readShort(bytes, p, base, is64, into) : readLong(bytes, p, first, base, is64, into);
}

function readShort(bytes: Uint8Array, p: number, base: number, is64: boolean, into: Instruction): number {
  const byte = bytes[p] as number;
  into.prefixes |= PREFIX.vex;
  into.opcode = ((MAP.vex + 1) << 8) | (bytes[p + 1] as number);
  const field = is64 && byte < 0x80 ? 1 << CONTEXT.field : 0;
  return base | field | fromLastByte(byte & 0x7f, is64);
}

/** Of C4 and of XOP. */
function readLong(bytes: Uint8Array, p: number, first: number, base: number, is64: boolean, into: Instruction): number {
  const isXop = first === 0x8f;
  const byte = bytes[p] as number;
  const last = bytes[p + 1] as number;
  const map = byte & 0x1f;
  if (map > (isXop ? 10 : 3)) return -1;
  into.prefixes |= (isXop ? PREFIX.xop : PREFIX.vex) | (last >= 0x80 ? PREFIX.rexW : 0);
  into.opcode = (((isXop ? MAP.xop : MAP.vex) + map) << 8) | (bytes[p + 2] as number);
  return base | extensions(byte, is64) | fromLastByte(last, is64);
}

/** R, X and B: inverted, and of no meaning outside 64-bit code. */
function extensions(byte: number, is64: boolean): number {
  if (!is64) return 0;
  const inverted = ~byte;
  return (
    (((inverted >> 7) & 1) << CONTEXT.field) |
    (((inverted >> 6) & 1) << CONTEXT.index) |
    (((inverted >> 5) & 1) << CONTEXT.rm)
  );
}

/** W, vvvv, L and pp. */
function fromLastByte(byte: number, is64: boolean): number {
  const w = byte >> 7;
  const size = is64 && w === 1 ? 2 : 1;
  const length = ((byte >> 2) & 1) << CONTEXT.vectorLength;
  return size | length | (w << CONTEXT.w) | ((byte & 3) << CONTEXT.mandatory) | (((~byte >> 3) & 15) << CONTEXT.vvvv);
}

function readEvex(bytes: Uint8Array, p: number, base: number, is64: boolean, into: Instruction): number {
  const first = bytes[p] as number;
  const second = bytes[p + 1] as number;
  const third = bytes[p + 2] as number;
  if ((first & 8) !== 0 || (second & 4) === 0 || (!is64 && (third & 8) === 0)) return -1;
  into.mask = third & 7;
  into.zeroing = third >> 7;
  into.prefixes |= PREFIX.evex | (second >= 0x80 ? PREFIX.rexW : 0);
  into.opcode = ((MAP.evex + (first & 7)) << 8) | (bytes[p + 3] as number);
  const written = (third >> 5) & 3;
  const b = (third >> 4) & 1;
  // With a register b stands for rounding, and the length is the greatest.
  const isRounding = b === 1 && (bytes[p + 4] as number) >= 0xc0;
  const length = isRounding ? 2 : written;
  const fromLast = fromLastByte(second & ~4, is64);
  let context = base | extensions(first, is64) | fromLast | (length << CONTEXT.vectorLength);
  context |= (b << CONTEXT.b) | (written << CONTEXT.rounding);
  if (!is64) return context;
  const highVvvv = (~third >> 3) & 1;
  const x = (~first >> 6) & 1;
  return (
    context |
    (((~first >> 4) & 1) << (CONTEXT.field + 1)) |
    (x << (CONTEXT.rm + 1)) |
    (highVvvv << (CONTEXT.index + 1)) |
    (highVvvv << (CONTEXT.vvvv + 4))
  );
}
