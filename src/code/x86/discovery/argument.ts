// What a call in a block is given, where that is an address that the block says.

import { FLOW } from '../../flow.ts';
import { OPERAND } from '../instruction.ts';
import { MNEMONICS } from '../mnemonics.ts';
import { writesRegister } from '../written-register.ts';
import type { CodeMap } from './code-map.ts';

/** Registers of the parameters of 64-bit programs, by number. */
const WINDOWS = [1, 2, 8, 9];
const UNIX = [7, 6, 2, 1, 8, 9];

/** The constant that is an argument of the call behind these instructions; the first parameter is 0. What other calls take is in the way. */
export function argumentOf(map: CodeMap, before: Float64Array, parameter: number): number | undefined {
  return map.image.bits === 32 ? pushed(map, before, parameter) : inRegister(map, before, parameter);
}

function pushed(map: CodeMap, before: Float64Array, parameter: number): number | undefined {
  let left = parameter;
  for (let i = before.length - 1; i >= 0; i--) {
    const instruction = map.decode(before[i] as number);
    if (instruction === undefined || instruction.flow === FLOW.call) return undefined;
    if (MNEMONICS[instruction.mnemonic] !== 'push') continue;
    if (left-- === 0) return instruction.kind[0] === OPERAND.immediate ? instruction.low[0] : undefined;
  }
  return undefined;
}

function inRegister(map: CodeMap, before: Float64Array, parameter: number): number | undefined {
  const register = (map.facts.platform === 'windows' ? WINDOWS : UNIX)[parameter];
  if (register === undefined) return undefined;
  for (let i = before.length - 1; i >= 0; i--) {
    const instruction = map.decode(before[i] as number);
    if (instruction === undefined || instruction.flow === FLOW.call) return undefined;
    if (!writesRegister(instruction, register)) continue;
    if (instruction.kind[1] === OPERAND.immediate) return instruction.low[1];
    return instruction.kind[1] === OPERAND.ripRelative && MNEMONICS[instruction.mnemonic] === 'lea'
      ? instruction.target
      : undefined;
  }
  return undefined;
}
