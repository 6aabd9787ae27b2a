import { describe, expect, it } from 'vitest';
import { type Assembly, listFunctions, TEXT } from '../../../../../support/native-code.ts';

const features = (assembly: Assembly, facts = {}): string[] => listFunctions(assembly, facts)[0]?.features ?? [];
const LOOP = 'characteristic(loop)';

describe('a function', () => {
  it('counts who calls it and who jumps to it, itself included', () => {
    expect(features({ text: 'c3 e8 faffffff e9 f5ffffff', functions: [[0], [1]] })).toEqual([
      'characteristic(calls to) at 0x401001',
      'characteristic(calls to) at 0x401006',
    ]);
    expect(features({ text: 'e8 fbffffff' })).toEqual(['characteristic(calls to) at 0x401000']);
    expect(features({ text: 'c3' })).toEqual([]);
  });

  it('with two blocks that lead to each other has a loop', () => {
    // 0: nop; 1: je 5; 3: jmp 1; 5: ret
    expect(features({ text: '90 74 02 eb fc c3', functions: [[0, 1, 3, 5]] })).toEqual([LOOP]);
  });

  it('with a block that leads to itself has none', () => {
    // 0: nop; 1: nop; 2: jne 1; 4: ret
    expect(features({ text: '90 90 75 fd c3', functions: [[0, 1, 4]] })).toEqual([]);
  });

  it('without a way back has none', () => {
    // 0: je 4; 2: jmp 5; 4: nop; 5: ret
    expect(features({ text: '74 02 eb 01 90 c3', functions: [[0, 2, 4, 5]] })).toEqual([]);
  });

  it('has a loop over the block that falls through', () => {
    // 0: nop; 1: nop (a block of its own), 2: jne 1 in a third block
    expect(features({ text: '90 90 75 fd c3', functions: [[0, 1, 2, 4]] })).toEqual([LOOP]);
  });

  it('has a loop of many blocks without deep recursion', () => {
    const count = 400;
    const text = `90 ${'eb 00'.repeat(count)} 0f 85 ${int32(-(count * 2 + 6))} c3`;
    const starts = [0, ...Array.from({ length: count + 1 }, (_, i) => 1 + i * 2), 1 + count * 2 + 6];
    expect(features({ text, functions: [starts] })).toEqual([LOOP]);
  });

  it('has the names of the symbol table', () => {
    const symbolNames = (address: number): string[] => (address === TEXT ? ['main', ''] : []);
    expect(features({ text: 'c3' }, { symbolNames })).toEqual(['function-name(main)', 'function-name()']);
  });
});

function int32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes.toString('hex');
}
