import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StringScanner } from '../../../src/bytes/strings.ts';

type Found = readonly (readonly [string, number])[];

function scan(bytes: Uint8Array, chunkBytes = bytes.length || 1): { ascii: Found; wide: Found } {
  const ascii: [string, number][] = [];
  const wide: [string, number][] = [];
  const scanner = new StringScanner(
    (text, at) => ascii.push([text, at]),
    (text, at) => wide.push([text, at]),
  );
  for (let at = 0; at < bytes.length; at += chunkBytes) scanner.push(bytes.subarray(at, at + chunkBytes));
  scanner.end();
  return { ascii, wide };
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The definition, on text with one character for each byte. */
function expected(text: string): { ascii: Found; wide: Found } {
  const find = (pattern: RegExp): Found =>
    [...text.matchAll(pattern)].map((match) => [match[0].replaceAll('\0', ''), match.index]);
  const allA = /^A*$/.test(text);
  return { ascii: allA ? [] : find(/[\t\x20-\x7e]{4,}/g), wide: find(/(?:[\t\x20-\x7e]\0){4,}/g) };
}

describe('strings in bytes', () => {
  it('are printable ASCII and UTF-16LE of at least four characters', () => {
    const text = 'abc\0abcd\0\tabc\n12345\x7f a\0b\0c\0d\0e\0\0x\0y\0z\0w\0zz\xe9abcd';
    expect(scan(latin1(text))).toEqual({
      ascii: [
        ['abcd', 4],
        ['\tabc', 9],
        ['12345', 14],
        ['abcd', 43],
      ],
      wide: [
        ['abcde', 21],
        ['xyzw', 32],
      ],
    });
  });

  it('do not exist in padding', () => {
    expect(scan(latin1('A'.repeat(100)), 7)).toEqual({ ascii: [], wide: [] });
    expect(scan(new Uint8Array(100))).toEqual({ ascii: [], wide: [] });
    expect(scan(latin1('AAAAB')).ascii).toEqual([['AAAAB', 0]]);
    expect(scan(new Uint8Array(0))).toEqual({ ascii: [], wide: [] });
  });

  it('are the same however the bytes are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', ' ', '\t', '\0', '\0', '\x7f', '\xff'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (sample, chunkBytes) => {
        expect(scan(latin1(sample), chunkBytes)).toEqual(expected(sample));
      }),
    );
  });
});
