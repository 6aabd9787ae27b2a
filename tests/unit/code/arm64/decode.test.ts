import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../src/code/arm64/decode.ts';
import { formatInstruction } from '../../../../src/code/arm64/format.ts';
import {
  EXTEND,
  Instruction,
  immediateOf,
  MODE,
  OPERAND,
  signedImmediateOf,
  TRAIT,
} from '../../../../src/code/arm64/instruction.ts';
import { MNEMONICS, mnemonicNumber } from '../../../../src/code/arm64/mnemonics.ts';
import { FIRST_VECTOR, STACK_POINTER, ZERO_REGISTER } from '../../../../src/code/arm64/registers.ts';
import { FLOW } from '../../../../src/code/flow.ts';

const RUNS = Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 5000);
const instruction = new Instruction();

function text(word: number, address = 0x1000): string {
  return decode(word >>> 0, address, instruction) ? formatInstruction(instruction) : 'none';
}

describe('decoding A64', () => {
  it.each([
    [0x94000002, FLOW.call, 0x1008],
    [0x17ffffff, FLOW.jump, 0xffc],
    [0x54000040, FLOW.conditional, 0x1008],
    [0x5400004e, FLOW.jump, 0x1008],
    [0xb4000040, FLOW.conditional, 0x1008],
    [0x37080040, FLOW.conditional, 0x1008],
    [0xd61f0200, FLOW.jump, -1],
    [0xd63f0200, FLOW.call, -1],
    [0xd65f03c0, FLOW.return, -1],
    [0xd65f0bff, FLOW.return, -1],
    [0xd4000001, FLOW.syscall, -1],
    [0xd4200000, FLOW.stop, -1],
    [0x00000000, FLOW.stop, -1],
    [0xd503201f, FLOW.next, -1],
  ])('tells how %i goes on and where', (word, flow, target) => {
    expect(decode(word, 0x1000, instruction)).toBe(true);
    expect([instruction.flow, instruction.target]).toEqual([flow, target]);
  });

  it('computes targets of 48-bit addresses exactly', () => {
    const address = 0xffff_ffff_fff0;
    decode(0x10ffffe0, address, instruction);
    expect(instruction.target).toBe(address - 4);
    decode(0x90000000, address, instruction);
    expect(instruction.target).toBe(0xffff_ffff_f000);
    decode(0xb0ffffe0, address, instruction);
    expect(instruction.target).toBe(0xffff_ffff_c000);
  });

  it('gives memory operands with their registers and how these change', () => {
    decode(0xf8408c20, 0, instruction);
    expect([instruction.mode, instruction.base, instruction.displacement]).toEqual([MODE.preIndex, 1, 8]);
    decode(0xa9bf7bfd, 0, instruction);
    expect([instruction.mode, instruction.base, instruction.displacement]).toEqual([MODE.preIndex, STACK_POINTER, -16]);
    expect(instruction.traits & TRAIT.readsFirst).toBe(TRAIT.readsFirst);
    decode(0xf8627820, 0, instruction);
    expect([instruction.base, instruction.index, instruction.indexExtend, instruction.indexAmount]).toEqual([
      1,
      2,
      EXTEND.lsl,
      3,
    ]);
    decode(0x3dc00420, 0, instruction);
    expect([instruction.register[0], instruction.width[0], instruction.displacement]).toEqual([FIRST_VECTOR, 128, 16]);
  });

  it('takes loads from a place in the code as memory', () => {
    expect(text(0x58000041)).toBe('ldr x1, 0x1008');
    expect([instruction.mode, instruction.base, instruction.target]).toEqual([MODE.literal, -1, 0x1008]);
  });

  it('tells the zero register from the stack pointer', () => {
    decode(0x910003fd, 0, instruction);
    expect([instruction.register[0], instruction.register[1]]).toEqual([29, STACK_POINTER]);
    decode(0xaa1f03e0, 0, instruction);
    expect(instruction.register[1]).toBe(ZERO_REGISTER);
  });

  it('has immediates whole, with and without sign', () => {
    decode(0x92800000, 0, instruction);
    expect([immediateOf(instruction, 1), signedImmediateOf(instruction, 1)]).toEqual([0xffff_ffff_ffff_ffffn, -1]);
    decode(0x12800000, 0, instruction);
    expect(immediateOf(instruction, 1)).toBe(0xffff_ffff);
    decode(0xd2c00020, 0, instruction);
    expect(immediateOf(instruction, 1)).toBe(2 ** 32);
    expect(instruction.kind[1]).toBe(OPERAND.immediate);
  });

  it('writes aliases, registers and names as assemblers take them', () => {
    expect(
      [0xaa0103e0, 0x7100041f, 0xd37df020, 0x1a9f17e0, 0x53001c20, 0xd53bd040, 0xd50b7e20, 0xf9800020].map((word) =>
        text(word),
      ),
    ).toEqual([
      'mov x0, x1',
      'cmp w0, #1',
      'lsl x0, x1, #3',
      'cset w0, eq',
      'uxtb w0, w1',
      'mrs x0, tpidr_el0',
      'dc civac, x0',
      'prfm pldl1keep, [x1]',
    ]);
  });

  it('shows names of addresses', () => {
    decode(0x94000002, 0x1000, instruction);
    expect(formatInstruction(instruction, (address) => (address === 0x1008 ? 'f' : undefined))).toBe('bl f');
  });

  it('never throws, and leaves a record that is whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 2 ** 46 }), (word, quarter) => {
        const address = quarter * 4;
        if (!decode(word, address, instruction)) return;
        expect(instruction.length).toBe(4);
        expect(MNEMONICS[instruction.mnemonic]).not.toBe('');
        expect(formatInstruction(instruction)).not.toMatch(/undefined|NaN|\?/);
        let hasLabel = false;
        for (let i = 0; i < instruction.operands; i++) {
          expect(instruction.kind[i]).not.toBe(OPERAND.none);
          hasLabel ||= instruction.kind[i] === OPERAND.label;
        }
        expect(instruction.target >= 0).toBe(hasLabel);
        expect(Number.isInteger(instruction.target)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('says the same of a word whatever was decoded before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 2, maxLength: 8 }), (words) => {
        for (const word of words) expect(text(word)).toBe(fresh(word));
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  });

  it('numbers names before and after tables are built', () => {
    expect(MNEMONICS[mnemonicNumber('bl')]).toBe('bl');
  });
});

function fresh(word: number): string {
  const other = new Instruction();
  return decode(word, 0x1000, other) ? formatInstruction(other) : 'none';
}
