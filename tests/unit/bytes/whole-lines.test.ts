// Pieces of whole lines, however their bytes come.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/source.ts';
import { readWholeLines } from '../../../src/bytes/whole-lines.ts';

async function read(text: string, chunkBytes: number, maxBytes = 100): Promise<{ lines: string[]; leftOut: string[] }> {
  const lines: string[] = [];
  const leftOut: string[] = [];
  const source = memorySource('log', new TextEncoder().encode(text), chunkBytes);
  const pieces = readWholeLines(source, maxBytes, (what, at) => leftOut.push(`${what} ${at}`));
  for await (const { bytes, from, to, at } of pieces) {
    const piece = Buffer.from(bytes.subarray(from, to)).toString();
    expect(piece.endsWith('\n')).toBe(true);
    expect(text.slice(at, at + to - from)).toBe(piece);
    lines.push(...piece.slice(0, -1).split('\n'));
  }
  return { lines, leftOut };
}

describe('whole lines', () => {
  it('are the same for all chunks', async () => {
    for (const chunk of [1, 2, 3, 5, 100]) {
      expect(await read('one\n\ntwo\r\nthree\n', chunk)).toEqual({ lines: ['one', '', 'two\r', 'three'], leftOut: [] });
      expect(await read('one\ntw', chunk)).toEqual({ lines: ['one'], leftOut: ['unclosed 4'] });
      expect(await read('', chunk)).toEqual({ lines: [], leftOut: [] });
    }
  });

  it('leave lines out that are too long', async () => {
    for (const chunk of [1, 2, 3, 5, 100]) {
      const text = `a\n${'b'.repeat(11)}\n${'c'.repeat(10)}\n${'d'.repeat(40)}\ne\n${'f'.repeat(12)}`;
      const { lines, leftOut } = await read(text, chunk, 10);
      expect(lines, String(chunk)).toEqual(['a', 'c'.repeat(10), 'e']);
      expect(leftOut).toEqual(['too-long 2', 'too-long 25', 'too-long 68']);
    }
  });

  it('may be longer than what comes at once', async () => {
    const text = `${'a'.repeat(700_000)}\nb\n`;
    expect((await read(text, 50_000, 1 << 20)).lines.map((line) => line.length)).toEqual([700_000, 1]);
    expect(await read(text, 50_000, 1 << 19)).toEqual({ lines: ['b'], leftOut: ['too-long 0'] });
  });
});
