// Instructions of CIL: how long they are, where they go on, what they load, and how they are written.

import { describe, expect, it } from 'vitest';
import { CilDecoder } from '../../../../src/code/cil/decode.ts';
import { formatCil, type TokenTexts } from '../../../../src/code/cil/format.ts';
import { mnemonicOf } from '../../../../src/code/cil/opcodes.ts';

function decoderOf(hexadecimal: string): CilDecoder {
  return new CilDecoder(new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex')));
}

function first(hexadecimal: string): CilDecoder {
  const decoder = decoderOf(hexadecimal);
  expect(decoder.decode(0)).toBe(true);
  return decoder;
}

const TEXTS: TokenTexts = {
  nameOf: (token) => (token === 0x0a000001 ? 'System.Console::WriteLine' : undefined),
  stringOf: (token) => (token === 0x70000001 ? 'a "text"\n' : undefined),
};

describe('lengths', () => {
  it.each([
    ['nop', '00', 1],
    ['ldarg.s', '0e05', 2],
    ['ldc.i4', '2078563412', 5],
    ['ldc.i8', '210000000000000000', 9],
    ['ldc.r4', '2200000000', 5],
    ['br.s', '2b00', 2],
    ['call', '2801000006', 5],
    ['calli', '2901000011', 5],
    ['ldarg', 'fe090500', 4],
    ['ceq', 'fe01', 2],
    ['ldftn', 'fe0601000006', 6],
    ['unaligned.', 'fe1201', 3],
    ['sizeof', 'fe1c01000002', 6],
    ['switch', '4502000000 00000000 00000000', 13],
  ])('%s', (name, bytes, length) => {
    const decoder = first(bytes);
    expect(mnemonicOf(decoder.opcode)).toBe(name);
    expect(decoder.end).toBe(length);
  });

  it('are those of an opcode alone where it means nothing', () => {
    expect(first('24').end).toBe(1);
    expect(first('fe22').end).toBe(2);
  });

  it('are none where the code ends inside of an instruction', () => {
    for (const cut of ['', 'fe', '20 0000', '2b', '4501000000 0000', '45ffffff7f']) {
      expect(decoderOf(cut).decode(0)).toBe(false);
    }
  });
});

describe('numbers', () => {
  it.each([
    ['15', -1],
    ['16', 0],
    ['1e', 8],
    ['1f80', -128],
    ['20ffffffff', -1],
    ['21ffffffffffffffff', -1],
    ['210000000000000080', -(2n ** 63n)],
  ])('%s loads %s', (bytes, value) => {
    expect(first(bytes).number()).toEqual({ value, isFloat: false });
  });

  it('are fractions as they are', () => {
    expect(first('220000c03f').number()).toEqual({ value: 1.5, isFloat: true });
    expect(first('230000000000001840').number()).toEqual({ value: 6, isFloat: true });
  });
});

describe('targets', () => {
  it('are relative to the next instruction', () => {
    const back = first('2bfe');
    expect([back.targetCount, back.target(0), back.isEnd]).toEqual([1, 0, true]);
    const conditional = first('3a10000000');
    expect([conditional.targetCount, conditional.target(0), conditional.isEnd]).toEqual([1, 0x15, false]);
  });

  it('of a switch are many', () => {
    const decoder = first('4502000000 01000000 f3ffffff');
    expect([decoder.targetCount, decoder.target(0), decoder.target(1)]).toEqual([2, 14, 0]);
  });
});

describe('text', () => {
  it.each([
    ['00', 'nop'],
    ['2801 00000a', 'call System.Console::WriteLine'],
    ['2802 00000a', 'call 0x0A000002'],
    ['7201000070', 'ldstr "a \\"text\\"\\n"'],
    ['7202000070', 'ldstr 0x70000002'],
    ['1f10', 'ldc.i4.s 0x10'],
    ['1fff', 'ldc.i4.s -0x1'],
    ['17', 'ldc.i4.1'],
    ['2b10', 'br.s IL_0012'],
    ['4501000000 00000000', 'switch (IL_0009)'],
    ['1105', 'ldloc.s 5'],
    ['24', '.byte 0x24'],
    ['fe22', '.byte 0xFE, 0x22'],
  ])('%s is %s', (bytes, text) => {
    expect(formatCil(first(bytes), TEXTS)).toBe(text);
  });

  it('of a large switch is short', () => {
    const decoder = first(`4500040000 ${'00'.repeat(4096)}`);
    expect(formatCil(decoder, TEXTS).length).toBeLessThan(200);
  });
});
