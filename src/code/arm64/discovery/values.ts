// What registers hold, as far as the code of one function says it: addresses that are formed in two steps (`adrp`, `add`), numbers that are
// (`mov`, `movk`), and what is loaded from a known place. Values flow along the ways between blocks; where ways with different values meet,
// nothing is known.

import { FLOW } from '../../flow.ts';
import type { CodeBlock } from '../../program-code.ts';
import { EXTEND, type Instruction, immediateOf, MODE, OPERAND, signedImmediateOf, TRAIT } from '../instruction.ts';
import { MNEMONICS, mnemonicNumber } from '../mnemonics.ts';
import { FIRST_VECTOR, LINK_REGISTER, STACK_POINTER, ZERO_REGISTER } from '../registers.ts';

/** A number, or what lies at an address when the program runs. */
export type Value =
  | { readonly kind: 'constant'; readonly value: number | bigint }
  | { readonly kind: 'loaded'; readonly from: number };

export type Values = (Value | undefined)[];

const REGISTERS = STACK_POINTER + 1;
/** Registers below are a called function's to use. */
const FIRST_KEPT = 19;
/** How often an instruction is looked at, on average, until nothing more is expected of its function. */
const MOST_VISITS = 4;

const numbers = (names: string): ReadonlySet<number> => new Set(names.split(' ').map(mnemonicNumber));
const MOV = mnemonicNumber('mov');
const MOVZ = numbers('mov movz movn');
const MOVK = mnemonicNumber('movk');
const ADDRESS = numbers('adr adrp');
const ADD = mnemonicNumber('add');
const SUB = mnemonicNumber('sub');
const LDR = mnemonicNumber('ldr');
const ADR = mnemonicNumber('adr');
const LOADS_PAIR = numbers('ldp ldnp ldpsw ldxp ldaxp');
/** It fills eight registers. */
const LOADS_EIGHT = mnemonicNumber('ld64b');
/** They write their second operand. */
const EXCHANGES = /^(?:cas|swp|ldadd|ldset|ldclr|ldeor|ld[su](?:max|min))/;
const HIGHEST_ADDRESS = 2 ** 48;

/** What a register holds. */
export function valueIn(values: Values, register: number): Value | undefined {
  return register === ZERO_REGISTER ? ZERO : values[register];
}

const ZERO: Value = { kind: 'constant', value: 0 };

/** The address that a register holds; -1 where it is not known to be one. */
export function addressIn(values: Values, register: number): number {
  const value = register < 0 || register >= REGISTERS ? undefined : valueIn(values, register);
  if (value?.kind !== 'constant' || typeof value.value !== 'number') return -1;
  return value.value < HIGHEST_ADDRESS ? value.value : -1;
}

/** The address that a memory operand stands for; -1 where it is not known. */
export function placeOf(instruction: Instruction, values: Values): number {
  const { mode, target, base, index, displacement } = instruction;
  if (mode === MODE.literal) return target;
  if (mode === MODE.none || index >= 0) return -1;
  const address = addressIn(values, base);
  if (address < 0) return -1;
  return mode === MODE.postIndex ? address : address + displacement;
}

/** The address that an instruction leaves in its first operand as the last step of forming one; -1 where it forms none. The page alone, of `adrp`, is none. */
export function formedBy(instruction: Instruction, values: Values): number {
  const { mnemonic, operands, kind, register, target, low, amount } = instruction;
  if (mnemonic === ADR) return target;
  if (mnemonic !== ADD || operands !== 3 || kind[1] !== OPERAND.register || kind[2] !== OPERAND.immediate) return -1;
  const base = addressIn(values, register[1] as number);
  return base < 0 ? -1 : base + (low[2] as number) * 2 ** (amount[2] as number);
}

/** Applies an instruction to what is known. */
export function execute(instruction: Instruction, values: Values): void {
  const { flow } = instruction;
  if (flow === FLOW.next) executeNext(instruction, values);
  else if (flow === FLOW.call) {
    values.fill(undefined, 0, FIRST_KEPT);
    values[LINK_REGISTER] = undefined;
  } else if (flow === FLOW.syscall) values[0] = undefined;
}

