import { describe, expect, it } from 'vitest';
import { decodeRule } from '../../../src/rules/decode.ts';
import { errorOf } from '../../support/rule-text.ts';

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

describe('decodeRule', () => {
  it('takes a byte order mark off', () => {
    expect(decodeRule(bytes(0xef, 0xbb, 0xbf, 'rule: ü'), 'r.yml')).toBe('rule: ü');
  });

  it.each([
    ['the first byte', bytes(0xff, 'a'), '1:1'],
    ['after wide characters', bytes('# 漢字\n# \u{1f600}', 0xe4, ' x'), '2:5'],
    ['behind replacement characters that are written', bytes('\ufffd\n\ufffd', 0xc3), '2:2'],
    ['behind a byte order mark', bytes(0xef, 0xbb, 0xbf, 'ab', 0x80), '1:3'],
    ['where a character breaks off', bytes('a\r\nb', 0xe6, 0xbc), '2:2'],
    ['of UTF-16', bytes(0xff, 0xfe, 'r', 0, 'u', 0), '1:1'],
  ])('says where the text is not UTF-8: %s', (_, content, place) => {
    expect(errorOf(() => decodeRule(content, 'r.yml'))).toMatchObject({
      code: 'rules-invalid',
      where: `r.yml:${place}`,
    });
  });
});
