// Tables are built when the first word of their group is met, and share room: in whatever order, they have to be whole.

import { expect, it } from 'vitest';
import { decode } from '../../../../src/code/arm64/decode.ts';
import { formatInstruction } from '../../../../src/code/arm64/format.ts';
import { Instruction } from '../../../../src/code/arm64/instruction.ts';

/** Words of groups by bits 28 to 25, those with the largest tables first. */
const WORDS: readonly (readonly [word: number, text: string])[] = [
  [0x04200000, 'add z0.b, z0.b, z0.b'],
  [0x80800000, 'fmopa za0.s, p0/m, p0/m, z0.s, z0.s'],
  [0x4e201c20, 'and v0.16b, v1.16b, v0.16b'],
  [0x1e222820, 'fadd s0, s1, s2'],
  [0x8b020020, 'add x0, x1, x2'],
  [0x9ac20c20, 'sdiv x0, x1, x2'],
  [0x0c407000, 'ld1 { v0.8b }, [x0]'],
  [0x88007c00, 'stxr w0, w0, [x0]'],
  [0xf9400820, 'ldr x0, [x1, #0x10]'],
  [0x3dc00020, 'ldr q0, [x1]'],
  [0x14000001, 'b 0x1004'],
  [0xd65f03c0, 'ret'],
  [0x91000420, 'add x0, x1, #1'],
  [0x92400020, 'and x0, x1, #1'],
];

it('tables of all groups can be built in an order that nobody chose', () => {
  const instruction = new Instruction();
  // Of every group a word, valid or not.
  for (let group = 15; group >= 0; group--) decode((group << 25) | 0x6000_0000, 0x1000, instruction);
  for (const [word, text] of WORDS) {
    expect([word, decode(word, 0x1000, instruction) && formatInstruction(instruction)]).toEqual([word, text]);
  }
});
