import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactJson } from '../../../src/bytes/exact-json.ts';
import type { JsonCursor } from '../../../src/bytes/json-cursor.ts';
import { END, FIRST, JsonShape } from '../../../src/bytes/json-shape.ts';
import { TEXT_PROBLEMS } from '../../../src/bytes/json-text.ts';
import { INCOMPLETE, MALFORMED } from '../../../src/bytes/json-window.ts';
import { LIMITS } from '../../../src/limits.ts';
import { cursorOver, toBytes } from '../../support/json-bytes.ts';

/** What a reading method throws, or undefined. */
function signalOf(read: () => unknown): unknown {
  try {
    read();
    return undefined;
  } catch (signal) {
    return signal;
  }
}

/** JSON text of any value, in different styles. */
const jsonText = fc
  .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, 2, 4, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

describe('reading values', () => {
  it('equals a whole-text parser', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const cursor = cursorOver(text);
        expect(cursor.readValue()).toEqual(parseExactJson(text));
        expect(cursor.pos).toBe(toBytes(text).length);
      }),
    );
  });

  it('keeps integers exact and passes over absurd ones', () => {
    expect(cursorOver('9007199254740993').readScalar()).toBe(9007199254740993n);
    expect(cursorOver('-18446744073709551616').readScalar()).toBe(-18446744073709551616n);
    expect(cursorOver('12345').readScalar()).toBe(12345);
    expect(cursorOver('-0').readScalar()).toBe(-0);
    const absurd = cursorOver('1'.repeat(LIMITS.jsonIntegerDigits + 1));
    expect(absurd.readScalar()).toBeUndefined();
    expect(absurd.pos).toBe(LIMITS.jsonIntegerDigits + 1);
    expect(cursorOver(`0.${'1'.repeat(100_000)}`).readScalar()).toBeUndefined();
  });

  it('passes over containers where a scalar is asked for', () => {
    const cursor = cursorOver('[[1,{"a":"]"}],2]');
    cursor.enterList();
    cursor.element(true);
    expect(cursor.readScalar()).toBeUndefined();
    expect(cursor.element(false)).toBe(true);
    expect(cursor.readScalar()).toBe(2);
  });

  it('passes over what is malformed inside, where it need not be read', () => {
    const cursor = cursorOver('[{"a" "b"},{"a":[1 2]}]');
    cursor.enterList();
    for (let first = true; cursor.element(first); first = false) {
      expect(cursor.readOrSkip(() => cursor.readValue())).toBeUndefined();
    }
    expect(cursor.readOrSkip(() => 'read')).toBe('read');
    const broken = cursorOver('{"a":[}');
    expect(signalOf(() => broken.readOrSkip(() => broken.readValue()))).toBe(MALFORMED);
    const unfinished = cursorOver('{"a":');
    expect(signalOf(() => unfinished.readOrSkip(() => unfinished.readValue()))).toBe(INCOMPLETE);
  });

  it('treats __proto__ as any other key', () => {
    const value = cursorOver('{"__proto__":{"a":1},"constructor":2}').readValue() as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('refuses nesting beyond the limit, but passes over it', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const cursor = cursorOver(deep);
    expect(signalOf(() => cursor.readValue())).toBe(MALFORMED);
    expect(cursor.fault).toContain('nesting');
    cursor.pos = 0;
    cursor.skipValue();
    expect(cursor.pos).toBe(deep.length);
  });

  it('refuses values of too many parts', () => {
    const cursor = cursorOver(`[1${',1'.repeat(LIMITS.jsonTreeValues)}]`);
    expect(signalOf(() => cursor.readValue())).toBe(MALFORMED);
    expect(cursor.fault).toContain('values');
  });

  it.each([
    ['[1,]', '"," before "]"'],
    ['[1 2]', 'expected "," or "]"'],
    ['{"a":1,}', 'expected a key'],
    ['{"a" 1}', 'expected ":"'],
    ['{"a":1 "b":2}', 'expected "," or "}"'],
    ['{1:2}', 'expected a key'],
    ['nul!', 'unexpected character'],
    ['NaN', 'unexpected character'],
    ['01', 'number with a leading zero'],
    ['-x', 'expected a digit'],
    ['1.x', 'expected a digit'],
    ['1e+x', 'expected a digit'],
    ['\u0001', 'unexpected control character'],
    ["'a'", 'unexpected character'],
  ])('says what is wrong with %j', (text, fault) => {
    const cursor = cursorOver(text);
    expect(signalOf(() => cursor.readValue())).toBe(MALFORMED);
    expect(cursor.fault).toBe(fault);
  });

  it('asks for more bytes at every place where a text is cut, and for nothing else', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const bytes = toBytes(text);
        for (let end = 0; end < bytes.length; end++) {
          for (const read of [(c: JsonCursor) => c.readValue(), (c: JsonCursor) => c.skipValue()]) {
            const signal = signalOf(() => read(cursorOver(bytes.subarray(0, end), false)));
            expect(signal).toBe(INCOMPLETE);
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('reading strings', () => {
  it('finds the end behind any number of backslashes', () => {
    for (let count = 0; count < 12; count++) {
      for (let before = 0; before < 5; before++) {
        const text = `"${'x'.repeat(before)}${'\\\\'.repeat(count)}\\"y" `;
        const cursor = cursorOver(text);
        cursor.readString();
        expect(cursor.text()).toBe(JSON.parse(text));
        expect(cursor.pos).toBe(text.length - 1);
      }
    }
  });

  it('hashes equal bytes equally, whatever stands around them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const quoted = JSON.stringify(text);
        const one = cursorOver(`${quoted}`);
        const two = cursorOver(` [${quoted}, ${JSON.stringify(other)}]`);
        two.pos = 2;
        one.readHashedString();
        two.readHashedString();
        expect(two.textHash).toBe(one.textHash);
        expect(two.text()).toBe(text);
        expect([two.textEnd - two.textStart]).toEqual([one.textEnd - one.textStart]);
      }),
    );
  });

  it('tells different strings apart by their hashes, as a rule', () => {
    const hashes = new Set<number>();
    for (let n = 0; n < 5000; n++) {
      const cursor = cursorOver(`"0x${n.toString(16).padStart(8, '0')}"`);
      cursor.readHashedString();
      hashes.add(cursor.textHash);
    }
    expect(hashes.size).toBeGreaterThan(4990);
  });

  it('keeps raw control characters and notes them', () => {
    const cursor = cursorOver('"a\u0000b\tc"');
    expect(cursor.readScalar()).toBe('a\u0000b\tc');
    expect(cursor.texts.problems).toBe(TEXT_PROBLEMS.control);
  });
});

