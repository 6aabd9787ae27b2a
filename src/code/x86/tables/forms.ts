// Reads the lines of the tables. A line is
//
//   OPCODE[-OPCODE][.CONDITION]* MNEMONIC [OPERANDS] [WORDS]
//
// with opcodes in hexadecimal, operands in the notation of operands.ts, and conditions that say when the line holds: `/0` to `/7` the
// reg field, `rm0` to `rm7` the rm field, `mem` and `reg` what ModRM names, `np 66 f3 f2` mandatory prefixes, `m32 m64` the mode,
// `o16 o32 o64` operand and `a16 a32 a64` address size, `w0 w1`, `l0 l1 l2`, `r0 r1` and `b0 b1` (of REX). Several of one kind are
// alternatives. `CC` in a mnemonic is the condition of the opcode, and `x|y|z` are the names by operand size.

import { FLOW } from '../../flow.ts';
import { CONTEXT } from './context.ts';
import { ACTION, type OperandKind, operandOf } from './operands.ts';

/** What a form can depend on, in the order in which it is asked; all but the last three need no ModRM. */
export const DIMENSION = {
  mode: 0,
  prefix: 1,
  operandSize: 2,
  addressSize: 3,
  w: 4,
  length: 5,
  r: 6,
  b: 7,
  mod: 8,
  field: 9,
  rm: 10,
} as const;
/** How many values each has. */
export const VALUES: readonly number[] = [2, 4, 3, 3, 2, 4, 2, 2, 2, 8, 8];
/** Their first bits: of the context, and of the last three, of ModRM (above which a bit says that it names a register). */
export const FIRST_BIT: readonly number[] = [
  CONTEXT.mode64,
  CONTEXT.mandatory,
  CONTEXT.operandSize,
  CONTEXT.addressSize,
  CONTEXT.w,
  CONTEXT.vectorLength,
  CONTEXT.field,
  CONTEXT.rm,
  8,
  3,
  0,
];

/** Bits of what a form allows or asks for. */
export const FORM = {
  /** May be locked, if its destination is memory. */
  lock: 1,
  /** 64-bit code: operands have 64 bits (or 16 by prefix). */
  default64: 2,
  /** 64-bit code: operands have 64 bits whatever the prefixes say. */
  always64: 4,
  /** ModRM names a register whatever its mod bits are. */
  anyMod: 8,
  /** EVEX: may be masked; may be masked with zeroing; must be masked. */
  mask: 16,
  zeroing: 32,
  mustMask: 64,
  /** EVEX with a register: b gives the rounding; b only suppresses exceptions. */
  rounding: 128,
  suppress: 256,
  /** vvvv names a register. */
  vvvv: 512,
  /** Index registers are of vectors. */
  vectorIndex: 1024,
  /** No two of its vector registers may be the same. */
  distinct: 2048,
  /** A byte behind the operands is the opcode. */
  suffix: 4096,
  /** Memory must have a SIB byte. */
  sib: 8192,
  /** Addresses have the size of the mode, whatever the prefixes say. */
  longAddress: 16384,
  /** vvvv names one of eight. */
  eightByVvvv: 32768,
  /** Memory cannot be relative to the next instruction. */
  noRip: 65536,
  /** Memory is written: what is masked cannot be zeroed there. */
  store: 131072,
  /** The reg field names a register of which there are no more than 16. */
  noHighField: 262144,
  /** 66 may not be written even beside another mandatory prefix. */
  no66: 524288,
  /** Any of what is looked at before and after the operands are read. */
  checked: 1048576,
} as const;

/** What makes a form `checked`. */
export const RESTRICTED: number = FORM.distinct | FORM.suffix | FORM.sib | FORM.longAddress | FORM.noRip | FORM.no66;

const WORDS: Readonly<Record<string, number>> = {
  lock: FORM.lock,
  d64: FORM.default64,
  f64: FORM.always64,
  anymod: FORM.anyMod,
  k: FORM.mask,
  kz: FORM.mask | FORM.zeroing,
  'k!': FORM.mask | FORM.mustMask,
  er: FORM.rounding,
  sae: FORM.suppress,
  distinct: FORM.distinct,
  suffix: FORM.suffix,
  sib: FORM.sib,
  longaddress: FORM.longAddress,
  norip: FORM.noRip,
  no66: FORM.no66,
};
const FLOWS: Readonly<Record<string, number>> = {
  jump: FLOW.jump,
  jcc: FLOW.conditional,
  call: FLOW.call,
  return: FLOW.return,
  stop: FLOW.stop,
  interrupt: FLOW.interrupt,
  syscall: FLOW.syscall,
};
/** Condition codes, by the low four bits of their opcodes. */
const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g'];

const CONDITION_WORDS: ReadonlyMap<string, readonly [dimension: number, value: number]> = new Map([
  ...named(DIMENSION.mode, 'm32 m64'),
  ...named(DIMENSION.prefix, 'np 66 f3 f2'),
  ...named(DIMENSION.operandSize, 'o16 o32 o64'),
  ...named(DIMENSION.addressSize, 'a16 a32 a64'),
  ...named(DIMENSION.w, 'w0 w1'),
  ...named(DIMENSION.length, 'l0 l1 l2 l3'),
  ...named(DIMENSION.r, 'r0 r1'),
  ...named(DIMENSION.b, 'b0 b1'),
  ...named(DIMENSION.mod, 'mem reg'),
  ...named(DIMENSION.field, '/0 /1 /2 /3 /4 /5 /6 /7'),
  ...named(DIMENSION.rm, 'rm0 rm1 rm2 rm3 rm4 rm5 rm6 rm7'),
]);

