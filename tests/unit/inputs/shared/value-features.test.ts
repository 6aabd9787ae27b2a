import { describe, expect, it } from 'vitest';
import { parsePrefixed } from '../../../../src/bytes/python-integer.ts';
import { numberFeatures, textFeatures } from '../../../../src/inputs/shared/value-features.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';

const number = (value: number | bigint) => ({ type: 'number', value });
const string = (value: string) => ({ type: 'string', value });

describe('numbers', () => {
  it('that are sign-extended 32-bit values count as both', () => {
    expect(numberFeatures(0xffffffff80000002n, DEFAULT_SEMANTICS)).toEqual([
      number(0xffffffff80000002n),
      number(0x80000002),
    ]);
    expect(numberFeatures(0xffffffffffffffffn, DEFAULT_SEMANTICS)).toHaveLength(2);
    for (const value of [0xffffffff7fffffffn, 0x10000000000000000n, 0x80000002, -1]) {
      expect(numberFeatures(value, DEFAULT_SEMANTICS)).toEqual([number(value)]);
    }
    expect(numberFeatures(0xffffffff80000002n, COMPAT_SEMANTICS)).toEqual([number(0xffffffff80000002n)]);
  });
});

describe('text', () => {
  it('that is a decimal number stays text too', () => {
    expect(textFeatures('1234', parsePrefixed, DEFAULT_SEMANTICS)).toEqual([number(1234), string('1234')]);
    expect(textFeatures('0x10', parsePrefixed, DEFAULT_SEMANTICS)).toEqual([number(16)]);
    expect(textFeatures('1234', parsePrefixed, COMPAT_SEMANTICS)).toEqual([number(1234)]);
    expect(textFeatures('', parsePrefixed, DEFAULT_SEMANTICS)).toEqual([string('')]);
  });
});
