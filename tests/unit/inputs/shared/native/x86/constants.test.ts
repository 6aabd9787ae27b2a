import { describe, expect, it } from 'vitest';
import { DEFAULT_SEMANTICS } from '../../../../../../src/semantics.ts';
import { DATA, listInstructions } from '../../../../../support/native-code.ts';

const constants = (text: string, bits: 32 | 64 = 32): string[] =>
  listInstructions({ text, bits }, {}, ['mnemonic', 'characteristic', 'bytes', 'string'])[0] as string[];

const number = (value: string, operand: number): string[] => [
  `number(${value})`,
  `operand[${operand}].number(${value})`,
];
const offset = (value: string, operand: number): string[] => [
  `offset(${value})`,
  `operand[${operand}].offset(${value})`,
];

describe('numbers', () => {
  it.each<[name: string, bits: 32 | 64, text: string, expected: string[]]>([
    ['an immediate', 32, 'b8 ff000000', number('0xFF', 1)],
    ['an extended byte', 32, '6a ff', number('0xFFFFFFFF', 0)],
    ['an extended byte of 64-bit code', 64, '6a ff', number('0xFFFFFFFFFFFFFFFF', 0)],
    ['an extended byte as the mask of a register', 64, '48 83 e4 f0', number('0xFFFFFFFFFFFFFFF0', 1)],
    ['four bytes that mov extends, as they are written', 64, '48 c7 c0 ffffffff', number('0xFFFFFFFF', 1)],
    ['four bytes that or with the accumulator extends', 64, '48 0d 00ffffff', number('0xFFFFFF00', 1)],
    ['four bytes that cmp extends, extended', 64, '48 81 fa 00f0ffff', number('0xFFFFFFFFFFFFF000', 1)],
    ['four bytes that imul extends, extended', 64, '48 69 c2 18fcffff', number('0xFFFFFFFFFFFFFC18', 2)],
    ['eight bytes', 64, '48 b8 0123456789abcdef', number('0xEFCDAB8967452301', 1)],
    ['one, where an instruction shifts by it', 32, 'd1 e0', number('0x1', 1)],
    ['what return takes from the stack', 32, 'c2 0800', number('0x8', 0)],
    ['an absolute address that is not in memory', 32, '64 a1 30000000', number('0x30', 1)],
    ['one beside a register', 32, '64 8b 0d 30000000', number('0x30', 1)],
    ['one of eight bytes', 64, '48 a1 0123456789abcdef', number('0xEFCDAB8967452301', 1)],
    ['a displacement that lea adds', 32, '8d 42 10', [...offset('0x10', 1), ...number('0x10', 1)]],
    ['a displacement that lea subtracts', 32, '8d 42 f0', [...offset('-0x10', 1), ...number('-0x10', 1)]],
  ])('are there for %s', (_, bits, text, expected) => {
    expect(constants(text, bits)).toEqual(expected);
  });

  it.each<[name: string, bits: 32 | 64, text: string]>([
    ['an address in memory', 32, '68 00304000'],
    ['what is added to the stack pointer', 32, '83 c4 10'],
    ['what is added to the stack pointer of 64-bit code', 64, '48 83 c4 10'],
    ['where a call goes', 32, 'e8 00000000'],
    ['an address relative to the instruction', 64, '48 8b 05 00010000'],
  ])('are not there for %s', (_, bits, text) => {
    expect(constants(text, bits)).toEqual([]);
  });

  it('leave out addition to the stack pointer only', () => {
    expect(constants('83 ec 10')).toEqual(number('0x10', 1));
    expect(constants('83 e4 f8')).toEqual(number('0xFFFFFFF8', 1));
  });

  it('of lea are not the scale and displacement of an index', () => {
    expect(constants('8d 1c 81')).toEqual(offset('0x0', 1));
    expect(constants('8d 4c 31 d0')).toEqual(offset('-0x30', 1));
  });

  it('are the written and the extended one by default', () => {
    const all = (text: string): string[] =>
      listInstructions({ text, bits: 64 }, { semantics: DEFAULT_SEMANTICS })[0] as string[];
    const both = [...number('0xFFFFFFFF', 1), ...number('0xFFFFFFFFFFFFFFFF', 1)];
    expect(all('48 c7 c0 ffffffff')).toEqual(both);
    expect(all('48 81 fa ffffffff')).toEqual([...both.slice(2), ...both.slice(0, 2)]);
    expect(all('48 c7 c0 ffffff7f')).toEqual(number('0x7FFFFFFF', 1));
    expect(all('b8 ffffffff')).toEqual(number('0xFFFFFFFF', 1));
  });
});

