// What the decoder says of instructions, as rules and discovery need it. That it is right for all others is compared in oracle.test.ts.

import { describe, expect, it } from 'vitest';
import { FLOW } from '../../../../src/code/flow.ts';
import { decode } from '../../../../src/code/x86/decode.ts';
import { Instruction, OPERAND, PREFIX } from '../../../../src/code/x86/instruction.ts';
import { MNEMONICS } from '../../../../src/code/x86/mnemonics.ts';
import { REGISTER, registerName } from '../../../../src/code/x86/registers.ts';

const ADDRESS = 0x401000;

function bytesOf(code: string): Uint8Array {
  return Uint8Array.from(Buffer.from(code.replaceAll(' ', ''), 'hex'));
}

/** A whole instruction. */
function decoded(code: string, bits: 32 | 64 = 32, address = ADDRESS): Instruction {
  const bytes = bytesOf(code);
  const instruction = new Instruction();
  expect(decode(bytes, 0, bytes.length, address, bits, instruction)).toBe(bytes.length);
  expect(instruction).toMatchObject({ address, length: bytes.length });
  return instruction;
}

const nameOf = (code: string, bits: 32 | 64 = 32): string => MNEMONICS[decoded(code, bits).mnemonic] as string;

function lengthOf(code: string, bits: 32 | 64 = 32): number {
  const bytes = bytesOf(code);
  return decode(bytes, 0, bytes.length, ADDRESS, bits, new Instruction());
}

function immediate(code: string, i: number, bits: 32 | 64 = 32): { value: bigint; size: number; written: number } {
  const instruction = decoded(code, bits);
  expect(instruction.kind[i]).toBe(OPERAND.immediate);
  const value = (BigInt(instruction.high[i] as number) << 32n) | BigInt(instruction.low[i] as number);
  return { value, size: instruction.size[i] as number, written: instruction.immediateBytes };
}

describe('immediates', () => {
  it('have their value after the extension of the encoding, in the size of the operand', () => {
    expect(immediate('6a ff', 0)).toEqual({ value: 0xffffffffn, size: 4, written: 1 });
    expect(immediate('6a ff', 0, 64)).toEqual({ value: 0xffffffffffffffffn, size: 8, written: 1 });
    expect(immediate('83 3d 00 00 00 00 ff', 1)).toEqual({ value: 0xffffffffn, size: 4, written: 1 });
    expect(immediate('48 83 e4 f0', 1, 64)).toEqual({ value: 0xfffffffffffffff0n, size: 8, written: 1 });
    expect(immediate('80 00 ff', 1)).toEqual({ value: 0xffn, size: 1, written: 1 });
    expect(immediate('66 83 c0 ff', 1)).toEqual({ value: 0xffffn, size: 2, written: 1 });
    expect(immediate('c2 08 00', 0)).toEqual({ value: 8n, size: 2, written: 2 });
  });

  it('of four bytes in an instruction of 64 bits say so', () => {
    expect(immediate('48 c7 c0 ff ff ff ff', 1, 64)).toEqual({ value: 0xffffffffffffffffn, size: 8, written: 4 });
    expect(immediate('48 b8 ff ff ff ff 00 00 00 00', 1, 64)).toEqual({ value: 0xffffffffn, size: 8, written: 8 });
  });

  it('of 1 in the short forms of shifts are written nowhere', () => {
    expect(immediate('d1 e0', 1)).toEqual({ value: 1n, size: 1, written: 0 });
  });

  it('and displacements lie where the record says', () => {
    expect(decoded('c7 84 24 00 01 00 00 2a 00 00 00')).toMatchObject({
      displacementOffset: 3,
      displacementBytes: 4,
      immediateOffset: 7,
      immediateBytes: 4,
    });
  });
});

describe('memory operands', () => {
  it('are told apart by how they are encoded', () => {
    const kind = (code: string, bits: 32 | 64 = 32): number => decoded(code, bits).memory;
    expect(kind('8b 45 08')).toBe(OPERAND.memory);
    expect(kind('8b 44 24 08')).toBe(OPERAND.sib);
    expect(kind('8b 0d 30 00 00 00')).toBe(OPERAND.absolute);
    expect(kind('a1 30 00 00 00')).toBe(OPERAND.absolute);
    expect(kind('8b 0d 30 00 00 00', 64)).toBe(OPERAND.ripRelative);
    expect(kind('8b 04 25 60 00 00 00', 64)).toBe(OPERAND.sib);
    expect(kind('8b c1')).toBe(OPERAND.none);
  });

  it('with a SIB byte and no base have their address as target, and no displacement', () => {
    expect(decoded('8b 04 8d 00 30 40 80')).toMatchObject({
      base: 0,
      index: REGISTER.ecx,
      scale: 4,
      displacement: 0,
      target: 0x80403000,
    });
    expect(decoded('8b 04 25 00 00 00 80', 64)).toMatchObject({ index: 0, target: -0x80000000 });
  });

  it('relative to the next instruction count from its end, behind an immediate too', () => {
    expect(decoded('48 8d 05 f9 0f 00 00', 64).target).toBe(0x402000);
    expect(decoded('c7 05 f6 0f 00 00 01 00 00 00', 64).target).toBe(0x402000);
  });

  it('have signed displacements, and addresses of 16 bits two registers', () => {
    expect(decoded('8b 45 f8').displacement).toBe(-8);
    expect(registerName(decoded('67 8b 42 fe').base)).toBe('bp');
    expect(decoded('67 8b 42 fe')).toMatchObject({ displacement: -2 });
  });

  it('leave nothing of the instruction before', () => {
    const instruction = new Instruction();
    const bytes = bytesOf('8b 84 8b 00 01 00 00 90');
    decode(bytes, 0, 8, ADDRESS, 32, instruction);
    decode(bytes, 7, 8, ADDRESS, 32, instruction);
    expect(instruction).toMatchObject({ operands: 0, base: 0, index: 0, scale: 1, displacement: 0, memory: 0 });
  });
});