function executeNext(instruction: Instruction, values: Values): void {
  const { mnemonic, operands, kind, register, traits, mode, base } = instruction;
  const written = operands > 0 && kind[0] === OPERAND.register ? (register[0] as number) : FIRST_VECTOR;
  const result = written < REGISTERS && (traits & TRAIT.readsFirst) === 0 ? resultOf(instruction, values) : undefined;
  const place = mode === MODE.preIndex || mode === MODE.postIndex ? movedBase(instruction, values) : undefined;
  if (written < REGISTERS && (traits & TRAIT.readsFirst) === 0) set(values, written, result);
  const second = operands > 1 && kind[1] === OPERAND.register ? (register[1] as number) : FIRST_VECTOR;
  if (second < REGISTERS && (LOADS_PAIR.has(mnemonic) || isExchange(mnemonic))) set(values, second, undefined);
  if (mode === MODE.preIndex || mode === MODE.postIndex) set(values, base, place);
  if (mnemonic === LOADS_EIGHT) for (let i = 1; i < 8; i++) set(values, written + i, undefined);
  else if (kind[0] === OPERAND.registerPair || kind[0] === OPERAND.writtenRegister) forgetWritten(instruction, values);
}

/** Of what writes more than its first operand: `casp`, copies and fills of memory. */
function forgetWritten({ operands, kind, register }: Instruction, values: Values): void {
  for (let operand = 0; operand < operands; operand++) {
    const written = register[operand] as number;
    if (kind[operand] === OPERAND.writtenRegister) set(values, written, undefined);
    else if (kind[operand] === OPERAND.registerPair && operand === 0) {
      set(values, written, undefined);
      set(values, written + 1, undefined);
    }
  }
}

const exchanges = new Map<number, boolean>();

function isExchange(mnemonic: number): boolean {
  let known = exchanges.get(mnemonic);
  if (known === undefined) {
    known = EXCHANGES.test(MNEMONICS[mnemonic] ?? '');
    exchanges.set(mnemonic, known);
  }
  return known;
}

function set(values: Values, register: number, value: Value | undefined): void {
  if (register !== ZERO_REGISTER && register >= 0 && register < REGISTERS) values[register] = value;
}

/** What the base register becomes. */
function movedBase({ base, displacement, index }: Instruction, values: Values): Value | undefined {
  const address = addressIn(values, base);
  return address < 0 || index >= 0 ? undefined : constant(masked(address + displacement, 64));
}

function constant(value: number | bigint): Value {
  return { kind: 'constant', value };
}

/** What the first operand becomes. */
function resultOf(instruction: Instruction, values: Values): Value | undefined {
  const { mnemonic, kind, operands, target, width } = instruction;
  if (ADDRESS.has(mnemonic)) return target < 0 ? undefined : constant(target);
  if (operands === 2 && MOVZ.has(mnemonic) && kind[1] === OPERAND.immediate)
    return constant(shiftedImmediate(instruction, 1));
  if (mnemonic === MOV && kind[1] === OPERAND.register) return copied(instruction, values);
  if (mnemonic === MOVK) return movedPart(instruction, values);
  if (mnemonic === ADD || mnemonic === SUB) return sumOf(instruction, values);
  if (mnemonic !== LDR) return undefined;
  const from = placeOf(instruction, values);
  return from < 0 || (width[0] as number) < 64 ? undefined : { kind: 'loaded', from };
}

function copied({ register, width }: Instruction, values: Values): Value | undefined {
  const source = register[1] as number;
  if (source >= REGISTERS) return undefined;
  const value = valueIn(values, source);
  return (width[1] as number) === 64 || value?.kind !== 'constant' ? value : constant(masked(value.value, 32));
}

/** An immediate with the shift that is written behind it, as wide as the register. */
function shiftedImmediate(instruction: Instruction, operand: number): number | bigint {
  const { amount, width, extend } = instruction;
  const bits = amount[operand] as number;
  const value = immediateOf(instruction, operand);
  if (bits === 0 || extend[operand] !== EXTEND.lsl) return value;
  return masked(BigInt(value) << BigInt(bits), width[0] as number);
}

function masked(value: number | bigint, bits: number): number | bigint {
  if (typeof value === 'number' && value >= 0 && value < 2 ** Math.min(bits, 53)) return value;
  const wide = BigInt.asUintN(bits, BigInt(value));
  return wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : wide;
}

/** `movk` changes 16 bits of what is there. */
function movedPart(instruction: Instruction, values: Values): Value | undefined {
  const { register, amount, width } = instruction;
  const known = valueIn(values, register[0] as number);
  if (known?.kind !== 'constant') return undefined;
  const shift = BigInt(amount[1] as number);
  const part = BigInt(immediateOf(instruction, 1)) << shift;
  return constant(masked((BigInt(known.value) & ~(0xffffn << shift)) | part, width[0] as number));
}

