import { describe, expect, it } from 'vitest';
import { ABSENT } from '../../../../src/bytes/intern-table.ts';
import type { Feature } from '../../../../src/features/feature.ts';
import { CallEmitter } from '../../../../src/inputs/shared/calls/call-emitter.ts';
import type { ByteSpellings } from '../../../../src/inputs/shared/calls/spellings.ts';

/** Remembers what the sink was given, as words. */
class Recorder {
  readonly features: string[] = [];
  readonly calls: string[][] = [];
  forgotten = 0;
  feature(feature: Feature): number {
    return this.features.push('value' in feature ? String(feature.value) : feature.type) - 1;
  }
  call(_process: number, _thread: number, _id: number, _at: number, features: Int32Array, count: number): void {
    this.calls.push([...features.subarray(0, count)].map((number) => this.features[number] as string));
  }
  forgetFeatures(): void {
    this.forgotten++;
  }
}

const word = (value: string): Feature => ({ type: 'string', value });
/** As many features as the text says: `3` stands for 3.1, 3.2 and 3.3. */
const many = (text: string): Feature[] => Array.from({ length: Number(text) }, (_, i) => word(`${text}.${i + 1}`));

function readBytes(spellings: ByteSpellings, text: string): number {
  const bytes = Buffer.from(`-${text}-`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const known = spellings.find(view, 1, bytes.length - 1, text.length);
  return known === ABSENT ? spellings.enter(bytes, 1, bytes.length - 1, text.length, text) : known;
}

describe('a call emitter', () => {
  it('hands on arguments last to first or first to last, then the name', () => {
    for (const [order, expected] of [
      ['last to first', ['c', '2.1', '2.2', 'a', 'name']],
      ['first to last', ['a', '2.1', '2.2', 'c', 'name']],
    ] as const) {
      const sink = new Recorder();
      const emitter = new CallEmitter(sink, order);
      const texts = emitter.textSpellings((text) => [word(text)]);
      emitter.begin();
      emitter.argument(texts.entry('dropped'));
      emitter.forgetArguments();
      emitter.argument(texts.entry('a'));
      emitter.argument(emitter.entry(many('2')));
      emitter.argument(texts.entry('c'));
      emitter.end(0, 0, 0, 0, texts.entry('name'));
      emitter.end(0, 0, 1, 0, texts.entry('name'));
      expect(sink.calls).toEqual([expected, ['name']]);
      expect(emitter.calls).toBe(2);
    }
  });

  it.each([0, 1, 3, 4, 5, 40, 1000])('lets one value stand for %s features, however it is spelled', (width) => {
    const sink = new Recorder();
    const emitter = new CallEmitter(sink);
    const texts = emitter.textSpellings(many);
    const bytes = emitter.byteSpellings(many);
    const integers = emitter.integerSpellings((value) => many(String(value)));
    const expected = many(String(width)).map((feature) => (feature.type === 'string' ? feature.value : ''));
    for (let repeat = 0; repeat < 2; repeat++) {
      for (const entry of [texts.entry(String(width)), readBytes(bytes, String(width)), integers.entry(width)]) {
        expect(emitter.isEmpty(entry)).toBe(width === 0);
        emitter.begin();
        for (let i = 0; i < 70; i++) emitter.argument(entry);
        emitter.end(0, 0, 0, 0, entry);
        expect(sink.calls.at(-1)).toEqual(Array.from({ length: 71 }, () => expected).flat());
      }
    }
    expect(sink.features).toHaveLength(3 * width);
  });

  it('decodes each spelling once in each table, also such as objects know', () => {
    const decoded: string[] = [];
    const decode = (text: string): Feature[] => {
      decoded.push(text);
      return [word(text)];
    };
    const emitter = new CallEmitter(new Recorder());
    const tables = [emitter.textSpellings(decode), emitter.textSpellings(decode)];
    for (const text of ['a', 'a', '__proto__', '__proto__']) for (const table of tables) table.entry(text);
    const bytes = emitter.byteSpellings(decode);
    for (const text of ['b', 'b', 'c']) readBytes(bytes, text);
    expect(decoded).toEqual(['a', 'a', '__proto__', '__proto__', 'b', 'c']);
  });

  it('starts anew also where no call is ever handed on', () => {
    const sink = new Recorder();
    const emitter = new CallEmitter(sink);
    const integers = emitter.integerSpellings(() => []);
    for (let i = 0; i < 1_000_000; i++) {
      emitter.begin();
      emitter.argument(integers.entry(i));
    }
    expect(sink.forgotten).toBe(4);
  });

  it('does not keep long texts', () => {
    let decoded = 0;
    const texts = new CallEmitter(new Recorder()).textSpellings(() => {
      decoded++;
      return [];
    });
    for (let i = 0; i < 3; i++) texts.entry('x'.repeat(20_000));
    expect(decoded).toBe(3);
  });

  it.each<[string, (emitter: CallEmitter, i: number) => number, number]>([
    [
      'texts',
      tableOf(
        (emitter) => emitter.textSpellings(() => []),
        (table, i) => table.entry(String(i)),
      ),
      400_000,
    ],
    [
      'integers',
      tableOf(
        (emitter) => emitter.integerSpellings(() => []),
        (table, i) => table.entry(i),
      ),
      200_000,
    ],
    ['what is in no table', (emitter) => emitter.entry([]), 1 << 20],
    ['features', (emitter) => emitter.entry(many('1000')), 4195],
  ])('starts anew when there are too many %s, between two calls, and tells', (_, enter, count) => {
    const sink = new Recorder();
    const emitter = new CallEmitter(sink);
    const enterAll = (): void => {
      for (let i = 0; i < count; i++) enter(emitter, i);
    };
    for (let round = 1; round <= 2; round++) {
      enterAll();
      expect(sink.forgotten).toBe(round - 1);
      emitter.begin();
      emitter.argument(emitter.entry([word('last')]));
      emitter.end(0, 0, 0, 0, emitter.entry([word('name')]));
      expect(sink.calls.at(-1)).toEqual(['last', 'name']);
      expect(sink.forgotten).toBe(round);
      emitter.end(0, 0, 0, 0, emitter.entry([word('name')]));
      expect(sink.forgotten).toBe(round);
    }
  });
});

/** Enters into one table of an emitter, which is made at the first entry. */
function tableOf<T>(make: (emitter: CallEmitter) => T, enter: (table: T, i: number) => number) {
  const tables = new Map<CallEmitter, T>();
  return (emitter: CallEmitter, i: number): number => {
    const table = tables.get(emitter) ?? make(emitter);
    tables.set(emitter, table);
    return enter(table, i);
  };
}
