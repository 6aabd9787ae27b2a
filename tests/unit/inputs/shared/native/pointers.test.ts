import { describe, expect, it } from 'vitest';
import { listInstructions } from '../../../../support/native-code.ts';

const PUSH_DATA = '68 00304000';
const hex = (text: string, encoding: BufferEncoding = 'latin1'): string => Buffer.from(text, encoding).toString('hex');
const pointed = (data: string, facts = {}): string[] =>
  listInstructions({ text: PUSH_DATA, data }, facts)[0] as string[];
/** A pointer to a place in the data, little-endian. */
const pointer = (place: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(0x403000 + place);
  return bytes.toString('hex');
};

describe('a pointer', () => {
  it('to a text gives it up to its NUL, and no bytes', () => {
    expect(pointed(hex('some text\0more\0'))).toEqual(['string(some text)']);
    expect(pointed(hex('line\r\nbreak\0'))).toEqual(['string(line\\r\\nbreak)']);
  });

  it('to UTF-16 gives a text from five characters on', () => {
    expect(pointed(hex('ja-JP\0', 'utf16le'))).toEqual(['string(ja-JP)']);
    expect(pointed(hex('true\0', 'utf16le'))[0]).toMatch(/^bytes\(74 00 72 00/);
  });

  it('to UTF-16 of another block reads to where two bytes are zero, as the reference does', () => {
    expect(pointed('4001 4001 4001 4001 4001 0010 0100 0010 ffff')).toEqual(['string(ŀŀŀŀŀက\\x01က)']);
  });

  it('to a short text or one without end gives bytes', () => {
    expect(pointed(hex('abc\0def'))[0]).toMatch(/^bytes\(61 62 63 00/);
    expect(pointed(`${hex('abcdef')} 80`)[0]).toMatch(/^bytes\(61 62 63 64/);
  });

  it('to what a length stands before takes that for a text, as Pascal has them', () => {
    const data = `02000000 ${hex('ab')} 00 ff`;
    expect(listInstructions({ text: '68 04304000', data })[0]).toEqual([]);
  });

  it('to zeros gives nothing', () => {
    expect(pointed('')).toEqual([]);
  });

  it('gives 256 bytes at most, and none behind the section', () => {
    expect((pointed('ff'.repeat(600))[0] as string).split(' ')).toHaveLength(256);
    const last = listInstructions({ text: '68 fe3f4000', data: 'ff'.repeat(0x1000) })[0];
    expect(last).toEqual(['bytes(FF FF)']);
    const inSection = pointed('ff'.repeat(600), { sectionEnd: () => 0x403003 });
    expect(inSection).toEqual(['bytes(FF FF FF)']);
    expect(pointed('ff'.repeat(600), { sectionEnd: () => undefined })).toEqual([]);
  });

  it('to a pointer is followed, with the bytes on the way', () => {
    const features = pointed(`${pointer(8)} 00000000 ${hex('behind it\0')}`);
    expect(features).toEqual(['string(behind it)', expect.stringMatching(/^bytes\(08 30 40 00/)]);
  });

  it('is followed ten times at most', () => {
    const chain = (links: number): string => {
      const slots = Array.from({ length: links }, (_, i) => pointer((i + 1) * 4)).join('');
      return `${slots}${hex('end of it\0')}`;
    };
    expect(pointed(chain(10))).toContain('string(end of it)');
    expect(pointed(chain(11))).not.toContain('string(end of it)');
  });

  it('to itself ends, and so does a circle', () => {
    expect(pointed(pointer(0))).toHaveLength(1);
    expect(pointed(`${pointer(4)}${pointer(0)}`)).toHaveLength(11);
  });

  it('to a text that looks like a pointer is not followed', () => {
    // The first four characters are the address 0x403020.
    expect(pointed(`2030 4000 ${'ff'.repeat(0x1c)} ${hex('there\0')}`)).toContain('string(there)');
    expect(pointed(`2030 4020 ${'20'.repeat(0x1b)} 00 ${hex('there\0')}`)).toHaveLength(1);
  });
});
