// Operands that have bytes of their own: immediates, targets of jumps, addresses without ModRM, and registers in the last byte.

import { signed32, unsigned16 } from './bytes.ts';
import { type Instruction, OPERAND } from './instruction.ts';
import { FIELD, type Tables } from './tables/build.ts';
import { CONTEXT } from './tables/context.ts';
import { ACTION, PLACE } from './tables/operands.ts';

/** By `action << 2 | operand size`, for numbers of up to four bytes: how many, `SIGNED`, and bits of the operand that are not `SHORT`. */
const HOW = new Uint8Array(32 << 2);
const BYTES = 7;
const SIGNED = 8;
const SHORT = 16;
const RELATIVE = 32;
describe();

/** Reads the operands that have bytes of their own, from `p` on, and returns where they end. */
export function readOperands(
  known: Tables,
  bytes: Uint8Array,
  p: number,
  start: number,
  form: number,
  head: number,
  context: number,
  into: Instruction,
): number {
  const how = HOW[((head >> 26) << 2) | (context & 3)] as number;
  if (how === 0) return readOthers(known, bytes, p, start, form, context, into);
  const i = (head >> 23) & 7;
  const length = how & BYTES;
  const unread = 32 - 8 * length;
  const read = signed32(bytes, p) << unread;
  into.immediateOffset = p - start;
  into.immediateBytes = length;
  if ((how & RELATIVE) !== 0) setTarget(read >> unread, p + length - start, (how & SHORT) !== 0, context, into);
  const value = (how & SIGNED) !== 0 ? read >> unread : read >>> unread;
  into.low[i] = (how & SHORT) !== 0 ? value & 0xffff : value;
  into.high[i] = (how & SIGNED) !== 0 && (context & 3) === 2 ? value >> 31 : 0;
  return p + length;
}

function describe(): void {
  for (const size of [0, 1, 2]) {
    const set = (action: number, how: number): void => {
      HOW[(action << 2) | size] = how;
    };
    const short = size === 0 ? SHORT : 0;
    const length = size === 0 ? 2 : 4;
    set(ACTION.immediate8, 1);
    set(ACTION.immediateSigned, 1 | SIGNED | short);
    set(ACTION.immediate16, 2);
    set(ACTION.immediate32, 4);
    set(ACTION.immediateZ, length | (size === 2 ? SIGNED : 0));
    if (size < 2) set(ACTION.immediateV, length);
    set(ACTION.relative8, 1 | SIGNED | RELATIVE | short);
    set(ACTION.relativeZ, length | SIGNED | RELATIVE | short);
    set(ACTION.relativeX, length | SIGNED | RELATIVE);
  }
}

function setTarget(distance: number, length: number, isShort: boolean, context: number, into: Instruction): void {
  const target = into.address + length + distance;
  if ((context & (1 << CONTEXT.mode64)) !== 0) into.target = target;
  else into.target = isShort ? target & 0xffff : target >>> 0;
}

/** What is rare: more than one of them, more than four bytes, or something else than a number. */
function readOthers(
  known: Tables,
  bytes: Uint8Array,
  behind: number,
  start: number,
  form: number,
  context: number,
  into: Instruction,
): number {
  let p = behind;
  for (let i = 0; i < into.operands; i++) {
    const at = (known.forms[form + FIELD.operands + i] as number) | ((context & 15) << 1) | 1;
    const operand = known.operands[at] as number;
    const action = (operand >> PLACE.action) & 31;
    if (action < ACTION.last) continue;
    const end = readOther(bytes, p, start, action, operand >> PLACE.rawBank, i, context, into);
    const isNumber = action !== ACTION.last && action !== ACTION.offset;
    if (isNumber && into.immediateBytes === 0) {
      into.immediateOffset = p - start;
      into.immediateBytes = end - p;
    }
    p = end;
  }
  return p;
}

function readOther(
  bytes: Uint8Array,
  p: number,
  start: number,
  action: number,
  bank: number,
  i: number,
  context: number,
  into: Instruction,
): number {
  const size = context & 3;
  into.high[i] = 0;
  switch (action) {
    case ACTION.last: {
      // The register may be followed by an operand in the low bits of the same byte.
      const number = (bytes[p] as number) >> 4;
      into.register[i] = bank + ((context & (1 << CONTEXT.mode64)) === 0 ? number & 7 : number);
      return p + 1;
    }
    case ACTION.lastLow:
      into.low[i] = (bytes[p - 1] as number) & 15;
      return p;
    case ACTION.one:
      into.low[i] = 1;
      return p;
    case ACTION.offset:
      return readOffset(bytes, p, start, i, context, into);
    case ACTION.far:
      return readFar(bytes, p, size, i, into);
    case ACTION.immediateV:
      into.low[i] = signed32(bytes, p);
      into.high[i] = signed32(bytes, p + 4);
      return p + 8;
    case ACTION.immediate16:
      into.low[i] = unsigned16(bytes, p);
      return p + 2;
    default:
      into.low[i] = bytes[p] as number;
      return p + 1;
  }
}

function readFar(bytes: Uint8Array, p: number, size: number, i: number, into: Instruction): number {
  into.low[i] = size === 0 ? unsigned16(bytes, p) : signed32(bytes, p);
  const end = p + (size === 0 ? 2 : 4);
  into.high[i] = unsigned16(bytes, end);
  return end + 2;
}

/** The address that `mov` with the accumulator has in place of ModRM. */
function readOffset(
  bytes: Uint8Array,
  p: number,
  start: number,
  i: number,
  context: number,
  into: Instruction,
): number {
  const size = (context >> CONTEXT.addressSize) & 3;
  into.memory = OPERAND.absolute;
  into.displacementOffset = p - start;
  into.displacementBytes = 2 << size;
  into.low[i] = size === 0 ? unsigned16(bytes, p) : signed32(bytes, p);
  into.high[i] = size === 2 ? signed32(bytes, p + 4) : 0;
  into.target = (into.high[i] as number) * 2 ** 32 + (into.low[i] as number);
  return p + (2 << size);
}
