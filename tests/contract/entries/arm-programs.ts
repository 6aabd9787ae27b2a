// Programs of A64 code for the contract suite: an ELF file and a PE file.

import { elfInput } from '../../../src/inputs/elf/index.ts';
import { peInput } from '../../../src/inputs/pe/index.ts';
import { CLEAR, LOOK_UP, START, STUB, smallArmElf, smallArmPe, UNNAMED } from '../../support/small-arm-program.ts';
import type { ContractEntry } from '../contract-entry.ts';
import { HOSTILE_PROGRAM, IN_MEMORY, outline } from './program-parts.ts';

/** Of blocks, each given as how many instructions it has. */
function blocks(start: number, ...counts: readonly number[]): string[] {
  let at = 0;
  const places = counts.map((count) => Array.from({ length: count }, () => 4 * at++));
  return outline(start, ...places);
}

const FUNCTIONS: readonly string[] = [
  ...blocks(START, 9),
  ...blocks(CLEAR, 1, 3, 1, 1),
  ...blocks(LOOK_UP, 2, 6, 2, 2, 2),
  ...blocks(UNNAMED, 2),
  ...blocks(STUB, 4),
];

const COMMON = { lacking: {}, hostile: HOSTILE_PROGRAM, longTexts: IN_MEMORY, expected: FUNCTIONS };

export const ARM_ENTRIES: readonly ContractEntry[] = [
  {
    ...COMMON,
    title: 'elf (AArch64)',
    input: elfInput,
    sound: () => smallArmElf(),
    broken: 'tried with x86-64',
    differences: [],
    different: () => smallArmElf(),
  },
  {
    ...COMMON,
    title: 'pe (ARM64)',
    input: peInput,
    sound: () => smallArmPe(),
    broken: 'tried with x86-64',
    differences: ['import-spellings'],
    different: () => smallArmPe(),
  },
];