describe('flow', () => {
  it('is known for what does not go on to the next instruction', () => {
    const flow = (code: string, bits: 32 | 64 = 32): number => decoded(code, bits).flow;
    expect([flow('eb fe'), flow('e9 00 00 00 00'), flow('ff 25 00 00 00 00'), flow('ff e0')]).toEqual(
      Array(4).fill(FLOW.jump),
    );
    expect([flow('74 00'), flow('0f 85 00 00 00 00'), flow('e2 fe'), flow('e3 00')]).toEqual(
      Array(4).fill(FLOW.conditional),
    );
    expect([flow('e8 00 00 00 00'), flow('ff d0'), flow('ff 15 00 00 00 00')]).toEqual(Array(3).fill(FLOW.call));
    expect([flow('c3'), flow('c2 04 00'), flow('cb'), flow('f3 c3')]).toEqual(Array(4).fill(FLOW.return));
    expect([flow('cc'), flow('0f 0b'), flow('f4'), flow('cf')]).toEqual(Array(4).fill(FLOW.stop));
    expect([flow('cd 80'), flow('f1')]).toEqual(Array(2).fill(FLOW.interrupt));
    expect([flow('0f 05', 64), flow('0f 34')]).toEqual(Array(2).fill(FLOW.syscall));
    expect(flow('90')).toBe(FLOW.next);
  });

  it('has targets in the width of the code', () => {
    expect(decoded('e8 fb ff ff ff').target).toBe(ADDRESS);
    expect(decoded('eb 80', 32, 0).target).toBe(0xffffff82);
    expect(decoded('66 e9 00 00').target).toBe(0x1004);
    expect(decoded('66 e9 00 00 00 00', 64).target).toBe(ADDRESS + 6);
  });
});

describe('names', () => {
  it('are those of the manuals', () => {
    expect([nameOf('74 00'), nameOf('75 00'), nameOf('72 00'), nameOf('73 00')]).toEqual(['je', 'jne', 'jb', 'jae']);
    expect([nameOf('98'), nameOf('66 98'), nameOf('48 98', 64), nameOf('48 99', 64)]).toEqual([
      'cwde',
      'cbw',
      'cdqe',
      'cqo',
    ]);
    expect([nameOf('9c'), nameOf('9c', 64), nameOf('60'), nameOf('f1')]).toEqual([
      'pushfd',
      'pushfq',
      'pushad',
      'int1',
    ]);
    expect([nameOf('f3 0f 1e fa', 64), nameOf('f3 90'), nameOf('90')]).toEqual(['endbr64', 'pause', 'nop']);
    expect([nameOf('a5'), nameOf('f2 0f 10 c1')]).toEqual(['movsd', 'movsd']);
    expect([nameOf('0f 38 c9 c1'), nameOf('66 0f 38 dc c1'), nameOf('c4 e2 71 dc c2')]).toEqual([
      'sha1msg1',
      'aesenc',
      'vaesenc',
    ]);
  });
});

describe('prefixes', () => {
  it('are recorded as they were written', () => {
    expect(decoded('f0 66 67 01 00').prefixes).toBe(PREFIX.lock | PREFIX.operandSize | PREFIX.addressSize);
    expect(decoded('f3 a4').prefixes).toBe(PREFIX.rep);
    expect(decoded('48 89 c8', 64).prefixes).toBe(PREFIX.rexW);
    expect(decoded('64 a1 30 00 00 00').segment).toBe(5);
    expect(decoded('64 2e 8b 00').segment).toBe(2);
    expect(decoded('64 2e 8b 00', 64).segment).toBe(5);
  });

  it('count only where they stand last, if they are REX', () => {
    const instruction = decoded('48 66 89 c8', 64);
    expect(instruction.prefixes).toBe(PREFIX.operandSize);
    expect(registerName(instruction.register[0] as number)).toBe('ax');
  });

  it('make other registers of the bytes ah to bh', () => {
    expect(registerName(decoded('88 e0', 64).register[1] as number)).toBe('ah');
    expect(registerName(decoded('40 88 e0', 64).register[1] as number)).toBe('spl');
  });
});

describe('no instruction', () => {
  it('is what the processor refuses', () => {
    expect(lengthOf('f0 90')).toBe(0);
    expect(lengthOf('f0 01 c8')).toBe(0);
    expect(lengthOf('06', 64)).toBe(0);
    expect(lengthOf('8d c0')).toBe(0);
    expect(lengthOf('66 c5 f8 77')).toBe(0);
    expect(lengthOf('0f ff')).toBe(0);
  });

  it('is what has more than fifteen bytes, or is cut', () => {
    expect(lengthOf(`${'66 '.repeat(14)} 90`)).toBe(15);
    expect(lengthOf(`${'66 '.repeat(15)} 90`)).toBe(0);
    const whole = bytesOf('c7 84 24 00 01 00 00 2a 00 00 00');
    for (let length = 0; length < whole.length; length++) {
      expect(decode(whole.subarray(0, length), 0, length, ADDRESS, 32, new Instruction())).toBe(0);
      expect(decode(whole, 0, length, ADDRESS, 32, new Instruction())).toBe(0);
    }
  });

  it('is not what a guest of Virtual PC asks with', () => {
    expect(nameOf('0f 3f 07 0b')).toBe('vpcext');
  });
});
