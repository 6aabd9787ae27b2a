import { describe, expect, it } from 'vitest';
import { parseIntegerText, parseYamlInteger } from '../../../src/rules/integers.ts';

describe('parseYamlInteger', () => {
  it.each([
    ['0', 0],
    ['-12', -12],
    ['+1_000', 1000],
    ['010', 8],
    ['-0x30', -48],
    ['0xFFFFFFFFFFFFFFFF', 18446744073709551615n],
    ['-0x8000000000000001', -9223372036854775809n],
    ['9007199254740993', 9007199254740993n],
    ['0b1_01', 5],
    ['1:30', 90],
    ['-1:00:01', -3601],
  ])('reads %s', (text, value) => {
    expect(parseYamlInteger(text)).toBe(value);
  });

  it.each(['', '08', '0o17', '0X10', '1e3', '1.0', '1:60', 'ten', '0x_', '0b_'])('does not read %j', (text) => {
    expect(parseYamlInteger(text)).toBeUndefined();
  });

  it('refuses integers beyond the limit', () => {
    expect(parseYamlInteger('9'.repeat(4300))).toBeTypeOf('bigint');
    expect(parseYamlInteger('9'.repeat(4301))).toBeUndefined();
  });
});

describe('parseIntegerText', () => {
  it.each([
    ['12', 12],
    [' 12 ', 12],
    ['+5', 5],
    ['010', 10],
    ['1_0', 10],
    ['0x1F', 31],
    ['-0x30', -48],
    ['0x_10', 16],
    ['0xFFFFFFFFFFFFFFFF', 18446744073709551615n],
  ])('reads %j', (text, value) => {
    expect(parseIntegerText(text)).toBe(value);
  });

  it.each(['', '+0x10', '0X10', '1__0', '0b1', '1.5', 'x', "'A'", '0x'])('does not read %j', (text) => {
    expect(parseIntegerText(text)).toBeUndefined();
  });
});
