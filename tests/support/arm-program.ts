// Discovery over a few lines of A64 code.

import { discoverArmCode } from '../../src/code/arm64/discovery/discover.ts';
import type { AllowanceOptions } from '../../src/code/discovery/allowance.ts';
import { Image } from '../../src/code/image.ts';
import type { CodeFacts, ProgramCode } from '../../src/code/program-code.ts';
import { assembleA64, type Line } from './a64-words.ts';

/** Where code, data, and slots of imports lie. The labels `data` and `slots` name the latter two. */
export const CODE = 0x401000;
export const DATA = 0x403000;
export const SLOTS = 0x405000;

/** What a test says besides the code. */
export interface ArmRecipe extends Partial<Omit<CodeFacts, 'image'>> {
  readonly data?: Uint8Array;
}

export interface ArmProgram {
  readonly code: ProgramCode;
  /** Blocks of each function, by label or distance from the beginning of the code. */
  readonly functions: Readonly<Record<string, readonly string[]>>;
  readonly addressOf: (label: string) => number;
}

/** Finds the functions of code whose entry point is its first line. */
export function discoverArm(
  lines: readonly Line[],
  recipe: ArmRecipe | ((addressOf: (label: string) => number) => ArmRecipe) = {},
  options: AllowanceOptions = {},
): ArmProgram {
  const { bytes, labels } = assembleA64(CODE, lines, { data: DATA, slots: SLOTS });
  const addressOf = (label: string): number => labels.get(label) as number;
  const { data = new Uint8Array(), ...facts } = typeof recipe === 'function' ? recipe(addressOf) : recipe;
  const region = (start: number, content: Uint8Array, isExecutable: boolean) => ({
    ...{ start, end: start + Math.max(content.length, 0x1000), bytes: content, fileOffset: 0, name: 'region' },
    ...{ isReadable: true, isWritable: !isExecutable, isExecutable },
  });
  const code = discoverArmCode(
    {
      image: new Image({
        machine: 'arm64',
        bits: 64,
        base: 0x400000,
        regions: [region(CODE, bytes, true), region(DATA, data, false), region(SLOTS, new Uint8Array(), false)],
      }),
      platform: 'linux',
      imports: new Map(),
      seeds: [{ address: CODE, evidence: 'entry point' }],
      relocations: [],
      names: new Map(),
      ...facts,
    },
    options,
  );
  const names = new Map([...labels].map(([label, address]) => [address, label]));
  const nameOf = (address: number): string => names.get(address) ?? `+${(address - CODE).toString(16)}`;
  return {
    code,
    functions: Object.fromEntries(
      code.functions.map(({ address, blocks }) => [nameOf(address), blocks.map(({ start }) => nameOf(start))]),
    ),
    addressOf,
  };
}

/** Pointers of eight bytes, little-endian. */
export function pointers(...addresses: number[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(addresses, BigInt).buffer);
}