function sumOf(instruction: Instruction, values: Values): Value | undefined {
  const { mnemonic, operands, kind, register, amount, width } = instruction;
  if (operands < 3 || kind[1] !== OPERAND.register) return undefined;
  const first = valueIn(values, register[1] as number);
  if (first?.kind !== 'constant') return undefined;
  let second: number | bigint;
  if (kind[2] === OPERAND.immediate) second = signedImmediateOf(instruction, 2) * 2 ** (amount[2] as number);
  else {
    const isPlain = kind[2] === OPERAND.register || (kind[2] === OPERAND.shiftedRegister && amount[2] === 0);
    const other = isPlain ? valueIn(values, register[2] as number) : undefined;
    if (other?.kind !== 'constant') return undefined;
    second = other.value;
  }
  return constant(added(first.value, second, mnemonic === ADD, width[0] as number));
}

function added(first: number | bigint, second: number | bigint, isSum: boolean, bits: number): number | bigint {
  if (typeof first === 'number' && typeof second === 'number') {
    const sum = isSum ? first + second : first - second;
    if (Number.isSafeInteger(sum)) return masked(sum, bits);
  }
  return masked(isSum ? BigInt(first) + BigInt(second) : BigInt(first) - BigInt(second), bits);
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  return a.kind === 'constant' ? a.value === (b as typeof a).value : a.from === (b as typeof a).from;
}

/** Decodes at an address, into a record that the next call may fill again; undefined where there is no instruction. */
export type Decode = (address: number) => Instruction | undefined;

/** What registers hold at the beginning of each block of a function. */
export class FunctionValues {
  readonly #decode: Decode;
  readonly #entries = new Map<number, Values>();
  /** At the end of the block that was looked at last. */
  readonly #latest: Values = new Array<Value | undefined>(REGISTERS).fill(undefined);

  /** `next`: where a block goes on to. */
  constructor(
    decode: Decode,
    blocks: readonly CodeBlock[],
    start: number,
    next: (block: CodeBlock) => readonly number[],
  ) {
    this.#decode = decode;
    const byStart = new Map(blocks.map((block) => [block.start, block]));
    this.#entries.set(start, new Array<Value | undefined>(REGISTERS).fill(undefined));
    const todo = [start];
    let left = blocks.reduce((sum, { instructions }) => sum + instructions.length, 0) * MOST_VISITS;
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const block = byStart.get(at);
      if (block === undefined) continue;
      const ways = next(block);
      if (ways.length === 0) continue;
      left -= block.instructions.length;
      const isSpent = left < 0;
      const values = this.#run(block);
      for (const to of ways) {
        if (byStart.has(to) && this.#meet(to, values, isSpent)) todo.push(to);
      }
    }
  }

  /** Hands every instruction of a block to `use`, with what is known before it. */
  walk(block: CodeBlock, use: (instruction: Instruction, values: Values) => void): void {
    const values = [...(this.#entries.get(block.start) ?? new Array<Value | undefined>(REGISTERS).fill(undefined))];
    for (const at of block.instructions) {
      const instruction = this.#decode(at);
      if (instruction === undefined) return;
      use(instruction, values);
      // Who was told may have had something else decoded.
      const again = instruction.address === at ? instruction : this.#decode(at);
      if (again !== undefined) execute(again, values);
    }
  }

  #run({ start, instructions }: CodeBlock): Values {
    const values = this.#latest;
    const known = this.#entries.get(start) as Values;
    for (let i = 0; i < REGISTERS; i++) values[i] = known[i];
    for (const at of instructions) {
      const instruction = this.#decode(at);
      if (instruction !== undefined) execute(instruction, values);
    }
    return values;
  }

  /** Takes what comes along a way to a block; whether that changes what is known there. With `forget` nothing is believed any more. */
  #meet(start: number, values: Values, forget: boolean): boolean {
    const known = this.#entries.get(start);
    if (known === undefined) {
      this.#entries.set(start, forget ? new Array<Value | undefined>(REGISTERS).fill(undefined) : [...values]);
      return true;
    }
    let changed = false;
    for (let i = 0; i < REGISTERS; i++) {
      if (known[i] === undefined || (!forget && isSame(known[i], values[i]))) continue;
      known[i] = undefined;
      changed = true;
    }
    return changed;
  }
}
