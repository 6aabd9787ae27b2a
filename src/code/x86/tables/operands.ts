// The notation of operands in the tables, and what the decoder makes of each name.
//
// A name is a place, a width and (for registers or memory) the width of the memory where it is another one:
//   general   G reg field, E register or memory, R register only, Z opcode, B vvvv
//   vector    V reg field, W register or memory, U register only, H vvvv, L high bits of the last immediate
//   MMX       P reg field, Q register or memory, N register only
//   others    S segment, C control, D debug, T tile (Tg reg, Te rm, Th vvvv), K mask (Kg, Ke rm, Kr rm register only, Kh), Y bound (Yg, Ye)
//   memory    M and bytes, or M alone where the size depends on more; X a vector of addresses
//   immediate Ib, Is (byte, sign-extended), Iw, Id, Iz (16 or 32 bits), Iv (up to 64), I1 (the constant 1), I4 (low bits of the byte of L)
//   target    Jb, Jz, Jx (as Jz, never cut to 16 bits), Ap (far), Ob and Ov (address)
// Widths: b w d q bytes 1 2 4 8; v operand size, z the same up to 4, y 4 or 8; o n u bytes 16 32 64;
// x the length of vectors, h half of it (a register is never below 16), f a quarter, e an eighth; k its length in bits.
// A name in small letters is that register; aV is the accumulator by operand size, aZ the same up to 4 bytes.

import { OPERAND } from '../instruction.ts';
import { BANK, REGISTER } from '../registers.ts';

/** What the decoder does for an operand; from `last` on it reads more bytes. */
export const ACTION = {
  none: 0,
  field: 1,
  fieldByte: 2,
  rm: 3,
  rmByte: 4,
  memory: 5,
  opcode: 6,
  opcodeByte: 7,
  fixed: 8,
  vvvv: 9,
  field3: 10,
  rm3: 11,
  fieldVector: 12,
  rmVector: 13,
  vvvvVector: 14,
  vvvv3: 15,
  last: 16,
  immediate8: 17,
  immediateSigned: 18,
  immediate16: 19,
  immediate32: 20,
  immediateZ: 21,
  immediateV: 22,
  one: 23,
  lastLow: 24,
  relative8: 25,
  relativeZ: 26,
  relativeX: 27,
  far: 28,
  offset: 29,
  /** Of a form: more than one of these. */
  several: 30,
} as const;

/**
 * An operand as two numbers, by its number, by whether ModRM names memory, and by width: where its register, its kind and its size are. What
 * has a register is read without asking what it is: of the fields of an instruction, a shift and a mask choose one (none with the mask 0).
 */
export const PLACE = {
  /** The first number: mask, shift, bank (of which it is the register); whether 4 to 7 may be ah to bh; kind, 0 where memory has it. */
  mask: 0,
  shift: 5,
  bank: 9,
  byte: 18,
  kind: 19,
  isMemory: 23,
  /** The second: bytes, action, bank. */
  size: 0,
  action: 16,
  rawBank: 21,
} as const;
/** By what a shift chooses: the reg field, rm (or the register in the opcode), vvvv. */
export const LANE = { field: 0, rm: 5, vvvv: 10 } as const;

const REGISTERS: ReadonlyMap<number, readonly [lane: number, mask: number]> = new Map([
  [ACTION.field, [LANE.field, 15]],
  [ACTION.fieldByte, [LANE.field, 15]],
  [ACTION.rm, [LANE.rm, 15]],
  [ACTION.rmByte, [LANE.rm, 15]],
  [ACTION.opcode, [LANE.rm, 15]],
  [ACTION.opcodeByte, [LANE.rm, 15]],
  [ACTION.fixed, [LANE.field, 0]],
  [ACTION.vvvv, [LANE.vvvv, 15]],
  [ACTION.vvvv3, [LANE.vvvv, 15]],
  [ACTION.field3, [LANE.field, 7]],
  [ACTION.rm3, [LANE.rm, 7]],
  [ACTION.fieldVector, [LANE.field, 31]],
  [ACTION.rmVector, [LANE.rm, 31]],
  [ACTION.vvvvVector, [LANE.vvvv, 31]],
]);
/** Kinds of what is no register in one of these, but read from bytes of its own; all others are immediates. */
const READ_KINDS: ReadonlyMap<number, number> = new Map([
  [ACTION.last, OPERAND.register],
  [ACTION.relative8, OPERAND.relative],
  [ACTION.relativeZ, OPERAND.relative],
  [ACTION.relativeX, OPERAND.relative],
  [ACTION.far, OPERAND.far],
  [ACTION.offset, OPERAND.absolute],
]);

