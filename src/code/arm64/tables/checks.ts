// Conditions of lines that the values of one field cannot say.

import { bitmaskImmediate } from '../bitmask.ts';

type Check = (word: number) => boolean;

const CHECKS_BY_NAME: Readonly<Record<string, Check>> = {
  /** `lsl` is `ubfm` whose second number is one below the first. */
  lslW: (word) => ((word >>> 10) & 63) !== 31 && ((word >>> 16) & 63) === ((word >>> 10) & 63) + 1,
  lslX: (word) => ((word >>> 10) & 63) !== 63 && ((word >>> 16) & 63) === ((word >>> 10) & 63) + 1,
  /** Bit field inserted at a place: the last bit is below the rotation. */
  inserts: (word) => ((word >>> 10) & 63) < ((word >>> 16) & 63),
  insertsLow: (word) => ((word >>> 16) & 63) === 0 || ((word >>> 10) & 63) < ((word >>> 16) & 63),
  /** What a load would write twice, or a base that is changed and read or written as well, is unpredictable: no instruction. */
  twoRegisters: (word) => (word & 31) !== ((word >>> 10) & 31),
  keepsBase: (word) => {
    const base = (word >>> 5) & 31;
    const isPair = ((word >>> 27) & 7) === 5;
    if (base === 31) return true;
    if (isPair) return (word & 31) !== base && ((word >>> 10) & 31) !== base;
    const isLoad = ((word >>> 22) & 1) === 1;
    return !isLoad || (word & 31) !== base;
  },
  keepsPointer: (word) => ((word >>> 5) & 31) === 31 || (word & 31) !== ((word >>> 5) & 31),
  /** Memory copies change all three registers. */
  copies: (word) => {
    const [d, n, s] = [word & 31, (word >>> 5) & 31, (word >>> 16) & 31];
    return d !== n && n !== s && d !== s;
  },
  evenPairs: (word) => ((word | (word >>> 16)) & 1) === 0,
  /** The mask cannot be said with `movz` or `movn`, which are preferred. */
  notMovable: (word) => !isMovable(word),
  /** `movz` and `movn` of zero that is shifted stay as they are. */
  movable: (word) => ((word >>> 5) & 0xffff) !== 0 || ((word >>> 21) & 3) === 0,
  movableInverted: (word) =>
    ((word >>> 5) & 0xffff) !== 0xffff && (((word >>> 5) & 0xffff) !== 0 || ((word >>> 21) & 3) === 0),
  /** The two sources are one. */
  sameRegisters: (word) => ((word >>> 5) & 31) === ((word >>> 16) & 31),
  /** A vector of this mask cannot be written with `dup` of eight bits, which is preferred. */
  onlyMask: (word) => {
    const value = bitmaskImmediate((word >>> 17) & 1, (word >>> 11) & 63, (word >>> 5) & 63, 64);
    return value !== undefined && !isDuplicable(value.low, value.high);
  },
};
const names = Object.keys(CHECKS_BY_NAME);
const checks = Object.values(CHECKS_BY_NAME);

/** The number of a check, from 1. */
export function checkNumber(name: string): number {
  const at = names.indexOf(name);
  if (at < 0) throw new Error(`no check ${name}`);
  return at + 1;
}

/** Whether a word passes a check. */
export function passes(number: number, word: number): boolean {
  return (checks[number - 1] as Check)(word);
}

function isMovable(word: number): boolean {
  const bits = word >>> 31 === 1 ? 64 : 32;
  const value = bitmaskImmediate((word >>> 22) & 1, (word >>> 16) & 63, (word >>> 10) & 63, bits);
  if (value === undefined) return false;
  const parts =
    bits === 64
      ? [value.low & 0xffff, value.low >>> 16, value.high & 0xffff, value.high >>> 16]
      : [value.low & 0xffff, value.low >>> 16];
  const others = parts.length - 1;
  return (
    parts.filter((part) => part === 0).length >= others || parts.filter((part) => part === 0xffff).length >= others
  );
}

/** Whether elements of some size are a signed byte, with or without eight zeros below. */
function isDuplicable(low: number, high: number): boolean {
  const sign = low >= 0x8000_0000 ? 0xffff_ffff : 0;
  if (high === sign && isShort(low | 0)) return true;
  if (high !== low) return false;
  if (isShort(low | 0)) return true;
  const half = low & 0xffff;
  if (low >>> 16 !== half) return false;
  return (half & 255) === 0 || isShort((half << 16) >> 16) || half >>> 8 === (half & 255);
}

function isShort(value: number): boolean {
  return (value << 24) >> 24 === value || ((value & 255) === 0 && (value << 16) >> 16 === value);
}
