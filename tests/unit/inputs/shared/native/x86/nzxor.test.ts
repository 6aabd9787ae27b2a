import { describe, expect, it } from 'vitest';
import { DEFAULT_SEMANTICS, type Semantics } from '../../../../../../src/semantics.ts';
import { listInstructions } from '../../../../../support/native-code.ts';

/** Which instructions are, in a function of one block or of several. */
function nzxor(text: string, functions?: number[][], semantics?: Semantics): number[] {
  const listed = listInstructions(
    { text, ...(functions === undefined ? {} : { functions }) },
    semantics && { semantics },
  );
  return listed.flatMap((features, i) => (features.includes('characteristic(nzxor)') ? [i] : []));
}
const nops = (count: number): string => '90'.repeat(count);

describe('nzxor', () => {
  it('is an exclusive or of two different registers, anywhere', () => {
    expect(nzxor('33 c1')).toEqual([0]);
    expect(nzxor('33 c1 c3')).toEqual([0]);
    expect(nzxor('66 0f ef c1')).toEqual([0]);
    expect(nzxor('0f 57 c1')).toEqual([0]);
    expect(nzxor('66 0f 57 c1')).toEqual([0]);
  });

  it('is none of a register with itself, and no other instruction', () => {
    expect(nzxor('33 c0 66 0f ef c0 0f 57 c0')).toEqual([]);
    expect(nzxor('0b c1')).toEqual([]);
  });

  it('is none of the stack registers or memory where cookies are made', () => {
    expect(nzxor('33 c5')).toEqual([]);
    expect(nzxor('33 05 00304000')).toEqual([]);
    expect(nzxor(`${nops(0x3f)} 33 c5`)).toEqual([]);
    expect(nzxor(`${nops(0x40)} 33 c5`)).toEqual([0x40]);
  });

  it('is none of them where cookies are checked', () => {
    const last = (distance: number): number[] => nzxor(`90 33 cd ${nops(distance - 3)} c3`, [[0, 1]]);
    expect(last(0x40)).toEqual([1]);
    expect(last(0x3f)).toEqual([]);
    // A block that goes on is no place for that.
    expect(nzxor('eb 00 33 cd eb fc', [[0, 2]])).toEqual([1]);
  });

  it('of a constant is taken for a cookie by the reference only', () => {
    expect(nzxor('83 f0 41')).toEqual([]);
    expect(nzxor('83 f0 41', undefined, DEFAULT_SEMANTICS)).toEqual([0]);
    expect(nzxor('33 c5 33 05 00304000', undefined, DEFAULT_SEMANTICS)).toEqual([]);
    expect(nzxor(`${nops(0x40)} 83 f0 41`)).toEqual([0x40]);
  });
});
