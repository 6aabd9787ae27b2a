// What beginnings of functions look like.

import { FLOW } from '../../flow.ts';
import { LOCATION } from '../../location-map.ts';
import { MODE, OPERAND } from '../instruction.ts';
import { mnemonicNumber } from '../mnemonics.ts';
import { LINK_REGISTER, STACK_POINTER } from '../registers.ts';
import type { ArmCode } from './arm-code.ts';
import { execute, type Values, valueIn } from './values.ts';

const NOP = 0xd503201f;
/** Instructions in a row after which bytes are code for certain. */
const MOST_TRIED = 256;
const FEWEST = 2;
/** Registers that a function saves before it uses them. */
const FIRST_SAVED = 19;
/** `bti c`, `bti jc`, `paciasp`, `pacibsp`. A `bti j` is for cases of a `switch`. */
const LANDINGS: ReadonlySet<number> = new Set([0xd503245f, 0xd50324df, 0xd503233f, 0xd503237f]);
const STORES: ReadonlySet<number> = new Set([mnemonicNumber('stp'), mnemonicNumber('str')]);
const SUB = mnemonicNumber('sub');
/** Instructions of the stubs that linkers make for imports. */
const MOST_OF_STUB = 5;

/** Whether a word is what linkers and compilers fill gaps with. */
export function isPadding(word: number): boolean {
  return word === NOP || word === 0;
}

/** Whether a word marks where indirect calls may go. */
export function isLanding(word: number): boolean {
  return LANDINGS.has(word >>> 0);
}

/** Whether an instruction is one that functions begin with: it saves registers, or marks where calls may go. */
export function hasPrologue(code: ArmCode, at: number): boolean {
  const instruction = code.decode(at);
  if (instruction === undefined) return false;
  const { word, mnemonic, mode, base, kind, register } = instruction;
  if (isLanding(word)) return true;
  if (STORES.has(mnemonic)) {
    return (
      mode === MODE.preIndex &&
      base === STACK_POINTER &&
      (register[1] === LINK_REGISTER || (register[0] as number) >= FIRST_SAVED)
    );
  }
  return (
    mnemonic === SUB && kind[0] === OPERAND.register && register[0] === STACK_POINTER && register[1] === STACK_POINTER
  );
}

/** Whether what is at an address does nothing but go on to an import. */
export function isStub(code: ArmCode, address: number): boolean {
  const values: Values = [];
  for (let i = 0; i < MOST_OF_STUB; i++) {
    const instruction = code.decode(address + i * 4);
    if (instruction === undefined) return false;
    const { flow, target, kind, register } = instruction;
    if (flow === FLOW.jump && target < 0 && kind[0] === OPERAND.register) {
      const value = valueIn(values, register[0] as number);
      return value?.kind === 'loaded' && code.facts.imports.has(value.from);
    }
    if (flow !== FLOW.next) return false;
    execute(instruction, values);
  }
  return false;
}

/** Bytes of a run of instructions that ends as functions end, or goes on for long; 0 where there is none. */
export function runLength(code: ArmCode, start: number): number {
  for (let i = 0; i < MOST_TRIED; i++) {
    const at = start + i * 4;
    if (code.locations.kindAt(at) === LOCATION.instruction || !code.allowance.takeTrialStep()) return 0;
    const instruction = code.decode(at);
    if (instruction === undefined || (instruction.flow === FLOW.stop && i < FEWEST)) return 0;
    const { flow, target } = instruction;
    if (target >= 0 && (flow === FLOW.call || flow === FLOW.jump) && !code.image.isExecutable(target)) return 0;
    if (flow === FLOW.return || flow === FLOW.jump) return (i + 1) * 4;
  }
  return MOST_TRIED * 4;
}

/** Whether what is at an address, to which a pointer leads, can be a function. */
export function mayBeFunction(code: ArmCode, address: number): boolean {
  return hasPrologue(code, address) || (!code.texts.isText(address) && runLength(code, address) > 0);
}

/** Whether what is at an address begins as functions do, or stands where they do and ends as they do. */
export function looksLikeFunction(code: ArmCode, address: number): boolean {
  const before = address - 4;
  const isBehindEnd =
    code.locations.kindAt(before) === LOCATION.instruction || isPadding(code.image.unsigned(before, 4));
  return isBehindEnd ? mayBeFunction(code, address) : hasPrologue(code, address);
}
