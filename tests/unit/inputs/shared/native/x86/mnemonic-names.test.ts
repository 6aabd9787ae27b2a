import { describe, expect, it } from 'vitest';
import { DEFAULT_SEMANTICS } from '../../../../../../src/semantics.ts';
import { listInstructions } from '../../../../../support/native-code.ts';

const names = (text: string, bits: 32 | 64, facts = {}): string[] => {
  const features = listInstructions({ text, bits }, facts, [])[0] as string[];
  return features.filter((one) => one.startsWith('mnemonic(')).map((one) => one.slice(9, -1));
};

describe('the name of an instruction', () => {
  it.each<[text: string, bits: 32 | 64, reference: string, others: string[]]>([
    ['48 99', 64, 'cdq', ['cqo']],
    ['99', 32, 'cdq', []],
    ['48 98', 64, 'cwde', ['cdqe']],
    ['60', 32, 'pushad', []],
    ['9c', 64, 'pushfd', ['pushfq']],
    ['9d', 32, 'popfd', []],
    ['c3', 32, 'ret', []],
    ['cb', 32, 'retf', []],
    ['74 00', 32, 'jz', ['je']],
    ['75 00', 32, 'jnz', ['jne']],
    ['72 00', 32, 'jc', ['jb']],
    ['73 00', 32, 'jnc', ['jae']],
    ['7a 00', 32, 'jpe', ['jp']],
    ['7f 00', 32, 'jg', []],
    ['0f 94 c0', 32, 'setz', ['sete']],
    ['0f 42 c1', 32, 'cmovc', ['cmovb']],
    ['f3 0f 1e fa', 64, 'nop', ['endbr64']],
    ['48 cf', 64, 'iret', ['iretq']],
    ['66 a5', 32, 'movsd', ['movsw']],
    ['f3 ab', 32, 'stosd', []],
    ['f1', 64, 'int1', ['icebp']],
    ['e1 00', 32, 'loopz', ['loope']],
    ['9a 00000000 0000', 32, 'callf', ['call']],
  ])('of %s in %i bits is %s, and by default also %s', (text, bits, reference, others) => {
    expect(names(text, bits)).toEqual([reference]);
    expect(names(text, bits, { semantics: DEFAULT_SEMANTICS })).toEqual([reference, ...others]);
  });

  it('to another segment is no call', () => {
    expect(listInstructions({ text: '9a 00104000 0000' })[0]).toEqual([]);
  });
});
