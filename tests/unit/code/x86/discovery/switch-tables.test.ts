// Jumps through tables as GCC, Clang and MSVC make them of `switch`. Each code was assembled with GNU as from the text above it: tables at T (the
// data) or in the code, B is the base of the image.

import { describe, expect, it } from 'vitest';
import { blocksByFunction, CODE, DATA, discover, type Recipe } from '../../../../support/discover-bytes.ts';

const discoverTables = (code: string, recipe: Recipe) => discover(code, recipe, { findsTables: true });
const blocksOf = (code: string, recipe: Recipe): string[] | undefined =>
  blocksByFunction(discoverTables(code, recipe))[0];

/** Numbers of four bytes, little-endian. */
const words = (...values: number[]): string =>
  values.map((value) => Buffer.from(Int32Array.of(value).buffer).toString('hex')).join(' ');

// cmp edi,2; ja d; lea rdx,[T]; movsxd rax,[rdx+rdi*4]; add rax,rdx; notrack jmp rax; a: ret; b: inc eax; ret; c: dec eax; d: ret
const DISTANCES = '83FF02 7717 488D15F40F0000 486304BA 4801D0 3EFFE0 C3 FFC0 C3 FFC8 C3';
const ALL = ['0-5', '5-16', '16-17', '17-1a', '1a-1c', '1c-1d'];
const [A, B, C] = [0x16, 0x17, 0x1a].map((at) => CODE + at - DATA) as [number, number, number];

describe('distances from the table', () => {
  it('are followed as far as the index is checked', () => {
    expect(blocksOf(DISTANCES, { bits: 64, data: words(A, B, C) })).toEqual(ALL);
    // The next table would look like more of this one.
    expect(blocksOf(DISTANCES, { bits: 64, data: words(A, B, B, C) })).toEqual([
      '0-5',
      '5-16',
      '16-17',
      '17-1a',
      '1c-1d',
    ]);
  });

  it('are not followed where one leads to no code', () => {
    expect(blocksOf(DISTANCES, { bits: 64, data: words(A, B, 0) })).toEqual(['0-5', '5-16', '1c-1d']);
    // Into the middle of an instruction.
    expect(blocksOf(DISTANCES, { bits: 64, data: words(A, CODE + 1 - DATA, C) })).toEqual(['0-5', '5-16', '1c-1d']);
  });

  it('are followed by default only', () => {
    expect(blocksByFunction(discover(DISTANCES, { bits: 64, data: words(A, B, C) }))[0]).toEqual([
      '0-5',
      '5-16',
      '1c-1d',
    ]);
  });

  it('are seen in code that is not optimised, which keeps the index on the stack', () => {
    // push rbp; mov rbp,rsp; mov [rbp-4],edi; cmp [rbp-4],1; ja b; mov eax,[rbp-4]; lea rdx,[rax*4]; lea rax,[T]; mov eax,[rdx+rax]; cdqe;
    // lea rdx,[T]; add rax,rdx; jmp rax; a: inc eax; b: pop rbp; ret
    const code =
      '55 4889E5 897DFC 837DFC01 7725 8B45FC 488D148500000000 488D05E10F0000 8B0402 4898 488D15D50F0000 4801D0 FFE0 FFC0 5D C3';
    const data = words(CODE + 0x30 - DATA, CODE + 0x32 - DATA);
    expect(blocksOf(code, { bits: 64, data })).toEqual(['0-d', 'd-30', '30-32', '32-34']);
  });

  it('are seen where a loop keeps its state in the index and nothing checks it', () => {
    // lea rdx,[T]; xor eax,eax; l: dec ecx; js c; movsxd rax,[rdx+rax*4]; add rax,rdx; jmp rax; a: mov eax,1; jmp l; b: mov eax,2; jmp l; c: ret
    const code = '488D15F90F0000 31C0 FFC9 7817 48630482 4801D0 FFE0 B801000000 EBEC B802000000 EBE5 C3';
    const data = words(CODE + 0x16 - DATA, CODE + 0x1d - DATA, CODE + 0x24 - DATA, 0x7fffffff);
    expect(blocksOf(code, { bits: 64, data })).toEqual(['0-9', '9-d', 'd-16', '16-1d', '1d-24', '24-25']);
  });
});

