import { describe, expect, it } from 'vitest';
import { type Assembly, listFunctions } from '../../../../../support/native-code.ts';

const blocks = (assembly: Assembly): string[][] =>
  (listFunctions(assembly)[0]?.blocks ?? []).map(({ features }) => features);
const BLOCK = 'basic block';
const TIGHT = 'characteristic(tight loop)';
const STACK = 'characteristic(stack string)';

describe('a block', () => {
  it('is a feature itself', () => {
    expect(blocks({ text: '90 c3' })).toEqual([[BLOCK]]);
  });

  it('that goes to itself on a condition is a tight loop', () => {
    expect(blocks({ text: '90 75 fd' })).toEqual([[BLOCK, TIGHT]]);
    expect(blocks({ text: '90 e2 fd' })).toEqual([[BLOCK, TIGHT]]);
    expect(blocks({ text: 'eb fe' })).toEqual([[BLOCK]]);
    expect(blocks({ text: 'f3 a4' })).toEqual([[BLOCK]]);
    expect(blocks({ text: '90 90 75 fd', functions: [[0, 1]] })).toEqual([[BLOCK], [BLOCK, TIGHT]]);
    expect(blocks({ text: '90 90 75 fc', functions: [[0, 1]] })).toEqual([[BLOCK], [BLOCK]]);
  });

  it('that writes nine characters to the stack makes a text there', () => {
    const four = 'c7 45 f0 61626364';
    const one = 'c6 45 fc 61';
    expect(blocks({ text: `${four} ${four}` })).toEqual([[BLOCK]]);
    expect(blocks({ text: `${four} ${four} ${one}` })).toEqual([[BLOCK, STACK]]);
    expect(blocks({ text: `${one.repeat(9)}` })).toEqual([[BLOCK, STACK]]);
  });

  it('counts only what can be printed, and UTF-16 by its characters', () => {
    const wide = 'c7 44 24 04 61006200';
    expect(blocks({ text: wide.repeat(4) })).toEqual([[BLOCK]]);
    expect(blocks({ text: wide.repeat(5) })).toEqual([[BLOCK, STACK]]);
    expect(blocks({ text: 'c7 45 f0 61626300'.repeat(5) })).toEqual([[BLOCK]]);
    expect(blocks({ text: 'c7 45 f0 6162ff64'.repeat(5) })).toEqual([[BLOCK]]);
    expect(blocks({ text: '66 c7 45 f0 6162'.repeat(4) })).toEqual([[BLOCK]]);
    expect(blocks({ text: '66 c7 45 f0 6162'.repeat(5) })).toEqual([[BLOCK, STACK]]);
  });

  it('counts only what is moved to the stack', () => {
    expect(blocks({ text: 'c7 40 f0 61626364'.repeat(3) })).toEqual([[BLOCK]]);
    expect(blocks({ text: '81 45 f0 61626364'.repeat(3) })).toEqual([[BLOCK]]);
    expect(blocks({ text: '68 61626364'.repeat(3) })).toEqual([[BLOCK]]);
    expect(blocks({ text: 'b8 61626364'.repeat(3) })).toEqual([[BLOCK]]);
  });

  it('counts four bytes where eight are written with four', () => {
    const wide = '48 c7 45 f0 61626364';
    expect(blocks({ text: wide.repeat(2), bits: 64 })).toEqual([[BLOCK]]);
    expect(blocks({ text: wide.repeat(3), bits: 64 })).toEqual([[BLOCK, STACK]]);
  });
});
