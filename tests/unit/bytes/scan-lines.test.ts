import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineScanner } from '../../../src/bytes/scan-lines.ts';

function scan(text: string, piece: number, most = 20): { lines: string[]; tooLong: number; isWhole: boolean } {
  const lines: string[] = [];
  const scanner = new LineScanner(
    (bytes, from, to) => lines.push(Buffer.from(bytes.subarray(from, to)).toString()),
    most,
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) scanner.push(bytes.subarray(at, at + piece));
  const isWhole = scanner.finish();
  return { lines, tooLong: scanner.tooLong, isWhole };
}

describe('scanning lines', () => {
  it('gives each line without its end, empty ones too, and not one that has none', () => {
    expect(scan('a\r\n\nbc\n', 100)).toEqual({ lines: ['a', '', 'bc'], tooLong: 0, isWhole: true });
    expect(scan('a\nbc', 100)).toEqual({ lines: ['a'], tooLong: 0, isWhole: false });
    expect(scan('', 100)).toEqual({ lines: [], tooLong: 0, isWhole: true });
  });

  it('leaves out lines that are too long', () => {
    const text = `a\n${'x'.repeat(21)}\n${'y'.repeat(20)}\nb\n`;
    for (const piece of [1, 7, 100]) {
      expect(scan(text, piece)).toEqual({ lines: ['a', 'y'.repeat(20), 'b'], tooLong: 1, isWhole: true });
    }
  });

  it('gives the same whatever the pieces are', () => {
    const letter = fc.constantFrom('a', 'b', '\n', '\r');
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (text, piece) => {
        expect(scan(text, piece, 5)).toEqual(scan(text, 1000, 5));
      }),
    );
  });
});
