// Operands that have bytes of their own: immediates, targets of jumps, addresses without ModRM, and registers in the last byte.

import { signed8, signed32, unsigned16 } from './bytes.ts';
import { type Instruction, OPERAND } from './instruction.ts';
import { CONTEXT } from './tables/context.ts';
import { ACTION } from './tables/operands.ts';

/** Reads operand `i` at `p`, and returns where it ends. */
export function readImmediate(
  bytes: Uint8Array,
  p: number,
  start: number,
  operand: number,
  i: number,
  context: number,
  into: Instruction,
): number {
  const action = operand & 31;
  const size = context & 3;
  if (action === ACTION.last) {
    // The register may be followed by an operand in the low bits of the same byte.
    const number = (bytes[p] as number) >> 4;
    into.kind[i] = OPERAND.register;
    into.register[i] = ((operand >> 5) & 511) + ((context & (1 << CONTEXT.mode64)) === 0 ? number & 7 : number);
    return p + 1;
  }
  if (action === ACTION.offset) return readOffset(bytes, p, start, i, context, into);
  let end = p + 1;
  into.kind[i] = OPERAND.immediate;
  into.high[i] = 0;
  switch (action) {
    case ACTION.immediate8:
      into.low[i] = bytes[p] as number;
      break;
    case ACTION.immediateSigned:
      setSigned(i, signed8(bytes, p), size, into);
      break;
    case ACTION.immediate16:
      into.low[i] = unsigned16(bytes, p);
      end = p + 2;
      break;
    case ACTION.immediate32:
      into.low[i] = signed32(bytes, p);
      end = p + 4;
      break;
    case ACTION.immediateZ:
      setSigned(i, size === 0 ? unsigned16(bytes, p) : signed32(bytes, p), size, into);
      end = p + (size === 0 ? 2 : 4);
      break;
    case ACTION.immediateV:
      into.low[i] = size === 0 ? unsigned16(bytes, p) : signed32(bytes, p);
      if (size === 2) into.high[i] = signed32(bytes, p + 4);
      end = p + (2 << size);
      break;
    default:
      end = readRare(bytes, p, action, i, size, context, start, into);
  }
  if (into.immediateBytes === 0) {
    into.immediateOffset = p - start;
    into.immediateBytes = end - p;
  }
  return end;
}

function readRare(
  bytes: Uint8Array,
  p: number,
  action: number,
  i: number,
  size: number,
  context: number,
  start: number,
  into: Instruction,
): number {
  switch (action) {
    case ACTION.one:
      into.low[i] = 1;
      return p;
    case ACTION.lastLow:
      into.low[i] = (bytes[p - 1] as number) & 15;
      return p;
    case ACTION.far: {
      into.kind[i] = OPERAND.far;
      into.low[i] = size === 0 ? unsigned16(bytes, p) : signed32(bytes, p);
      const end = p + (size === 0 ? 2 : 4);
      into.high[i] = unsigned16(bytes, end);
      return end + 2;
    }
    default:
      into.kind[i] = OPERAND.relative;
      return readRelative(bytes, p, action, size, context, start, into);
  }
}

/** Extends to the size of the operand. */
function setSigned(i: number, value: number, size: number, into: Instruction): void {
  into.low[i] = size === 0 ? value & 0xffff : value;
  into.high[i] = size === 2 ? value >> 31 : 0;
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
  into.kind[i] = OPERAND.absolute;
  into.memory = OPERAND.absolute;
  into.displacementOffset = p - start;
  into.displacementBytes = 2 << size;
  into.low[i] = size === 0 ? unsigned16(bytes, p) : signed32(bytes, p);
  into.high[i] = size === 2 ? signed32(bytes, p + 4) : 0;
  into.target = (into.high[i] as number) * 2 ** 32 + (into.low[i] as number);
  return p + (2 << size);
}

function readRelative(
  bytes: Uint8Array,
  p: number,
  action: number,
  size: number,
  context: number,
  start: number,
  into: Instruction,
): number {
  let distance = 0;
  let end = p;
  if (action === ACTION.relative8) {
    distance = signed8(bytes, p);
    end += 1;
  } else if (size === 0) {
    distance = (unsigned16(bytes, p) << 16) >> 16;
    end += 2;
  } else {
    distance = signed32(bytes, p);
    end += 4;
  }
  const target = into.address + (end - start) + distance;
  if ((context & (1 << CONTEXT.mode64)) !== 0) into.target = target;
  else into.target = size === 0 && action !== ACTION.relativeX ? target & 0xffff : target >>> 0;
  return end;
}
