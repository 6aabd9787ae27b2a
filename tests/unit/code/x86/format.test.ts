// What people read: instructions as text.

import { describe, expect, it } from 'vitest';
import type { NameOf } from '../../../../src/code/disassembler.ts';
import { decode } from '../../../../src/code/x86/decode.ts';
import { formatInstruction } from '../../../../src/code/x86/format.ts';
import { Instruction } from '../../../../src/code/x86/instruction.ts';

function text(code: string, bits: 32 | 64 = 32, nameOf?: NameOf, address = 0x401000): string {
  const bytes = Uint8Array.from(Buffer.from(code.replaceAll(' ', ''), 'hex'));
  const instruction = new Instruction();
  expect(decode(bytes, 0, bytes.length, address, bits, instruction)).toBe(bytes.length);
  return formatInstruction(instruction, nameOf);
}

describe('an instruction as text', () => {
  it('has registers, memory with its size, and numbers in hexadecimal from 10 on', () => {
    expect(text('8b ec')).toBe('mov ebp, esp');
    expect(text('8b 45 08')).toBe('mov eax, dword ptr [ebp+8]');
    expect(text('c7 45 f0 2a 00 00 00')).toBe('mov dword ptr [ebp-0x10], 0x2a');
    expect(text('8d 0c b5 00 30 40 00')).toBe('lea ecx, [esi*4+0x403000]');
    expect(text('48 8b 44 ca 10', 64)).toBe('mov rax, qword ptr [rdx+rcx*8+0x10]');
    expect(text('c3')).toBe('ret');
  });

  it('shows a sign-extended immediate as the instruction sees it', () => {
    expect(text('6a ff')).toBe('push 0xffffffff');
    expect(text('48 83 e4 f0', 64)).toBe('and rsp, 0xfffffffffffffff0');
    expect(text('48 b8 88 77 66 55 44 33 22 11', 64)).toBe('mov rax, 0x1122334455667788');
  });

  it('shows segments, and the targets of jumps and of addresses relative to the next instruction', () => {
    expect(text('64 a1 30 00 00 00')).toBe('mov eax, dword ptr fs:[0x30]');
    expect(text('65 48 8b 04 25 60 00 00 00', 64)).toBe('mov rax, qword ptr gs:[0x60]');
    expect(text('e8 fb 0f 00 00')).toBe('call 0x402000');
    expect(text('ff 15 fa 0f 00 00', 64)).toBe('call qword ptr [0x402000]');
    expect(text('8b 04 25 00 00 00 80', 64)).toBe('mov eax, dword ptr [0xffffffff80000000]');
    expect(text('48 a1 ef cd ab 89 67 45 23 f1', 64)).toBe('mov rax, qword ptr [0xf123456789abcdef]');
    expect(text('9a 10 00 00 00 33 00')).toBe('call 0x33:0x10');
  });

  it('puts names where addresses have one', () => {
    const nameOf: NameOf = (address) => (address === 0x402000 ? 'CreateFileA' : undefined);
    expect(text('e8 fb 0f 00 00', 32, nameOf)).toBe('call CreateFileA');
    expect(text('ff 15 00 20 40 00', 32, nameOf)).toBe('call dword ptr [CreateFileA]');
    expect(text('68 00 20 40 00', 32, nameOf)).toBe('push offset CreateFileA');
    expect(text('8b 80 00 20 40 00', 32, nameOf)).toBe('mov eax, dword ptr [eax+CreateFileA]');
  });

  it('shows the prefixes that mean something', () => {
    expect(text('f3 a5')).toBe('rep movsd');
    expect(text('f2 ae')).toBe('repne scasb');
    expect(text('f3 a6')).toBe('repe cmpsb');
    expect(text('64 ac')).toBe('fs lodsb');
    expect(text('f0 0f c1 01')).toBe('lock xadd dword ptr [ecx], eax');
    expect(text('f3 0f 1e fa', 64)).toBe('endbr64');
  });

  it('shows masks, rounding and repeated elements of AVX-512', () => {
    expect(text('62 f1 74 cb 58 d3', 64)).toBe('vaddps zmm2{k3}{z}, zmm1, zmm3');
    expect(text('62 f1 74 18 58 d3', 64)).toBe('vaddps zmm2, zmm1, zmm3, {rn-sae}');
    expect(text('62 f1 74 58 58 50 01', 64)).toBe('vaddps zmm2, zmm1, dword ptr [rax+4]{1to16}');
  });
});