describe('reading members by shape', () => {
  /** All known members as they are met. */
  function membersOf(cursor: JsonCursor, shape: JsonShape): [number, unknown][] {
    const found: [number, unknown][] = [];
    expect(cursor.enterObject()).toBe(true);
    for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
      found.push([slot, cursor.readValue()]);
    }
    return found;
  }

  it('gives known members only, in any order, style and number, also when layouts change', () => {
    const keys = ['b', 'd', 'key with spaces'];
    const object = fc.uniqueArray(
      fc.tuple(
        fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'key with spaces'), fc.string()),
        fc.oneof(fc.jsonValue({ maxDepth: 1 })),
      ),
      { selector: ([key]) => key },
    );
    const style = fc.constantFrom(undefined, 1, 2, 4, '\t');
    fc.assert(
      fc.property(fc.array(fc.tuple(object, style), { maxLength: 8 }), (objects) => {
        const shape = new JsonShape(keys);
        // Twice, so that the second round meets what the first has taught.
        for (const [members, indent] of [...objects, ...objects]) {
          // __proto__ would not survive an object literal.
          const list = members.filter(([key]) => key !== '__proto__');
          const text = `${JSON.stringify(Object.fromEntries(list), null, indent)} `;
          const expected = Object.entries(parseExactJson(text) as object)
            .filter(([key]) => keys.includes(key))
            .map(([key, value]) => [keys.indexOf(key) + 1, value]);
          expect(membersOf(cursorOver(text), shape)).toEqual(expected);
        }
      }),
    );
  });

  it('has no trouble with more keys than it remembers', () => {
    const shape = new JsonShape(['last']);
    const object = Object.fromEntries([...Array.from({ length: 500 }, (_, n) => [`key${n}`, n]), ['last', 'x']]);
    for (let round = 0; round < 3; round++) {
      expect(membersOf(cursorOver(JSON.stringify(object)), shape)).toEqual([[1, 'x']]);
    }
  });

  it('understands escaped keys', () => {
    const shape = new JsonShape(['api']);
    for (let round = 0; round < 3; round++) {
      expect(membersOf(cursorOver('{"\\u0061pi":1,"x":2}'), shape)).toEqual([[1, 1]]);
    }
  });

  it('is as strict about what it has learned as about what is new', () => {
    const shape = new JsonShape(['a', 'b']);
    expect(membersOf(cursorOver('{"a":1,"b":2}'), shape)).toHaveLength(2);
    expect(signalOf(() => membersOf(cursorOver('{"a":1,"b":2'), shape))).toBe(INCOMPLETE);
    expect(signalOf(() => membersOf(cursorOver('{"a":1;"b":2}'), shape))).toBe(MALFORMED);
    expect(signalOf(() => membersOf(cursorOver('{,"a":1}'), shape))).toBe(MALFORMED);
    expect(signalOf(() => membersOf(cursorOver('{"a":12,"b":2]'), shape))).toBe(MALFORMED);
  });

  it('does not run behind the text on zero bytes in keys', () => {
    const shape = new JsonShape(['a']);
    const key = `{"x":1,"${'\0'.repeat(30)}":2,"a":3}`;
    for (let round = 0; round < 3; round++) expect(membersOf(cursorOver(key), shape)).toEqual([[1, 3]]);
    expect(signalOf(() => membersOf(cursorOver('{"x":1,"\0\0'), shape))).toBe(INCOMPLETE);
  });
});