/** Both numbers of an operand for each width, of instructions whose ModRM names a register, then of those where it names memory. */
export function packOperand({ action, mod, banks, sizes }: OperandKind): number[] {
  const found = REGISTERS.get(action);
  return [false, true].flatMap((isMemory) =>
    banks.flatMap((bank, width) => {
      const rest = (sizes[width] as number) | (action << PLACE.action) | (bank << PLACE.rawBank);
      if (action === ACTION.none) return [0, 0];
      if (action === ACTION.memory || (isMemory && mod === 'any')) return [1 << PLACE.isMemory, rest];
      if (found === undefined) return [(READ_KINDS.get(action) ?? OPERAND.immediate) << PLACE.kind, rest];
      const [lane, mask] = found;
      const byte = BYTES.has(action) ? 1 << PLACE.byte : 0;
      return [mask | (lane << PLACE.shift) | (bank << PLACE.bank) | byte | (OPERAND.register << PLACE.kind), rest];
    }),
  );
}

const BYTES: ReadonlySet<number> = new Set([ACTION.fieldByte, ACTION.rmByte, ACTION.opcodeByte]);

/** What a form may depend on: operand size (0 16 bits, 1 32, 2 64) and, times 4, vector length (0 128 bits, 1 256, 2 512). */
const WIDTHS = 16;

/** One kind of operand. */
export interface OperandKind {
  readonly name: string;
  readonly action: number;
  /** Both by operand size and vector length, `WIDTHS` of them. */
  readonly banks: readonly number[];
  readonly sizes: readonly number[];
  /** Whether it can be memory, and whether it must or must not be. */
  readonly mod: 'any' | 'memory' | 'register' | 'none';
  readonly usesModRm: boolean;
  readonly usesVvvv: boolean;
  /** Index registers are of vectors. */
  readonly isVectorIndex: boolean;
}

const FIXED_BYTES: Readonly<Record<string, number>> = { b: 1, w: 2, d: 4, q: 8, t: 10, o: 16, n: 32, u: 64 };
const VECTOR_SHARES: Readonly<Record<string, number>> = { x: 1, h: 2, f: 4, e: 8, k: 8 };

function bytesOf(width: string, operandSize: number, length: number): number {
  const fixed = FIXED_BYTES[width];
  if (fixed !== undefined) return fixed;
  if (width === 'v') return 2 << operandSize;
  if (width === 'z') return operandSize === 0 ? 2 : 4;
  if (width === 'y') return operandSize === 2 ? 8 : 4;
  const share = VECTOR_SHARES[width];
  if (share !== undefined) return (16 << length) / share;
  if (/^\d+$/.test(width)) return Number(width);
  if (width === 'p') return (2 << operandSize) + 2;
  if (width === 'a') return 4 << operandSize;
  throw new Error(`no width: ${width}`);
}

function byWidth(value: (operandSize: number, length: number) => number): number[] {
  return Array.from({ length: WIDTHS }, (_, i) => value(Math.min(i & 3, 2), Math.min(i >> 2, 2)));
}

const GENERAL_BANKS: Readonly<Record<number, number>> = { 1: BANK.byte, 2: BANK.word, 4: BANK.dword, 8: BANK.qword };

function vectorBank(bytes: number): number {
  return bytes >= 64 ? BANK.zmm : bytes >= 32 ? BANK.ymm : BANK.xmm;
}

type Place = readonly [action: number, mod: OperandKind['mod'], usesModRm: boolean, usesVvvv: boolean];
const GENERAL: Readonly<Record<string, Place>> = {
  G: [ACTION.field, 'none', true, false],
  E: [ACTION.rm, 'any', true, false],
  R: [ACTION.rm, 'register', true, false],
  Z: [ACTION.opcode, 'none', false, false],
  B: [ACTION.vvvv, 'none', true, true],
};
const VECTOR: Readonly<Record<string, Place>> = {
  V: [ACTION.fieldVector, 'none', true, false],
  W: [ACTION.rmVector, 'any', true, false],
  U: [ACTION.rmVector, 'register', true, false],
  H: [ACTION.vvvvVector, 'none', true, true],
  L: [ACTION.last, 'none', true, false],
};
/** Places of the small banks, by the letter behind that of the bank. */
const SMALL: Readonly<Record<string, Place>> = {
  g: [ACTION.field3, 'none', true, false],
  e: [ACTION.rm3, 'any', true, false],
  r: [ACTION.rm3, 'register', true, false],
  h: [ACTION.vvvv3, 'none', true, true],
};
const SMALL_BANKS: Readonly<Record<string, readonly [bank: number, bytes: number]>> = {
  T: [BANK.tile, 1024],
  K: [BANK.mask, 8],
  Y: [BANK.bound, 16],
};
const MMX: Readonly<Record<string, Place>> = {
  P: SMALL['g'] as Place,
  Q: SMALL['e'] as Place,
  N: SMALL['r'] as Place,
};
const SYSTEM: Readonly<Record<string, readonly [action: number, bank: number, width: string]>> = {
  S: [ACTION.field3, BANK.segment, 'w'],
  Cd: [ACTION.field, BANK.control, 'd'],
  Cq: [ACTION.field, BANK.control, 'q'],
  Dd: [ACTION.field, BANK.debug, 'd'],
  Dq: [ACTION.field, BANK.debug, 'q'],
};
const IMMEDIATE: Readonly<Record<string, readonly [action: number, width: string]>> = {
  Ib: [ACTION.immediate8, 'b'],
  Is: [ACTION.immediateSigned, 'v'],
  Iw: [ACTION.immediate16, 'w'],
  Id: [ACTION.immediate32, 'd'],
  Iz: [ACTION.immediateZ, 'v'],
  Iv: [ACTION.immediateV, 'v'],
  I1: [ACTION.one, 'b'],
  I4: [ACTION.lastLow, 'b'],
  Jb: [ACTION.relative8, 'v'],
  Jz: [ACTION.relativeZ, 'v'],
  Jx: [ACTION.relativeX, 'v'],
  Ap: [ACTION.far, 'p'],
  Ob: [ACTION.offset, 'b'],
  Ov: [ACTION.offset, 'v'],
};
const FIXED: Readonly<Record<string, readonly [register: number, width: string]>> = {
  al: [REGISTER.al, 'b'],
  cl: [REGISTER.cl, 'b'],
  ax: [REGISTER.ax, 'w'],
  dx: [REGISTER.dx, 'w'],
  st0: [REGISTER.st0, 't'],
  ...Object.fromEntries(
    ['es', 'cs', 'ss', 'ds', 'fs', 'gs'].map((name, i) => [name, [BANK.segment + i, 'w'] as const]),
  ),
};

