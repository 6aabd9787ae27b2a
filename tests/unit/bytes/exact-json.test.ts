import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSyntaxError, parseExactJson, writeExactJson } from '../../../src/bytes/exact-json.ts';
import { LIMITS } from '../../../src/limits.ts';

function failure(text: string): JsonSyntaxError {
  try {
    parseExactJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe('parseExactJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(writeExactJson(parseExactJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads pretty-printed text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = `\r\n\t ${JSON.stringify(value, null, 2)} \n`;
        expect(JSON.parse(writeExactJson(parseExactJson(text)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps integers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const read = parseExactJson(`[${value}]`) as [number | bigint];
        expect(BigInt(read[0])).toBe(value);
        expect(typeof read[0]).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
      }),
    );
    expect(parseExactJson('18446744073709551615')).toBe(18446744073709551615n);
    expect(parseExactJson('-9007199254740991')).toBe(-9007199254740991);
    expect(parseExactJson('-9007199254740992')).toBe(-9007199254740992n);
  });

  it('reads the integer -0 as 0 and keeps the float -0.0', () => {
    expect(parseExactJson('-0')).toBe(0);
    expect(parseExactJson('-0.0')).toBe(-0);
  });

  it('treats keys of Object.prototype as ordinary keys', () => {
    const value = parseExactJson('{"__proto__":{"a":1},"constructor":2}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(value['toString']).toBeUndefined();
    expect(value['a']).toBeUndefined();
  });

  it('lets the last of equal keys win', () => {
    expect(parseExactJson('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  it('decodes escapes, lone surrogates included', () => {
    expect(parseExactJson('"\\u0041\\n\\/\\\\\\"\\ud83d\\ude00\\ud800é"')).toBe('A\n/\\"😀\ud800é');
  });

  it.each([
    ['', 'unexpected character', 0],
    ['nul', 'unexpected character', 0],
    ['[1,]', 'unexpected character', 3],
    ['{"a":1,}', 'expected a key', 7],
    ['{"a" 1}', 'expected ":"', 5],
    ['[1 2]', 'expected "," or "]"', 3],
    ['{"a":1', 'expected "," or "}"', 6],
    ['"abc', 'unterminated string', 4],
    ['"abc\\', 'unterminated string', 6],
    ['"a\nb"', 'control character in string', 2],
    ['"\\x41"', 'bad escape', 1],
    ['"\\u00zz"', 'bad escape', 1],
    ['01', 'text after the value', 1],
    ['-', 'unexpected character', 0],
    ['1.', 'text after the value', 1],
    ['[.5]', 'unexpected character', 1],
    ['NaN', 'unexpected character', 0],
    ['1 2', 'text after the value', 2],
  ])('refuses %j: %s at %d', (text, reason, at) => {
    expect(failure(text)).toMatchObject({ reason, at });
  });

  it('refuses nesting beyond the limit without overflowing the stack', () => {
    expect(parseExactJson('['.repeat(LIMITS.jsonDepth) + ']'.repeat(LIMITS.jsonDepth))).toHaveLength(1);
    expect(failure('['.repeat(1_000_000)).reason).toBe('nesting too deep');
    expect(failure('{"a":'.repeat(1_000_000)).reason).toBe('nesting too deep');
  });

  it('refuses integers that would take long to convert', () => {
    expect(failure('9'.repeat(1_000_000)).reason).toBe('integer too long');
    expect(parseExactJson('9'.repeat(4300))).toBeTypeOf('bigint');
  });

  it('meets damaged text with JsonSyntaxError only', () => {
    const text = '{"a":[1,2.5,-3e4,"x\\u00e9\\n",true,false,null,{"b":{}}],"c":18446744073709551615}';
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ unit: 'binary-ascii', maxLength: 2 }), (at, other) => {
        try {
          parseExactJson(text.slice(0, at) + other + text.slice(at + 1));
        } catch (error) {
          expect(error).toBeInstanceOf(JsonSyntaxError);
        }
      }),
    );
  });
});

describe('writeExactJson', () => {
  it('is the inverse of parseExactJson', () => {
    const text = '{"a":[18446744073709551615,-1,2.5,"x\\n"],"b":{"c":null,"d":true}}';
    expect(writeExactJson(parseExactJson(text))).toBe(text);
  });

  it('leaves out undefined members', () => {
    expect(writeExactJson({ a: undefined, b: 1n })).toBe('{"b":1}');
  });
});
