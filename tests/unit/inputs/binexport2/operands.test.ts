// Numbers, offsets and characteristics from the operands that a disassembler wrote down.

import { describe, expect, it } from 'vitest';
import { COMPAT_SEMANTICS } from '../../../../src/semantics.ts';
import { int, mem, type OperandNode, op, reg, size, symbol } from '../../../support/binexport2-builder.ts';
import { featuresOf, readListing } from '../../../support/read-binexport2.ts';

const [RAX, RCX, RSP] = ['rax', 'rcx', 'rsp'].map(reg) as [OperandNode, OperandNode, OperandNode];
const number = (operand: number, value: string): string => `number(${value}), operand[${operand}].number(${value})`;
const offset = (operand: number, value: string): string => `offset(${value}), operand[${operand}].offset(${value})`;
const scaled = op('*', RCX, int(4));

type Case = readonly [text: string, mnemonic: string, operands: readonly OperandNode[], features: string];

const INTEL: readonly Case[] = [
  ['push 7', 'push', [int(7)], number(0, '0x7')],
  ['mov rax, 7', 'MOV', [RAX, int(7)], number(1, '0x7')],
  ['mov dword [rax], 7', 'mov', [size('b4', mem(RAX)), int(7)], `${number(1, '0x7')}, ${offset(1, '0x0')}`],
  ['mov [rax+rcx*4+8], 7', 'mov', [mem(RAX, scaled, int(8)), int(7)], `${number(1, '0x7')}, ${offset(0, '0x8')}`],
  ['mov eax, [rcx*4+8]', 'mov', [RAX, mem(scaled, int(8))], offset(1, '0x8')],
  ['mov eax, [rax+rcx+8]', 'mov', [RAX, mem(RAX, RCX, int(8))], offset(1, '0x8')],
  ['mov eax, [rax+8]', 'mov', [RAX, mem(RAX, int(8))], offset(1, '0x8')],
  ['mov eax, [rsp+8]', 'mov', [RAX, mem(RSP, int(8))], ''],
  ['mov eax, [rax]', 'mov', [RAX, mem(RAX)], ''],
  ['mov [rsp], eax', 'mov', [mem(RSP), RAX], ''],
  ['mov eax, ds:[rax+8]', 'mov', [RAX, op('ds:', mem(RAX, int(8)))], ''],
  ['lea rax, [rcx]', 'lea', [RAX, mem(RCX)], offset(1, '0x0')],
  ['lea rax, [rcx+8]', 'lea', [RAX, mem(RCX, int(8))], `${number(1, '0x8')}, ${offset(1, '0x8')}`],
  ['movzx eax, [rcx-1]', 'movzx', [RAX, mem(RCX, int(2n ** 64n - 1n))], offset(1, '-0x1')],
  ['add rax, 8', 'add', [RAX, int(8)], `${number(1, '0x8')}, ${offset(1, '0x8')}`],
  ['add rax, 0x10000', 'add', [RAX, int(0x10000)], number(1, '0x10000')],
  ['add rsp, 8', 'add', [RSP, int(8)], ''],
  ['sub rsp, 8', 'sub', [RSP, int(8)], ''],
  ['cmp 7, rax', 'cmp', [int(7), RAX], number(0, '0x7')],
  ['imul rax, rcx, 7', 'imul', [RAX, RCX, int(7)], number(2, '0x7')],
  ['imul rax, 7', 'imul', [RAX, int(7)], ''],
  ['ret 8', 'ret', [int(8)], ''],
  ['mov rax, name', 'mov', [RAX, symbol('name')], ''],
  ['mov rax, -1', 'mov', [RAX, int(2n ** 64n - 1n)], number(1, '0xFFFFFFFFFFFFFFFF')],
  ['xor rax, rcx', 'xor', [RAX, RCX], 'characteristic(nzxor)'],
  ['xor rax, 7', 'xor', [RAX, int(7)], 'characteristic(nzxor)'],
  ['xor rax, rax', 'xor', [RAX, RAX], ''],
  ['xor rax, rsp at the beginning', 'xor', [RAX, RSP], ''],
  ['pxor xmm0, xmm1', 'pxor', [reg('xmm0'), reg('xmm1')], 'characteristic(nzxor)'],
  ['call rax', 'call', [RAX], 'characteristic(indirect call)'],
  ['jmp [rcx*4+8]', 'jmp', [mem(scaled, int(8))], 'characteristic(indirect call)'],
  ['call [8]', 'call', [mem(int(8))], ''],
  ['call name', 'call', [symbol('name')], ''],
];