const known = new Map<string, OperandKind>();

/** The operand that a name stands for: one object for each name. */
export function operandOf(name: string): OperandKind {
  let operand = known.get(name);
  if (operand === undefined) known.set(name, (operand = readOperand(name)));
  return operand;
}

function readOperand(name: string): OperandKind {
  const found = immediateOperand(name) ?? fixedOperand(name) ?? registerOperand(name) ?? memoryOperand(name);
  if (found === undefined) throw new Error(`no operand: ${name}`);
  return found;
}

function kindOf(
  name: string,
  [action, mod, usesModRm, usesVvvv]: Place,
  bank: (operandSize: number, length: number) => number,
  width: string,
): OperandKind {
  const sizes = byWidth((operandSize, length) => bytesOf(width, operandSize, length));
  return { name, action, banks: byWidth(bank), sizes, mod, usesModRm, usesVvvv, isVectorIndex: false };
}

function immediateOperand(name: string): OperandKind | undefined {
  const found = IMMEDIATE[name];
  return found && kindOf(name, [found[0], 'none', name === 'I4', false], () => 0, found[1]);
}

function fixedOperand(name: string): OperandKind | undefined {
  const place: Place = [ACTION.fixed, 'none', false, false];
  if (name === 'aV' || name === 'aZ') {
    const width = name === 'aV' ? 'v' : 'z';
    return kindOf(name, place, (size) => GENERAL_BANKS[bytesOf(width, size, 0)] ?? 0, width);
  }
  const found = FIXED[name];
  return found && kindOf(name, place, () => found[0], found[1]);
}

function registerOperand(name: string): OperandKind | undefined {
  const [letter = '', width = '', ...rest] = name;
  const memory = rest.length > 0 ? rest.join('') : undefined;
  const general = GENERAL[letter];
  if (general !== undefined) {
    const [action, ...others] = general;
    const place: Place = [width === 'b' ? action + (BYTE_ACTIONS.has(action) ? 1 : 0) : action, ...others];
    return kindOf(name, place, (size) => GENERAL_BANKS[bytesOf(width, size, 0)] ?? 0, memory ?? width);
  }
  const vector = VECTOR[letter];
  if (vector !== undefined) {
    return kindOf(name, vector, (size, length) => vectorBank(bytesOf(width, size, length)), memory ?? width);
  }
  const small = SMALL_BANKS[letter];
  const place = SMALL[width];
  if (small !== undefined && place !== undefined)
    return kindOf(name, place, () => small[0], memory ?? String(small[1]));
  const mmx = MMX[letter];
  if (mmx !== undefined) return kindOf(name, mmx, () => BANK.mm, name.length > 1 ? name.slice(1) : 'q');
  const system = SYSTEM[name];
  if (system !== undefined) return kindOf(name, [system[0], 'none', true, false], () => system[1], system[2]);
  return name === 'St' ? kindOf(name, [ACTION.rm3, 'register', true, false], () => BANK.st, 't') : undefined;
}

/** Those that have a neighbour for bytes, where registers 4 to 7 mean others without REX. */
const BYTE_ACTIONS: ReadonlySet<number> = new Set([ACTION.field, ACTION.rm, ACTION.opcode]);

function memoryOperand(name: string): OperandKind | undefined {
  const place: Place = [ACTION.memory, 'memory', true, false];
  if (name.startsWith('M')) return kindOf(name, place, () => 0, name.slice(1) || '0');
  const [letter, index = '', ...element] = name;
  if (letter !== 'X') return undefined;
  const bank = (size: number, length: number): number => vectorBank(bytesOf(index, size, length));
  return { ...kindOf(name, place, bank, element.join('')), isVectorIndex: true };
}
