import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonTextDecoder, TEXT_PROBLEMS } from '../../../src/bytes/json-text.ts';
import { toBytes } from '../../support/json-bytes.ts';

/** The text stands somewhere in a buffer, right before a backslash. */
function decodeWith(decoder: JsonTextDecoder, raw: string | Uint8Array): string {
  const bytes = toBytes(raw);
  const buffer = new Uint8Array(bytes.length + 20).fill(0x5c);
  buffer.set(bytes, 3);
  return decoder.decodeEscaped(new DataView(buffer.buffer), 3, 3 + bytes.length);
}

function decode(raw: string | Uint8Array): { text: string; problems: number } {
  const decoder = new JsonTextDecoder();
  return { text: decodeWith(decoder, raw), problems: decoder.problems };
}

describe('text of JSON strings', () => {
  it('equals JSON.parse for every escaped spelling', () => {
    // Every unit of some texts as a \u escape, and some as short escapes.
    const spelled = fc.string({ unit: 'binary' }).map((text) =>
      Array.from({ length: text.length }, (_, i) => {
        const unit = text.charCodeAt(i);
        return unit % 3 === 0 || (unit >= 0xd800 && unit < 0xe000)
          ? `\\u${unit.toString(16).padStart(4, '0')}`
          : JSON.stringify(text[i]).slice(1, -1);
      }).join(''),
    );
    fc.assert(
      fc.property(spelled, (raw) => {
        expect(decode(raw)).toEqual({ text: JSON.parse(`"${raw}"`), problems: 0 });
      }),
    );
  });

  it.each([
    ['\\ud800', '\ufffd'],
    ['\\udc00x', '\ufffdx'],
    ['\\ud800\\ud800\\udc00', '\ufffd\u{10000}'],
    ['\\ud83dx', '\ufffdx'],
    ['\\ud83d\\n', '\ufffd\n'],
    ['\\ud83d\\u0041', '\ufffdA'],
  ])('replaces halves of surrogate pairs: %s', (raw, text) => {
    expect(decode(raw)).toEqual({ text, problems: TEXT_PROBLEMS.loneSurrogate });
  });

  it.each(['\\x41', '\\u12', '\\u12G4', '\\', '\\q\\', '\\u', '\\0'])('keeps %s, which is no escape', (raw) => {
    expect(decode(raw)).toEqual({ text: raw, problems: TEXT_PROBLEMS.badEscape });
  });

  it('replaces bytes that are not UTF-8', () => {
    expect(decode(new Uint8Array([0x61, 0xff, 0x62]))).toEqual({ text: 'a\ufffdb', problems: TEXT_PROBLEMS.badUtf8 });
    // A lone surrogate written as UTF-8.
    expect(decode(new Uint8Array([0xed, 0xa0, 0x80])).problems).toBe(TEXT_PROBLEMS.badUtf8);
  });

  it('decodes long texts, and short ones again afterwards', () => {
    const decoder = new JsonTextDecoder();
    for (const raw of ['a\\\\b', `${'\\\\x'.repeat(1_000_000)}`, 'c\\td']) {
      expect(decodeWith(decoder, raw)).toBe(JSON.parse(`"${raw}"`));
    }
  });

  it('keeps a byte order mark inside of a text', () => {
    expect(decode('\ufeffa').text).toBe('\ufeffa');
  });
});
