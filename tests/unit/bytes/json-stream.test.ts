import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactJson } from '../../../src/bytes/exact-json.ts';
import { jsonPaths } from '../../../src/bytes/json-paths.ts';
import { type JsonInterest, type JsonOptions, JsonStream, readJson } from '../../../src/bytes/json-stream.ts';
import { memorySource } from '../../../src/bytes/source.ts';
import { Diagnostics } from '../../../src/diagnostics.ts';
import { startCpuClock } from '../../support/cpu-time.ts';
import { cut, toBytes } from '../../support/json-bytes.ts';

interface Outcome {
  readonly events: readonly string[];
  readonly empty: boolean;
  readonly complete: boolean;
  readonly diagnostics: readonly string[];
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? `${member}n` : member));
}

/** Reads a document that looks like a report and tells everything that happened. */
function read(text: string | Uint8Array, chunkBytes = 1 << 20, options: Partial<JsonOptions> = {}): Outcome {
  const events: string[] = [];
  const value = (name: string): JsonInterest => ({
    value: (cursor, at, index) => {
      const found = cursor.readValue();
      events.push(`${name}[${index}]@${at}=${show(found)}`);
    },
    lost: (at, index) => events.push(`${name}[${index}]@${at} lost`),
  });
  const interest = jsonPaths({
    id: value('id'),
    list: {
      open: (at) => events.push(`list opened @${at}`),
      lost: () => events.push('list lost'),
      elements: {
        open: (at, index) => events.push(`item ${index} opened @${at}`),
        lost: (at, index) => events.push(`item ${index} @${at} lost`),
        ...jsonPaths({ name: value('name'), 'calls.all': { elements: value('call') } }),
      },
    },
    map: {
      others: {
        value: (cursor, _at, index, key) => {
          const found = cursor.readScalar();
          events.push(`${key}[${index}]=${show(found)}`);
        },
      },
    },
  });
  const diagnostics = new Diagnostics();
  const stream = new JsonStream(interest, { diagnostics, ...options });
  for (const chunk of cut(toBytes(text), chunkBytes)) if (!stream.push(chunk)) break;
  const { empty, complete } = stream.finish();
  return {
    events,
    empty,
    complete,
    diagnostics: diagnostics.list().map(({ code, message, where, count }) => `${code}: ${message} (${where}) ${count}`),
  };
}

const DOCUMENT = {
  skipped: { list: [1, { id: 5 }], text: 'brackets ]}[{ and \\ "quotes"', deep: [[[[[]]]]], n: -1.5e3 },
  list: [
    { name: 'one\u00e9\n', calls: { other: 1, all: [1, 'two', { three: [3] }, null] }, extra: true },
    { calls: { all: [] }, name: null },
    {},
  ],
  map: { a: 'x', 'b\\"': false, __proto__x: 12345678901234567890n, c: null },
  id: { x: ['\u{1f600}'] },
  tail: 'x'.repeat(300),
};

function print(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? 'BIG' : member), indent).replace(
    '"BIG"',
    '12345678901234567890',
  );
}

/** Texts with every kind of trouble. */
const TEXTS: Readonly<Record<string, string | Uint8Array>> = {
  pretty: print(DOCUMENT, 2),
  compact: print(DOCUMENT),
  'byte order mark': `\ufeff${print(DOCUMENT)}`,
  'white space only': ' \n\t ',
  nothing: '',
  'broken off': print(DOCUMENT).slice(0, 200),
  'text after the end': `${print(DOCUMENT)}\n{"id":1}`,
  'zero bytes after the end': `${print(DOCUMENT)}\0\0\0`,
  'duplicate keys': '{"id":1,"list":[{"name":1}],"id":2,"list":[{"name":2}]}',
  'malformed value': '{"id":{"a" 1},"list":[{"name":[1,]},{"name":2}]}',
  'malformed value that cannot be passed over': '{"id":[1,],"list":[{"name":[1}],"map":{"a":1}}',
  'missing comma': '{"id":1 "map":{"a":1}}',
  'wrong closing bracket': '{"id":1,"list":[{"name":1]}',
  'wrong bracket in what is skipped': '{"skipped":[[}],"id":1}',
  'zero byte between': '{"id":1,\0"map":{}}',
  'control character in what is skipped': '{"skipped":[1,\u0001],"id":1}',
  'other kinds than expected': '{"list":{"a":1},"map":[1],"id":1}',
  'items of other kinds': '{"list":[1,null,"x",[],{"name":1}]}',
  'null instead of containers': '{"list":null,"map":null}',
  scalar: '12345',
  'scalar at the top': '"text"',
  'list at the top': '[1,2,{"id":1}]',
  'no JSON': 'MZ\u0090\0',
  'bad UTF-8': new Uint8Array([...toBytes('{"id":"'), 0xff, 0xc3, ...toBytes('","map":{"\\ud800":"\\q"}}')]),
  'control characters': '{"id":"a\u0000\u001f\n"}',
  'not closed': '{"list":[{"name":1},{"name":2}',
  'ends in a key': '{"list":[],"na',
  'ends in a number': '{"id":12',
  'ends behind a backslash': '{"skipped":"abc\\',
  'number in a list': '{"list":[{"calls":{"all":[1,2,-3.5e+7,0,12345678901234567890]}}]}',
};

