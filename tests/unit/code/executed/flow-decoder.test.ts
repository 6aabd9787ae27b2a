// What following a run needs to know of an instruction, by its bytes.

import { describe, expect, it } from 'vitest';
import { type FlowDecoder, flowDecoder, XOR_SOURCE } from '../../../../src/code/executed/flow-decoder.ts';

function decoded(machine: 'x86' | 'arm64', digits: string): FlowDecoder {
  const decoder = flowDecoder(machine, 64);
  const bytes = Buffer.from(digits, 'hex');
  expect(decoder.decode(bytes, 0, bytes.length, 0x1000)).toBe(bytes.length);
  return decoder;
}

/** A64 is written as its words are read, so bytes are turned round. */
const word = (digits: string): string => Buffer.from(digits, 'hex').reverse().toString('hex');

describe('what an exclusive or mixes in', () => {
  it.each([
    ['x86', '31c8', 1, 'xor eax, ecx'],
    ['x86', '4d31c1', 8, 'xor r9, r8'],
    ['x86', '31c0', XOR_SOURCE.none, 'xor eax, eax'],
    ['x86', '3307', XOR_SOURCE.memory, 'xor eax, [rdi]'],
    ['x86', '3542000000', XOR_SOURCE.constant, 'xor eax, 0x42'],
    ['x86', '01c8', XOR_SOURCE.none, 'add eax, ecx'],
    ['arm64', word('4a020020'), 2, 'eor w0, w1, w2'],
    ['arm64', word('ca450483'), 5, 'eor x3, x4, x5, lsr #1'],
    ['arm64', word('4a010020'), XOR_SOURCE.none, 'eor w0, w1, w1'],
    ['arm64', word('4a1f0020'), XOR_SOURCE.none, 'eor w0, w1, wzr'],
    ['arm64', word('521e0020'), XOR_SOURCE.constant, 'eor w0, w1, #4'],
    ['arm64', word('0b020020'), XOR_SOURCE.none, 'add w0, w1, w2'],
  ] as const)('is known: %s %s', (machine, digits, source, _text) => {
    expect(decoded(machine, digits).xorSource).toBe(source);
  });
});

describe('where a call goes', () => {
  it.each([
    ['x86', 'ffd0', [-1, -1, 0], 'call rax'],
    ['x86', 'ff1500010000', [-1, 0x1106, -1], 'call [rip+0x100]'],
    ['x86', 'e8fb0f0000', [0x2000, -1, -1], 'call 0x2000'],
    ['arm64', word('d63f0100'), [-1, -1, 8], 'blr x8'],
    ['arm64', word('94000400'), [0x2000, -1, -1], 'bl 0x2000'],
    ['arm64', word('8b020020'), [-1, -1, -1], 'add x0, x1, x2'],
  ] as const)('is known: %s %s', (machine, digits, expected, _text) => {
    const { target, slot, targetRegister } = decoded(machine, digits);
    expect([target, slot, targetRegister]).toEqual(expected);
  });
});

describe('what is written to be taken back', () => {
  it.each([
    ['x86', '53', true, 'push rbx'],
    ['x86', '8807', false, 'mov [rdi], al'],
    ['arm64', word('a9bf7bfd'), true, 'stp x29, x30, [sp, #-16]!'],
    ['arm64', word('a9000440'), false, 'stp x0, x1, [x2]'],
    ['arm64', word('39000020'), false, 'strb w0, [x1]'],
  ] as const)('is known: %s %s', (machine, digits, spills, _text) => {
    expect(decoded(machine, digits).spills).toBe(spills);
  });
});
