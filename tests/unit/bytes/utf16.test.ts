import { describe, expect, it } from 'vitest';
import { memorySource, readHead } from '../../../src/bytes/source.ts';
import { findUtf16, type Utf16, utf16Source } from '../../../src/bytes/utf16.ts';

function encode(text: string, encoding: Utf16): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

describe.each<Utf16>(['utf-16le', 'utf-16be'])('text in %s', (encoding) => {
  const text = '{"pfad": "C:\\\\Übung\\\\日本\\\\😀.exe"}\r\n'.repeat(50);

  it.each(['', '\ufeff'])('is recognised with %j before it', (mark) => {
    expect(findUtf16(encode(mark + text, encoding))).toBe(encoding);
    expect(findUtf16(encode(`${mark}{}`, encoding))).toBe(encoding);
    expect(findUtf16(encode(`${mark} \t\r\n[`, encoding))).toBe(encoding);
  });

  it.each([1, 2, 3, 7, 1000])('is decoded from chunks of %s bytes, from any position', async (chunk) => {
    const source = utf16Source(memorySource('x', encode(`\ufeff${text}`, encoding), chunk), encoding);
    const wanted = Buffer.from(text);
    expect(Buffer.from(await readHead(source, 1e6)).equals(wanted)).toBe(true);
    for (const from of [1, 20, wanted.length - 1, wanted.length + 5]) {
      const parts: Uint8Array[] = [];
      for await (const part of source.open(from)) parts.push(part);
      expect(Buffer.concat(parts).equals(wanted.subarray(from))).toBe(true);
    }
  });

  it('has U+FFFD for half characters', async () => {
    const source = utf16Source(memorySource('x', encode('a\ud83d', encoding).subarray(0, 3)), encoding);
    expect(Buffer.from(await readHead(source, 100)).toString()).toBe('a\ufffd');
  });
});

it.each([
  '',
  'a',
  'ab',
  '{"meta"',
  'PK\x03\x04',
  'MZ\x90\x00\x03\x00\x00\x00',
  '\x7fELF\x02\x01\x01\x00',
  '\x00a',
  'a\x00b',
  'a\x00\x01\x00b\x00c\x00',
  '\x1f\x8b\x08\x00',
  '\ufeff{}',
])('%j is not UTF-16', (text) => {
  expect(findUtf16(Buffer.from(text, text.startsWith('\ufeff') ? 'utf8' : 'latin1'))).toBeUndefined();
});