describe('a streamed document', () => {
  it('hands out what is wanted, in order, with positions', () => {
    const text = print(DOCUMENT, 2);
    const { events, ...rest } = read(text);
    expect(rest).toEqual({ empty: false, complete: true, diagnostics: [] });
    expect(events.map((event) => event.replace(/ ?@\d+/, ''))).toEqual([
      'list opened',
      'item 0 opened',
      'name[0]="one\u00e9\\n"',
      'call[0]=1',
      'call[1]="two"',
      'call[2]={"three":[3]}',
      'call[3]=null',
      'item 1 opened',
      'name[1]=null',
      'item 2 opened',
      'a[0]="x"',
      'b\\"[1]=false',
      '__proto__x[2]="12345678901234567890n"',
      'c[3]=null',
      'id[3]={"x":["\u{1f600}"]}',
    ]);
    const bytes = toBytes(text);
    for (const event of events) {
      const [, at, value] = /^(?:name|call|id)\[\d+\]@(\d+)=(.*)$/.exec(event) ?? [];
      if (at === undefined || value === undefined) continue;
      const rest = new TextDecoder().decode(bytes.subarray(Number(at)));
      // What stands at the position is a text of the value.
      expect(show(parseExactJson(prefixValue(rest)))).toBe(value);
    }
  });

  it.each(Object.entries(TEXTS))('is read alike however it is cut: %s', (_, text) => {
    const whole = read(text);
    const { length } = toBytes(text);
    for (let size = 1; size < Math.min(length, 80); size++) expect(read(text, size)).toEqual(whole);
    expect(whole).toMatchSnapshot();
  });

  it('is read alike however it is cut, with a small limit for values', () => {
    for (const [name, text] of Object.entries(TEXTS)) {
      for (const valueBytes of [3, 8, 20]) {
        const whole = read(text, 1 << 20, { valueBytes });
        for (const size of [1, 2, 3, 5, 7, 11, 19, 64]) {
          expect(read(text, size, { valueBytes }), `${name}, ${valueBytes}, ${size}`).toEqual(whole);
        }
      }
    }
  });

  it('never fails or hangs on damaged bytes, and reads them alike however they are cut', () => {
    const bytes = toBytes(print(DOCUMENT, 1));
    const flip = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 99 }), (flips, size) => {
        const damaged = bytes.slice();
        for (const [at, byte] of flips) damaged[at] = byte;
        expect(read(damaged, size)).toEqual(read(damaged));
      }),
      { numRuns: 300 },
    );
  });

  it('is usable up to where it breaks off', () => {
    const text = print(DOCUMENT, 2);
    const whole = read(text).events;
    for (let end = 1; end < text.length; end += 7) {
      const { events, complete, diagnostics } = read(toBytes(text).subarray(0, end));
      expect(complete).toBe(false);
      expect(diagnostics).toHaveLength(1);
      expect(whole.slice(0, events.length)).toEqual(events);
    }
  });
});

