// Functions that nothing leads to: what stands between the others, and what pointers in data lead to.

import { FLOW } from '../../flow.ts';
import { LOCATION } from '../../location-map.ts';
import { MODE, OPERAND } from '../instruction.ts';
import { MNEMONICS } from '../mnemonics.ts';
import { LINK_REGISTER, STACK_POINTER } from '../registers.ts';
import type { ArmCode } from './arm-code.ts';

/** `nop`, and zeros. */
const NOP = 0xd503201f;
/** Instructions in a row that have to be there for bytes to be code. */
const MOST_TRIED = 256;
const FEWEST = 2;
/** Registers that a function saves before it uses them. */
const FIRST_SAVED = 19;
const LANDING = /^(?:bti|paciasp|pacibsp|hint)/;

/**
 * Beginnings of what looks like functions in bytes that are nothing yet, each behind the end of another or behind padding. Each is to be followed before
 * the next one is asked for: what belongs to it is no gap any more.
 */
export function* gapFunctions(code: ArmCode): Generator<number, void, void> {
  const { image, locations } = code;
  for (const { start, end, isExecutable, bytes } of image.regions) {
    if (!isExecutable) continue;
    const last = Math.min(end, start + bytes.length) - 4;
    let isBehindEnd = true;
    for (let at = Math.ceil(start / 4) * 4; at <= last; at += 4) {
      if (locations.kindAt(at) === LOCATION.instruction) {
        isBehindEnd = true;
        continue;
      }
      if (locations.kindAt(at) !== LOCATION.none || isPadding(image.unsigned(at, 4))) continue;
      if (!code.allowance.takeTrialStep()) return;
      if (!isBehindEnd && !hasPrologue(code, at)) continue;
      const length = runLength(code, at);
      if (length === 0) {
        isBehindEnd = false;
        continue;
      }
      yield at;
      if (locations.kindAt(at) === LOCATION.none) at += length - 4;
    }
  }
}

function isPadding(word: number): boolean {
  return word === NOP || word === 0;
}

/** Bytes of a run of instructions that ends as functions end; 0 where there is none. */
function runLength(code: ArmCode, start: number): number {
  for (let i = 0; i < MOST_TRIED; i++) {
    const at = start + i * 4;
    if (code.locations.kindAt(at) === LOCATION.instruction || !code.allowance.takeTrialStep()) return 0;
    const instruction = code.decode(at);
    if (instruction === undefined || (instruction.flow === FLOW.stop && i < FEWEST)) return 0;
    const { flow, target } = instruction;
    if (target >= 0 && (flow === FLOW.call || flow === FLOW.jump) && !code.image.isExecutable(target)) return 0;
    if (flow === FLOW.return || flow === FLOW.jump)
      return i + 1 >= FEWEST || hasPrologue(code, start) ? (i + 1) * 4 : 4;
  }
  return 0;
}

/** Whether an instruction is one that functions begin with: it saves registers, or marks where branches may go. */
export function hasPrologue(code: ArmCode, at: number): boolean {
  const instruction = code.decode(at);
  if (instruction === undefined) return false;
  const { mnemonic, mode, base, kind, register } = instruction;
  const name = MNEMONICS[mnemonic] ?? '';
  if (LANDING.test(name)) return true;
  if (name === 'stp' || name === 'str') {
    return (
      mode === MODE.preIndex &&
      base === STACK_POINTER &&
      (register[1] === LINK_REGISTER || (register[0] as number) >= FIRST_SAVED)
    );
  }
  return (
    name === 'sub' && kind[0] === OPERAND.register && register[0] === STACK_POINTER && register[1] === STACK_POINTER
  );
}

/** What pointers in data lead to that begins as functions do. */
export function* pointedFunctions(code: ArmCode): Generator<number, void, void> {
  const { image, locations } = code;
  const word = image.bits / 8;
  for (const { start, end, bytes, isExecutable } of image.regions) {
    if (isExecutable) continue;
    const last = Math.min(end, start + bytes.length) - word;
    for (let at = Math.ceil(start / word) * word; at <= last; at += word) {
      const target = image.pointer(at);
      if (target < 0 || target % 4 !== 0 || !image.isExecutable(target)) continue;
      if (locations.kindAt(target) !== LOCATION.none || !code.allowance.takePointer()) continue;
      if (looksLikeFunction(code, target)) yield target;
    }
  }
}

/** Whether what is at an address begins as functions do, or stands where they do and ends as they do. */
export function looksLikeFunction(code: ArmCode, address: number): boolean {
  if (hasPrologue(code, address)) return true;
  const { image, locations, texts } = code;
  const before = address - 4;
  const isBehindEnd = locations.kindAt(before) === LOCATION.instruction || isPadding(image.unsigned(before, 4));
  return isBehindEnd && !texts.isText(address) && runLength(code, address) > 0;
}
