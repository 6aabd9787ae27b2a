import { describe, expect, it } from 'vitest';
import { ByteView, fixedText } from '../../../src/bytes/byte-view.ts';
import { findText } from '../../../src/bytes/find-bytes.ts';

describe('a view of bytes', () => {
  const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 0x88, 0xe4, 0]);

  it('reads both byte orders', () => {
    expect([new ByteView(bytes).u16(0), new ByteView(bytes, false).u16(0)]).toEqual([0x0201, 0x0102]);
    expect([new ByteView(bytes).u32(4), new ByteView(bytes, false).u32(4)]).toEqual([0x88070605, 0x05060788]);
    expect(new ByteView(bytes, false).big64(0)).toBe(0x0102030405060788n);
  });

  it('reads -1 where not all bytes are there', () => {
    const view = new ByteView(bytes);
    expect([view.u8(10), view.u16(9), view.u32(7), view.u64(3), view.big64(3), view.address(3, 64)]).toEqual([
      -1,
      -1,
      -1,
      -1,
      -1n,
      -1,
    ]);
    expect([view.u8(-1), view.u32(Number.NaN), view.u32(2 ** 60)]).toEqual([-1, -1, -1]);
  });

  it('keeps 48 bits of addresses that a number does not hold', () => {
    const view = new ByteView(Uint8Array.from([1, 0, 0, 0x81, 0xff, 0xff, 0xff, 0xff]));
    expect(view.address(0, 64)).toBe(0xffff81000001);
    expect(new ByteView(Uint8Array.from([1, 0, 0, 0, 0, 0, 0x1f, 0])).address(0, 64)).toBe(0x1f000000000001);
  });

  it('reads texts that a zero byte ends, one character a byte', () => {
    const view = new ByteView(bytes);
    expect([view.text(8, 4), view.text(8, 1), view.text(9, 4), view.text(10, 4)]).toEqual([
      'ä',
      undefined,
      '',
      undefined,
    ]);
    expect(fixedText(Uint8Array.from([0x2e, 0x41, 0, 0x42]))).toBe('.A');
  });
});

describe('finding a text', () => {
  it('finds it where only the end of a false start is its beginning', () => {
    const bytes = Buffer.from('aab aaab');
    expect([findText(bytes, 'aab'), findText(bytes, 'aab', 1), findText(bytes, 'abc')]).toEqual([0, 5, -1]);
  });
});
