import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSyntaxError, parseExactJson, writeExactJson } from '../../../src/bytes/exact-json.ts';
import { JsonWalker, jsonPathAt } from '../../../src/bytes/json-walker.ts';
import { LIMITS } from '../../../src/limits.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const walker = (text: string): JsonWalker => new JsonWalker(encode(text));

/** Builds what the walker walks. */
function readValue(json: JsonWalker): unknown {
  switch (json.kind()) {
    case 'object': {
      const entries: [string, unknown][] = [];
      json.enterObject();
      for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) entries.push([key, readValue(json)]);
      return Object.fromEntries(entries);
    }
    case 'array': {
      const items: unknown[] = [];
      json.enterArray();
      while (json.nextItem()) items.push(readValue(json));
      return items;
    }
    case 'string':
      return json.readString();
    case 'number':
      return json.readNumber();
    case 'boolean':
      return json.readBoolean();
    case 'null':
      return json.readNull();
  }
}

function readAll(text: string): unknown {
  const json = walker(text);
  const value = readValue(json);
  json.finish();
  return value;
}

function failure(run: () => unknown): JsonSyntaxError {
  try {
    run();
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('JsonWalker', () => {
  it('reads what the other reader reads, white space or not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(writeExactJson(readAll(text))).toBe(writeExactJson(parseExactJson(text)));
      }),
    );
  });

  it('skips what it can read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = walker(JSON.stringify([value, 'end']));
        json.enterArray();
        json.nextItem();
        json.skip();
        expect(json.nextItem()).toBe(true);
        expect(json.readString()).toBe('end');
      }),
    );
  });

  it('keeps integers of any size and says which numbers are floats', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const json = walker(String(value));
        expect(BigInt(json.readNumber())).toBe(value);
        expect(json.float).toBe(false);
      }),
    );
    for (const [text, value] of [
      ['6.0', 6],
      ['-0.0', -0],
      ['1e3', 1000],
      ['1E+400', Number.POSITIVE_INFINITY],
    ] as const) {
      const json = walker(text);
      expect(json.readNumber()).toBe(value);
      expect(json.float).toBe(true);
    }
    expect(walker('-0').readNumber()).toBe(0);
  });

  it('shares short strings and keeps different ones apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\\', '"', '\n'), maxLength: 4 })),
        (texts) => {
          expect(readAll(JSON.stringify(texts))).toEqual(texts);
        },
      ),
    );
  });

  it('reads a value again after going back', () => {
    const json = walker('[{"a":1},2]');
    json.enterArray();
    json.nextItem();
    const start = json.position;
    json.enterObject();
    json.nextKey();
    json.rewind(start);
    json.skip();
    expect(json.nextItem()).toBe(true);
    expect(json.readNumber()).toBe(2);
    expect(json.nextItem()).toBe(false);
    json.finish();
  });

  it.each([
    ['', 'unexpected end', 0],
    ['[1,]', 'unexpected character', 3],
    ['[1 2]', 'expected "," or "]"', 3],
    ['{"a":1,}', 'expected a string', 7],
    ['{"a" 1}', 'expected ":"', 5],
    ['{1:1}', 'expected a string', 1],
    ['"abc', 'unterminated string', 4],
    ['"a\nb"', 'bad string', 0],
    ['"\\x"', 'bad string', 0],
    ['01', 'unexpected character', 0],
    ['-', 'unexpected character', 0],
    ['1.', 'unexpected character', 0],
    ['tru', 'unexpected character', 0],
    ['1 2', 'text after the value', 2],
  ])('refuses %j: %s at byte %d', (text, reason, at) => {
    expect(failure(() => readAll(text))).toMatchObject({ reason, at });
  });

  it('refuses bytes that are not UTF-8', () => {
    const json = new JsonWalker(new Uint8Array([0x22, 0xff, 0x22]));
    expect(failure(() => json.readString()).reason).toBe('bad string');
  });

  it('refuses a byte order mark', () => {
    expect(failure(() => readAll('\ufeff[]')).reason).toBe('unexpected character');
  });

  it('refuses numbers that would take long to convert', () => {
    expect(failure(() => readAll('9'.repeat(1_000_000))).reason).toBe('number too long');
    expect(failure(() => readAll(`0.${'9'.repeat(1_000_000)}`))).toBeInstanceOf(JsonSyntaxError);
  });

  it('skips deep nesting only to the limit', () => {
    expect(failure(() => walker('['.repeat(1_000_000)).skip()).reason).toBe('nesting too deep');
    walker('['.repeat(LIMITS.jsonDepth) + ']'.repeat(LIMITS.jsonDepth)).skip();
  });

  it('meets damaged text with JsonSyntaxError only, and agrees with the other reader on what is valid', () => {
    const text = '{"a":[1,2.5,-3e4,"x\\u00e9\\n",true,false,null,{"b":{}}],"c":18446744073709551615}';
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ unit: 'binary-ascii', maxLength: 2 }), (at, other) => {
        const damaged = text.slice(0, at) + other + text.slice(at + 1);
        const attempt = (read: (text: string) => unknown): boolean => {
          try {
            read(damaged);
            return true;
          } catch (error) {
            expect(error).toBeInstanceOf(JsonSyntaxError);
            return false;
          }
        };
        expect(attempt(readAll)).toBe(attempt(parseExactJson));
      }),
    );
  });
});

describe('jsonPathAt', () => {
  const text = '{"a":[1,{"b":"xyz"}],"c":2}';

  it.each([
    [text.indexOf('1'), 'a[0]'],
    [text.indexOf('"xyz"'), 'a[1].b'],
    [text.indexOf('z'), 'a[1].b'],
    [text.indexOf('2'), 'c'],
    [text.indexOf('{"b"'), 'a[1]'],
    [text.indexOf('],') + 1, 'c'],
    [0, ''],
  ])('names the value at byte %d: %s', (at, path) => {
    expect(jsonPathAt(encode(text), at)).toBe(path);
  });

  it('shortens keys', () => {
    expect(jsonPathAt(encode(`{"${'k'.repeat(1000)}":1}`), 1004)).toBe('k'.repeat(60));
  });

  it('ends at a syntax error', () => {
    expect(jsonPathAt(encode('{"a":[1,x]}'), 8)).toBe('a[1]');
  });
});