describe('distances from the global offset table', () => {
  it('are followed in 32-bit code that asks where it is', () => {
    // call p; add ebx,17FBh; mov eax,[esp+8]; cmp eax,1; ja b; mov edx,[ebx+eax*4-800h]; add edx,ebx; jmp edx; a: inc eax; b: ret;
    // p: mov ebx,[esp]; ret
    const code = 'E81C000000 81C3FB170000 8B442408 83F801 770C 8B948300F8FFFF 01DA FFE2 40 C3 8B1C24 C3';
    const data = words(CODE + 0x1f - (DATA + 0x800), CODE + 0x20 - (DATA + 0x800));
    expect(blocksOf(code, { data })).toEqual(['0-14', '14-1f', '1f-20', '20-21']);
  });
});

describe('addresses', () => {
  it('of eight bytes are followed from the lowest index on', () => {
    // sub edi,61h; cmp edi,1; ja c; mov edi,edi; jmp [rdi*8+T]; a: ret; b: inc eax; c: ret
    const code = '83EF61 83FF01 770C 89FF FF24FD00204000 C3 FFC0 C3';
    const data = words(CODE + 0x11, 0, CODE + 0x12, 0, CODE + 0x14, 0);
    expect(blocksOf(code, { bits: 64, data })).toEqual(['0-8', '8-11', '11-12', '12-14', '14-15']);
  });

  it('are as many as a mask lets through', () => {
    // and eax,1; jmp [eax*4+T]; a: ret; b: inc eax; ret
    const data = words(CODE + 0xa, CODE + 0xb, CODE + 0xc);
    expect(blocksOf('83E001 FF248500204000 C3 40 C3', { data })).toEqual(['0-a', 'a-b', 'b-d']);
  });

  it('are as many as a number on the stack says', () => {
    // push 1; pop ecx; cmp eax,ecx; ja b; jmp [eax*4+T]; a: inc eax; b: ret
    const data = words(CODE + 0xe, CODE + 0xf, CODE);
    expect(blocksOf('6A01 59 39C8 7708 FF248500204000 40 C3', { data })).toEqual(['0-7', '7-e', 'e-f', 'f-10']);
  });
});

describe('tables in two steps', () => {
  it('are followed to the slots that the first one names', () => {
    // cmp ecx,5; ja c; lea rdx,[B]; movsxd rax,ecx; movzx eax,byte [rdx+rax+2010h]; mov ecx,[rdx+rax*4+2000h]; add rcx,rdx; jmp rcx; a: ret;
    // b: inc eax; c: ret
    const code = '83F905 7721 488D15F4EFFFFF 4863C1 0FB6840210200000 8B8C8200200000 4801D1 FFE1 C3 FFC0 C3';
    const data = `${words(0x1023, 0x1024, 0x1000, 0)} 00 01 00 01 01 00 02`;
    expect(blocksOf(code, { bits: 64, data })).toEqual(['0-5', '5-23', '23-24', '24-26', '26-27']);
  });
});

describe('tables in the code', () => {
  it('and what their slots lead to are no functions, whichever is met first', () => {
    // ret; f: and eax,1; jmp [eax*4+t]; a: inc eax; ret; b: dec eax; ret; t: a, b
    const padding = 'CC'.repeat(15);
    const code = `C3 ${padding} 83E001 FF248520104000 40 C3 48 C3 CCCC ${words(CODE + 0x1a, CODE + 0x1c)}`;
    // The operand of the jump, the slots, and last a pointer to the function.
    const relocations = [CODE + 0x16, CODE + 0x20, CODE + 0x24, DATA];
    const recipe = { data: words(CODE + 0x10), relocations };
    expect(blocksByFunction(discoverTables(code, recipe))).toEqual({ 0: ['0-1'], 10: ['10-1a', '1a-1c', '1c-1e'] });
  });
});
