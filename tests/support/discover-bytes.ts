// Discovery over a few bytes of code and data.

import { Buffer } from 'node:buffer';
import { Image } from '../../src/code/image.ts';
import type { CodeFacts, ProgramCode } from '../../src/code/program-code.ts';
import { type DiscoveryOptions, discoverCode } from '../../src/code/x86/discovery/discover.ts';

/** Where code, data, and slots of imports lie. */
export const CODE = 0x401000;
export const DATA = 0x402000;
export const SLOTS = 0x403000;

/** What a test says besides the code. Data is hexadecimal; blanks are for people. */
export interface Recipe extends Partial<Omit<CodeFacts, 'image'>> {
  readonly bits?: 32 | 64;
  readonly data?: string;
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));

/** Finds the functions of code whose entry point is its first byte. */
export function discover(code: string, recipe: Recipe = {}, options: DiscoveryOptions = {}): ProgramCode {
  const { bits = 32, data = '', ...facts } = recipe;
  const region = (start: number, bytes: Uint8Array, isExecutable: boolean) => ({
    ...{ start, end: start + 0x1000, bytes, fileOffset: 0, name: 'region' },
    ...{ isReadable: true, isWritable: !isExecutable, isExecutable },
  });
  const image = new Image({
    bits,
    base: 0x400000,
    regions: [
      region(0x400000, new Uint8Array(), false),
      region(CODE, bytesOf(code), true),
      region(DATA, bytesOf(data), false),
      region(SLOTS, new Uint8Array(), false),
    ],
  });
  return discoverCode(
    {
      image,
      platform: 'windows',
      imports: new Map(),
      seeds: [{ address: CODE, evidence: 'entry point' }],
      relocations: [],
      names: new Map(),
      ...facts,
    },
    options,
  );
}

/** Blocks of each function as `start-end`, all relative to the beginning of the code, in hexadecimal. */
export function blocksByFunction({ functions }: ProgramCode): Record<string, string[]> {
  return Object.fromEntries(
    functions.map(({ address, blocks }) => [
      (address - CODE).toString(16),
      blocks.map(({ start, end }) => `${(start - CODE).toString(16)}-${(end - CODE).toString(16)}`),
    ]),
  );
}
