// What discovery makes of a few bytes of code.

import { describe, expect, it } from 'vitest';
import { CODE, DATA, discover, blocksByFunction as functionsOf, SLOTS } from '../../../../support/discover-bytes.ts';

describe('blocks', () => {
  it('end at jumps and where something jumps to, not at calls', () => {
    // xor eax,eax; L: inc eax; call F; cmp eax,5; jl L; ret; F: ret
    const code = discover('31C0 40 E807000000 83F805 7CF5 C3 90 C3');
    expect(functionsOf(code)).toEqual({ 0: ['0-2', '2-d', 'd-e'], f: ['f-10'] });
  });

  it('are shared by functions that jump to the same code', () => {
    // call A; call B; ret; A: inc eax; jmp T; B: dec eax; T: ret
    const code = discover('E806000000 E804000000 C3 40 EB01 48 C3');
    expect(functionsOf(code)).toEqual({ 0: ['0-b'], b: ['b-e', 'f-10'], e: ['e-f', 'f-10'] });
  });
});

describe('calls that do not come back', () => {
  const imports = new Map([[SLOTS, { module: 'KERNEL32.dll', name: 'ExitProcess' }]]);

  it('end the code, also where what is called only leads to such a function', () => {
    // call F; add [eax],al (no code); F: push 0; call T; int3; T: jmp [ExitProcess]
    const code = discover('E802000000 0000 6A00 E801000000 CC FF2500304000', { imports });
    const [start, fn, thunk] = code.functions;
    expect([start?.returns, fn?.returns, thunk?.returns]).toEqual([false, false, false]);
    expect(start?.blocks.map(({ end }) => end - CODE)).toEqual([5]);
    expect(thunk?.isThunk).toBe(true);
  });

  it('are none where a way out is not known', () => {
    // call F; ret; F: jmp eax
    expect(discover('E801000000 C3 FFE0').functions.map(({ returns }) => returns)).toEqual([true, true]);
  });
});

describe('functions that call each other', () => {
  it('are found whatever order they are met in, however deep', () => {
    const deep = Array.from({ length: 400 }, () => 'E801000000 C3').join('');
    const code = discover(`${deep} E8${'F9FFFFFF'} C3`);
    expect(code.functions).toHaveLength(401);
    // A: call B; ret; B: call A; ret
    expect(functionsOf(discover('E801000000 C3 E8F5FFFFFF C3'))).toEqual({ 0: ['0-6'], 6: ['6-c'] });
  });
});

describe('jump tables', () => {
  it('of addresses are followed up to what is no code', () => {
    // jmp [eax*4+DATA]; A: ret; B: inc eax; ret
    const code = discover('FF248500204000 C3 40 C3', { data: '07104000 08104000 07000000' });
    expect(functionsOf(code)).toEqual({ 0: ['0-7', '7-8', '8-a'] });
  });

  it('of distances from the base are followed in 64-bit programs', () => {
    // lea rdx,[base]; mov ecx,[rdx+rax*4+0x2000]; add rcx,rdx; jmp rcx; A: ret; B: ret
    const code = discover('488D15F9EFFFFF 8B8C8200200000 4803CA FFE1 C3 C3', {
      ...{ bits: 64, data: '13100000 14100000 FFFFFFFF' },
    });
    expect(functionsOf(code)).toEqual({ 0: ['0-13', '13-14', '14-15'] });
  });
});

describe('what pointers lead to', () => {
  const relocations = [DATA];
  const pointer = '10104000';

  it('is a function if a return is reached', () => {
    const code = discover(`C3 ${'CC'.repeat(15)} 31C0 C3`, { data: pointer, relocations });
    expect(code.functions.map(({ address, evidence }) => [address - CODE, evidence])).toEqual([
      [0, 'entry point'],
      [0x10, 'relocation'],
    ]);
  });

  it.each([
    ['writes to a port', '31C0 E680 EE C3'],
    ['is filler', '0000 C3'],
    ['repeats one instruction', '40 40 40 40 40 40 C3'],
    ['never returns', 'EBFE'],
    ['is no instruction', '40 0F0B'],
  ])('is none if it %s', (_, bytes) => {
    const code = discover(`C3 ${'CC'.repeat(15)} ${bytes}`, { data: pointer, relocations });
    expect(code.functions.map(({ address }) => address - CODE)).toEqual([0]);
  });

  it('is a text if it looks like one', () => {
    const text = Buffer.from('user32.dll\0').toString('hex');
    const code = discover(`C3 ${'CC'.repeat(15)} ${text}`, { data: pointer, relocations });
    expect(code.functions).toHaveLength(1);
  });
});

