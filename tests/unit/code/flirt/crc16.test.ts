import { expect, it } from 'vitest';
import { crc16 } from '../../../../src/code/flirt/crc16.ts';

it('is the checksum of X.25 with its bytes swapped', () => {
  expect(crc16(new TextEncoder().encode('xx123456789xx'), 2, 11)).toBe(0x6e90);
});

it('is 0 for no bytes', () => {
  expect(crc16(new Uint8Array(4), 2, 2)).toBe(0);
});
