import { describe, expect, it } from 'vitest';
import { decodeEscapes, halveBackslashes } from '../../../../src/inputs/vmray/escapes.ts';
import { cleanPath } from '../../../../src/inputs/vmray/summary.ts';

describe('escapes of VMRay logs', () => {
  it.each([
    ['plain é 日本', 'plain é 日本'],
    ['C:\\\\a\\\\b', 'C:\\a\\b'],
    ['\\"q\\"', '"q"'],
    ['a\\r\\n\\tb', 'a\r\n\tb'],
    ['\\x1b[0m', '\u001b[0m'],
    ['\\x0dk', '\rk'],
    ['\\x90w3', '\u0090w3'],
    ['\\x00ab', '\u0000ab'],
    ['\\xddb6虣', '\uddb6虣'],
    ['\\x2028', '\u2028'],
    ['\\xe9', 'é'],
    ['\\xe9g', 'ég'],
    ['\\\\x41', '\\x41'],
    ['\\q \\x \\xg \\', '\\q \\x \\xg \\'],
  ])('%s', (text, decoded) => {
    expect(decodeEscapes(text)).toBe(decoded);
  });

  it('are, but for doubled backslashes, left alone in compatible mode', () => {
    expect(halveBackslashes('a\\\\\\\\b\\x1b\\n')).toBe('a\\\\b\\x1b\\n');
  });
});

describe('paths and command lines', () => {
  it('lose doubled backslashes, and blanks and quotes at both ends', () => {
    expect(cleanPath(' "C:\\\\a b" "c" ')).toBe('C:\\a b" "c');
    expect(cleanPath('" "')).toBe('');
    expect(cleanPath('a')).toBe('a');
  });
});