describe('functions that are handed to the system', () => {
  it('are followed though they never return', () => {
    const imports = new Map([[SLOTS, { module: 'kernel32.dll', name: 'CreateThread' }]]);
    // push 0; push 0; push 0; push 401020; push 0; push 0; call [CreateThread]; ret
    const code = `6A00 6A00 6A00 6820104000 6A00 6A00 FF1500304000 C3 ${'CC'.repeat(10)} 40 EBFD`;
    const found = discover(code, { imports }).functions.map(({ address, evidence }) => [address - CODE, evidence]);
    expect(found).toContainEqual([0x20, 'callback']);
  });
});

describe('pointers in data', () => {
  // ret, padding, xor eax,eax; inc eax; ret
  const code = `C3 ${'CC'.repeat(15)} 31C0 40 C3`;
  const addresses = (data: string, facts = {}, finding = {}): number[] =>
    discover(code, { data: `${data} ${'00'.repeat(32)}`, ...facts }, finding).functions.map(
      ({ address }) => address - CODE,
    );

  it('lead to functions where the loader adjusts no pointers', () => {
    const data = '10104000';
    expect(addresses(data, {}, { findsPointers: true })).toEqual([0, 0x10]);
    expect(addresses(data)).toEqual([0]);
    expect(addresses(data, { relocations: [DATA + 0x800] }, { findsPointers: true })).toEqual([0]);
  });

  it.each([
    ['are not aligned', '00 10104000'],
    ['do not lead behind the end of other code', '12104000'],
  ])('lead to none where they %s', (_, data) => {
    for (const platform of ['windows', 'linux'] as const) {
      expect(addresses(data, { platform }, { findsPointers: true })).toEqual([0]);
    }
  });
});

describe('a call of an import that does not come back', () => {
  it('ends a function, where that is asked for', () => {
    // call [ExitThread]; then the function of a thread: nop; ret
    const imports = new Map([[SLOTS, { module: 'KERNEL32.dll', name: 'ExitThread' }]]);
    const found = (endsAtLastImports: boolean) =>
      functionsOf(discover('ff1500304000 90 c3', { imports }, { endsAtLastImports }));
    expect(found(false)).toEqual({ 0: ['0-8'] });
    expect(found(true)).toEqual({ 0: ['0-6'] });
  });
});

describe('thunks with a landing pad', () => {
  it('lead to what they jump to', () => {
    // call F; add [eax],al (no code); F: endbr64; bnd jmp [rip+1FF0h]
    const code = `E802000000 0000 F30F1EFA F2FF25 ${'EE1F0000'}`;
    const imports = new Map([[SLOTS, { module: '', name: 'exit' }]]);
    const recipe = { bits: 64, imports, platform: 'linux' } as const;
    const found = (finding = {}) =>
      discover(code, recipe, finding).functions.map(({ isThunk, returns }) => [isThunk, returns]);
    expect(found({ seesBehindPads: true })).toEqual([
      [false, false],
      [true, false],
    ]);
    expect(found()).toEqual([
      [false, true],
      [false, true],
    ]);
  });
});

describe('a search that is ended', () => {
  it('gives what was found until then', () => {
    const code = discover('E801000000 C3 40 40 40 40 C3', {}, { limits: { programInstructions: 3 } });
    expect(code.functions.length).toBeGreaterThan(0);
    expect(
      code.functions.flatMap(({ blocks }) => blocks.flatMap(({ instructions }) => [...instructions])),
    ).toHaveLength(3);
  });
});