describe('limits of a streamed document', () => {
  const KEPT = 1 << 16;

  it('passes over values that are too large without holding them', () => {
    const huge = 4 * KEPT;
    const text = `{"id":"${'x'.repeat(huge)}","list":[{"name":["${'y'.repeat(huge)}"],"calls":{"all":[1]}}]}`;
    const { events, diagnostics, complete } = read(text, 1000, { valueBytes: KEPT });
    expect(complete).toBe(true);
    expect(events.map((event) => event.replace(/@\d+/, '@'))).toEqual([
      'id[0]@ lost',
      'list opened @',
      'item 0 opened @',
      'name[0]@ lost',
      'call[0]@=1',
    ]);
    expect(diagnostics).toHaveLength(2);
  });

  it('takes values of exactly the limit', () => {
    for (const chunk of [1, 7, 1000]) {
      expect(read('{"id":"12345678","list":[]}', chunk, { valueBytes: 10 }).events[0]).toBe('id[0]@6="12345678"');
      expect(read('{"id":"123456789","list":[]}', chunk, { valueBytes: 10 }).events[0]).toBe('id[0]@6 lost');
    }
  });

  it('reads large values in time linear in their size', () => {
    // Quadratic would be 2,000 retries of 4 MB each.
    const text = `{"id":[${'"0123456789",'.repeat(320_000)}0]}`;
    const cpuTime = startCpuClock();
    expect(read(text, 2048).events).toHaveLength(1);
    expect(cpuTime()).toBeLessThan(5000);
  });

  it('passes over 100,000 levels that nobody wants, cut anywhere', () => {
    const text = `{"skipped":${'[{"a":'.repeat(50_000)}0${'}]'.repeat(50_000)},"id":1}`;
    for (const size of [1 << 20, 997]) {
      expect(read(text, size)).toMatchObject({ complete: true, diagnostics: [], events: ['id[1]@400018=1'] });
    }
  });

  it('passes over nesting that is too deep for a value', () => {
    const text = `{"id":${'['.repeat(100_000)}${']'.repeat(100_000)},"list":[{"name":1}]}`;
    const { events, diagnostics } = read(text);
    expect(events[0]).toBe('id[0]@6 lost');
    expect(events).toContain('name[0]@200023=1');
    expect(diagnostics).toEqual(['json-value-malformed: id is malformed: nesting deeper than 512 (byte 518) 1']);
  });

  it('stops at a key that is too large', () => {
    for (const key of [`"${'k'.repeat(1_100_000)}"`, `"k"${' '.repeat(1_100_000)}`]) {
      for (const size of [999, 1 << 22]) {
        const { diagnostics } = read(`{"id":1,${key}:2,"list":[]}`, size);
        expect(diagnostics).toEqual(['json-syntax: a key is too large (byte 8) 1']);
      }
    }
  });

  it('holds neither long white space nor long texts that nobody wants', () => {
    const blank = new Uint8Array(1 << 20).fill(0x20);
    const stream = new JsonStream(
      { members: new Map([['a', { value: (cursor) => cursor.skipValue() }]]) },
      { diagnostics: new Diagnostics(), valueBytes: 1000 },
    );
    stream.push(toBytes('{'));
    for (let n = 0; n < 20; n++) stream.push(blank);
    stream.push(toBytes('"b":"'));
    for (let n = 0; n < 20; n++) stream.push(blank);
    stream.push(toBytes('","a":1}'));
    expect(stream.finish()).toEqual({ empty: false, complete: true });
  });
});

describe('reading a source', () => {
  it('passes its failures through', async () => {
    const failing = {
      ...memorySource('x', toBytes('{"a":')),
      async *open() {
        yield toBytes('{"a":');
        throw new Error('gone');
      },
    };
    await expect(readJson(failing, {}, { diagnostics: new Diagnostics() })).rejects.toThrow('gone');
  });

  it('passes failures of the reader through', async () => {
    const interest: JsonInterest = {
      value: () => {
        throw new RangeError('mine');
      },
    };
    await expect(
      readJson(memorySource('x', toBytes('1 ')), interest, { diagnostics: new Diagnostics() }),
    ).rejects.toThrow('mine');
  });

  it('stops reading after the end of what makes sense', async () => {
    let chunks = 0;
    const endless = {
      ...memorySource('x', new Uint8Array()),
      async *open() {
        for (;;) {
          chunks++;
          yield toBytes('{"a":1}');
        }
      },
    };
    expect(await readJson(endless, {}, { diagnostics: new Diagnostics() })).toEqual({ empty: false, complete: true });
    expect(chunks).toBeLessThan(4);
  });
});

/** The first JSON value of a text, found by its brackets and quotes. */
function prefixValue(text: string): string {
  for (let end = 1; end <= text.length; end++) {
    try {
      parseExactJson(text.slice(0, end));
    } catch {
      continue;
    }
    if (/[\s,\]}]/.test(text[end] ?? ' ')) return text.slice(0, end);
  }
  throw new Error('no value');
}