describe('offsets', () => {
  it.each<[name: string, bits: 32 | 64, text: string, expected: string[]]>([
    ['a displacement', 32, '8b 46 04', offset('0x4', 1)],
    ['no displacement', 32, '89 06', offset('0x0', 0)],
    ['a negative displacement', 32, '66 3b 48 fe', offset('-0x2', 1)],
    ['the stack', 32, '8d 4c 24 08', offset('0x8', 1)],
    ['the stack of 64-bit code', 64, '48 89 44 24 20', offset('0x20', 0)],
    ['a table in memory', 32, '8b 04 85 00304000', offset('0x0', 1)],
    ['an address in memory beside a register', 32, '8a 80 00304000', offset('0x403000', 1)],
    ['nop', 32, '0f 1f 40 00', offset('0x0', 0)],
    ['a call through a register', 32, 'ff 50 0c', offset('0xC', 0)],
  ])('are there for %s', (_, bits, text, expected) => {
    expect(constants(text, bits)).toEqual(expected);
  });

  it.each<[name: string, bits: 32 | 64, text: string]>([
    ['a variable by the frame pointer', 32, '8b 45 08'],
    ['a variable by the frame pointer of 64-bit code', 64, '48 8b 45 f8'],
    ['an absolute address', 32, 'a1 00304000'],
  ])('are not there for %s', (_, bits, text) => {
    expect(constants(text, bits)).toEqual([]);
  });

  it('are small numbers that are added', () => {
    expect(constants('83 c1 10')).toEqual([...number('0x10', 1), ...offset('0x10', 1)]);
    expect(constants('81 c1 00000080')).toEqual(number('0x80000000', 1));
    expect(constants('83 c1 00')).toEqual(number('0x0', 1));
    expect(constants('83 c4 10')).toEqual([]);
  });
});

describe('what constants point to', () => {
  const data = `${Buffer.from('a text\0').toString('hex')} 00 01020304`;
  const pointed = (text: string, bits: 32 | 64 = 32, facts = {}): string[] =>
    (listInstructions({ text, data, bits }, facts)[0] as string[]).map((feature) => feature.slice(0, 16));

  it('is text by value, address, table and place', () => {
    expect(pointed('68 00304000')).toEqual(['string(a text)']);
    expect(pointed('a1 00304000')).toEqual(['string(a text)']);
    expect(pointed('8b 04 85 00304000')).toContain('string(a text)');
    expect(pointed('48 8d 05 f91f0000', 64)).toEqual(['string(a text)']);
  });

  it('is bytes by value, displacement, table and place', () => {
    expect(pointed('68 08304000')).toEqual(['bytes(01 02 03 0']);
    expect(pointed('8a 80 08304000')).toContain('bytes(01 02 03 0');
    expect(pointed('8b 04 85 08304000')).toContain('bytes(01 02 03 0');
    expect(pointed('48 8d 05 01200000', 64)).toEqual(['bytes(01 02 03 0']);
  });

  it('is no text by displacement and no bytes by address, but both by default', () => {
    expect(pointed('8a 80 00304000')).not.toContain('string(a text)');
    expect(pointed('a1 08304000')).toEqual([]);
    expect(pointed('8a 80 00304000', 32, { semantics: DEFAULT_SEMANTICS })).toContain('string(a text)');
    expect(pointed('a1 08304000', 32, { semantics: DEFAULT_SEMANTICS })).toEqual(['bytes(01 02 03 0']);
  });

  it('is no bytes of what is called', () => {
    expect(pointed('ff 15 08304000').filter((text) => text.startsWith('bytes'))).toEqual([]);
    expect(DATA).toBe(0x403000);
  });
});
