// What an independent disassembler says of words: the fixture `tests/unit/code/arm64/words.txt.gz`, and its spelling and ours made comparable.
//
// How the fixture was made: random words of every group of bits 28 to 25, some fields set to 0 or 31 more often than chance does, five valid ones
// for each invalid one, given to LLVM 14's disassembler (C interface, `aarch64`, v9.3-a and every extension that it has). A line is the
// word in hexadecimal, a space and the answer, nothing where it has none.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { decode } from '../../src/code/arm64/decode.ts';
import { formatInstruction } from '../../src/code/arm64/format.ts';
import { Instruction } from '../../src/code/arm64/instruction.ts';

export interface GoldenWord {
  readonly word: number;
  readonly text: string;
}

/** Where words are decoded: beyond 32 bits, and a whole page, so that distances are those of pages. */
const ADDRESS = 0x1_0000_0000;
const instruction = new Instruction();

export function readGoldenWords(): GoldenWord[] {
  const path = new URL('../unit/code/arm64/words.txt.gz', import.meta.url);
  return gunzipSync(readFileSync(path))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => ({ word: Number.parseInt(line.slice(0, 8), 16), text: comparable(line.slice(9)) }));
}

/** Our answer with targets as distances. */
export function ourAnswer(word: number): string {
  if (!decode(word, ADDRESS, instruction)) return '';
  return comparable(formatInstruction(instruction, (address) => `#${address - ADDRESS}`));
}

/** Lower case, every number in decimal. */
function comparable(text: string): string {
  return text
    .toLowerCase()
    .replace(/\{ /g, '{')
    .replace(/ \}/g, '}')
    .replace(/ *\/\/.*/, '')
    .replace(/#(-?\d+\.\d+)/g, (_, number: string) => `#f${Number(number)}`)
    .replace(/#?-?\b0x[0-9a-f]+|#-?\d+(?![\d.])/g, (number) => {
      const digits = number.replace('#', '');
      const isNegative = digits.startsWith('-');
      const value = BigInt(isNegative ? digits.slice(1) : digits);
      return `#${isNegative ? -value : value}`;
    })
    .replace(/\s+/g, ' ')
    .trim();
}