function named(dimension: number, words: string): (readonly [string, readonly [number, number]])[] {
  return words.split(' ').map((word, value) => [word, [dimension, value]] as const);
}

/** One line of a table, for one opcode and operand size. */
export interface Form {
  readonly opcode: number;
  readonly mnemonic: string;
  readonly operands: readonly OperandKind[];
  readonly bits: number;
  readonly flow: number;
  /** By dimension: the values with which it holds as bits; 0 for all. */
  readonly conditions: readonly number[];
  readonly usesModRm: boolean;
  /** EVEX: bytes of the element that a memory operand repeats, 0 for none; bytes that a displacement of 8 bits counts, 0 for all of the operand. */
  readonly broadcast: number;
  readonly scale: number;
}

/** The forms of a table. */
export function readForms(lines: string): Form[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap(readLine);
}

function readLine(line: string): Form[] {
  const [where = '', name = '', ...rest] = line.split(/\s+/);
  const [range = '', ...conditionWords] = where.replaceAll('/', './').split('.');
  const [first = 0, last = first] = range.split('-').map((text) => Number.parseInt(text, 16));
  const isWord = (text: string): boolean =>
    WORDS[text] !== undefined || FLOWS[text] !== undefined || /^[bn]\d+$/.test(text);
  const hasOperands = rest[0] !== undefined && !isWord(rest[0]);
  const operands = hasOperands ? (rest[0] as string).split(',').map(operandOf) : [];
  const words = rest.slice(hasOperands ? 1 : 0);
  const conditions = readConditions(conditionWords, operands);
  const shared = {
    operands,
    bits: readBits(words, operands),
    flow: words.map((word) => FLOWS[word] ?? 0).find((flow) => flow > 0) ?? FLOW.next,
    usesModRm:
      operands.some(({ usesModRm }) => usesModRm) || conditions.slice(DIMENSION.mod).some((values) => values > 0),
    broadcast: numberOf(words, 'b'),
    scale: numberOf(words, 'n'),
  };
  const forms: Form[] = [];
  for (let opcode = first; opcode <= last; opcode++) {
    const mnemonic = name.replace('CC', CONDITIONS[opcode & 15] ?? '');
    for (const one of bySize(mnemonic, conditions)) forms.push({ opcode, ...one, ...shared });
  }
  return forms;
}

/** `x|y` are the names for 16 and 32 bits, and the last one goes for 64 bits too. */
function bySize(names: string, conditions: readonly number[]): { mnemonic: string; conditions: readonly number[] }[] {
  if (!names.includes('|')) return [{ mnemonic: names, conditions }];
  const parts = names.split('|');
  return [0, 1, 2].map((size) => ({
    mnemonic: parts[Math.min(size, parts.length - 1)] as string,
    conditions: conditions.map((values, i) => (i === DIMENSION.operandSize ? 1 << size : values)),
  }));
}

function readConditions(words: readonly string[], operands: readonly OperandKind[]): number[] {
  const conditions = VALUES.map(() => 0);
  for (const word of words) {
    const found = CONDITION_WORDS.get(word);
    if (found === undefined) throw new Error(`no condition: ${word}`);
    const [dimension, value] = found;
    conditions[dimension] = (conditions[dimension] as number) | (1 << value);
  }
  if (operands.some(({ mod }) => mod === 'memory')) conditions[DIMENSION.mod] = 1;
  if (operands.some(({ mod }) => mod === 'register')) conditions[DIMENSION.mod] = 2;
  if (operands.some(({ name }) => name === 'Kg' || name === 'Tg')) conditions[DIMENSION.r] = 1;
  if (operands.some(({ name }) => name === 'Tr')) conditions[DIMENSION.b] = 1;
  return conditions;
}

function readBits(words: readonly string[], operands: readonly OperandKind[]): number {
  let bits = 0;
  for (const word of words) bits |= WORDS[word] ?? 0;
  if (operands.some(({ usesVvvv }) => usesVvvv)) bits |= FORM.vvvv;
  if (operands.some(({ action }) => action === ACTION.vvvv3)) bits |= FORM.eightByVvvv;
  if (operands.some(({ action }) => action === ACTION.field || action === ACTION.field3)) bits |= FORM.noHighField;
  if (operands[0]?.mod === 'any' || operands[0]?.mod === 'memory') bits |= FORM.store;
  if (operands.some(({ isVectorIndex }) => isVectorIndex)) bits |= FORM.vectorIndex;
  return bits;
}

/** The number behind a letter among the words: `b4` has 4. */
function numberOf(words: readonly string[], letter: string): number {
  const found = words.find((word) => word.startsWith(letter) && /^\d+$/.test(word.slice(1)));
  return found === undefined ? 0 : Number(found.slice(1));
}
