import { describe, expect, it } from 'vitest';
import { parseDecimal, parseHex, parsePrefixed } from '../../../src/bytes/python-integer.ts';
import { startCpuClock } from '../../support/cpu-time.ts';

// text, int(text, 16) where it starts with 0x, int(text), int(text, 0): as CPython 3.11 answers, undefined for ValueError.
const TABLE: [
  string,
  (number | bigint | undefined)?,
  (number | bigint | undefined)?,
  (number | bigint | undefined)?,
][] = [
  ['0', undefined, 0, 0],
  ['10', undefined, 10, 10],
  ['010', undefined, 10, undefined],
  ['0_0', undefined, 0, 0],
  ['00', undefined, 0, 0],
  ['1_000', undefined, 1000, 1000],
  ['1__0'],
  ['_1'],
  ['1_'],
  ['-5', undefined, -5, -5],
  ['+5', undefined, 5, 5],
  ['--5'],
  ['- 5'],
  [' \t\n\v\f\r7 \n', undefined, 7, 7],
  ['\u001c7'],
  ['7\ufeff'],
  ['\u00a07\u3000\u0085', undefined, 7, 7],
  ['٣', undefined, 3, 3],
  ['-１２', undefined, -12, -12],
  ['1𝟗', undefined, 19, 19],
  ['𝟘', undefined, 0, 0],
  ['²'],
  ['0x1e', 30, undefined, 30],
  ['0x1E', 30, undefined, 30],
  ['0X1e', undefined, undefined, 30],
  ['0x_1e', 30, undefined, 30],
  ['0x1_e', 30, undefined, 30],
  ['0x1__e'],
  ['0x1e_'],
  ['0x1e ', 30, undefined, 30],
  [' 0x1e', undefined, undefined, 30],
  ['-0x5', undefined, undefined, -5],
  ['0x-5'],
  ['0x'],
  ['0x_'],
  ['0xZZ'],
  ['0x0x1'],
  ['0x1１', 17, undefined, 17],
  ['0o17', undefined, undefined, 15],
  ['0o8'],
  ['0b101', undefined, undefined, 5],
  ['0b2'],
  ['0xffffffffffffffff', 18446744073709551615n, undefined, 18446744073709551615n],
  ['18446744073709551616', undefined, 18446744073709551616n, 18446744073709551616n],
  ['9007199254740991', undefined, 9007199254740991, 9007199254740991],
  ['9007199254740992', undefined, 9007199254740992n, 9007199254740992n],
  [''],
  ['+'],
  ['1.5'],
  ['1e3'],
  ['NaN'],
  ['1\u0000'],
  ['\ud800'],
  ['C:\\Windows'],
  ['１1x'],
];

describe('integers as Python reads them', () => {
  it.each(TABLE)('%j', (text, hex, decimal, prefixed) => {
    expect([parseHex(text), parseDecimal(text), parsePrefixed(text)]).toEqual([hex, decimal, prefixed]);
  });

  it('refuses decimals of more than 4,300 digits, not hexadecimal ones', () => {
    expect(parseDecimal('1'.repeat(4300))).toBe(BigInt('1'.repeat(4300)));
    expect(parseDecimal('1'.repeat(4301))).toBeUndefined();
    expect(parsePrefixed('0'.repeat(4301))).toBeUndefined();
    expect(parseDecimal(Array(4300).fill('1').join('_'))).toBe(BigInt('1'.repeat(4300)));
    expect(parseHex(`0x${'1'.repeat(5000)}`)).toBe(BigInt(`0x${'1'.repeat(5000)}`));
  });

  it('decides about megabytes of hostile text at once', () => {
    const cpuTime = startCpuClock();
    for (const text of [`${' '.repeat(4e6)}x`, `0x${'f'.repeat(4e6)}`, '1_'.repeat(2e6), '1'.repeat(4e6)]) {
      expect([parseHex(text), parseDecimal(text), parsePrefixed(text)]).toEqual([undefined, undefined, undefined]);
    }
    expect(cpuTime()).toBeLessThan(2000);
  });
});