describe('Intel operands', () => {
  it.each(INTEL)('%s', async (_, mnemonic, operands, features) => {
    expect(await featuresOf({ mnemonic, operands })).toBe(features);
  });

  it('are of 32 bits in programs of 32 bits', async () => {
    const listing = { arch: 'x86-32' };
    expect(await featuresOf({ mnemonic: 'mov', operands: [RAX, int(2n ** 64n - 1n)] }, listing)).toBe(
      number(1, '0xFFFFFFFF'),
    );
    const operands = [RAX, mem(RCX, int(0xfffffffc))];
    expect(await featuresOf({ mnemonic: 'mov', operands }, listing)).toBe(offset(1, '-0x4'));
  });

  it('have the sign of 64 bits, in the reference that of 32', async () => {
    const instruction = { mnemonic: 'mov', operands: [RAX, mem(RCX, int(2n ** 64n - 8n))] };
    expect(await featuresOf(instruction)).toBe(offset(1, '-0x8'));
    const compat = await featuresOf(instruction, {}, { semantics: COMPAT_SEMANTICS });
    expect(compat).toBe(offset(1, '0xFFFFFFFEFFFFFFF8'));
  });

  it('are no numbers where they are addresses of the program', async () => {
    const sections = [
      { address: 0x400000, size: 0x1000 },
      { address: 0x500000, size: 0x1000, isMapped: false },
    ];
    const put = (value: number | bigint, more = sections) =>
      featuresOf({ mnemonic: 'push', operands: [int(value)] }, { sections: more });
    expect(await put(0x400fff)).toBe('');
    expect(await put(0x401000)).toBe(number(0, '0x401000'));
    expect(await put(0x500000)).toBe(number(0, '0x500000'));
    const kernel = [{ address: 0xffffffff81000000n, size: 0x1000 }];
    expect(await put(0xffffffff81000010n, kernel as never)).toBe('');
  });
});

const [X0, X1, SP] = ['x0', 'x1', 'sp'].map(reg) as [OperandNode, OperandNode, OperandNode];
const place = (...parts: OperandNode[]): OperandNode => ({ type: 7, symbol: '[', children: [op(',', ...parts)] });

const ARM: readonly Case[] = [
  ['mov x0, 7', 'mov', [X0, int(7)], number(1, '0x7')],
  ['add x0, x1, 8', 'add', [X0, X1, int(8)], `${number(2, '0x8')}, ${offset(2, '0x8')}`],
  ['add x0, sp, 8', 'add', [X0, SP, int(8)], ''],
  ['ldr x0, [x1, 8]', 'LDR', [X0, place(X1, int(8))], offset(1, '0x8')],
  ['ldr x0, [x1, -8]', 'ldr', [X0, place(X1, int(2n ** 64n - 8n))], offset(1, '-0x8')],
  ['ldr x0, [sp, 8]', 'ldr', [X0, place(SP, int(8))], ''],
  ['str x0, [x1, 8]!', 'str', [X0, op('!', place(X1, int(8)))], offset(1, '0x8')],
  ['str x0, [x1], 8', 'str', [X0, place(X1), int(8)], `${number(2, '0x8')}, ${offset(2, '0x8')}`],
  ['ldp x0, x1, [x1, 8]', 'ldp', [X0, X1, place(X1, int(8))], offset(2, '0x8')],
  ['eor x0, x0, x1', 'eor', [X0, X0, X1], 'characteristic(nzxor)'],
  ['eor x0, x1, x1', 'eor', [X0, X1, X1], ''],
  ['eor x0, x1, 1', 'eor', [X0, X1, int(1)], `${number(2, '0x1')}, characteristic(nzxor)`],
  ['blr x0', 'blr', [X0], 'characteristic(indirect call)'],
  ['br x0', 'br', [X0], ''],
  // Operands without features of their own.
  ['more than five', 'sys', [X0, X0, X0, X0, X0, int(7)], ''],
];

describe.each(['AARCH64-64', 'ARM-64', 'aarch64'])('operands of %s', (arch) => {
  it.each(ARM)('%s', async (_, mnemonic, operands, features) => {
    expect(await featuresOf({ mnemonic, operands }, { arch })).toBe(features);
  });
});

describe('what disassemblers leave in operands', () => {
  const arm = { arch: 'AARCH64-64' };

  it('is repaired: shifts of nothing, and lists of what is left', async () => {
    const shifted: OperandNode = { type: 7, symbol: '[', children: [op(',', X1, op('lsl'))] };
    const operands = [X0, { ...shifted, children: [op(',', ...shifted.children[0]!.children, int(8))] }];
    expect(await featuresOf({ mnemonic: 'ldr', operands }, arm)).toBe(offset(1, '0x8'));
    expect(await featuresOf({ mnemonic: 'mov', operands: [X0, op(',', int(7))] }, arm)).toBe(number(1, '0x7'));
    expect(await featuresOf({ mnemonic: 'mov', operands: [X0, op('lsl', op('lsr'))] }, arm)).toBe('');
  });

  it('may be nothing that any rule is about', async () => {
    const float: OperandNode = { type: 3, symbol: '1.5', children: [] };
    for (const odd of [float, op('+', int(1), int(2), int(3), int(4)), { ...int(7), children: [int(1), int(2)] }]) {
      expect(await featuresOf({ mnemonic: 'mov', operands: [RAX, odd] })).toBe('');
    }
  });

  it('is not understood on other machines, whose mnemonics count', async () => {
    const functions = [[{ instructions: [{ address: 0x1000, mnemonic: 'addi', operands: [X0, int(7)] }] }]];
    const { lines } = await readListing({ arch: 'RISCV-64', functions });
    expect(lines[2]).toBe('    1000 mnemonic(addi)');
  });
});
