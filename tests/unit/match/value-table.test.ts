import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../src/features/feature.ts';
import { featureKey } from '../../../src/features/feature-types.ts';
import { DistinctCounter, hashFeature } from '../../../src/match/run/distinct-counter.ts';
import { IntSets } from '../../../src/match/run/int-sets.ts';
import { ValueTable } from '../../../src/match/trace/value-table.ts';

const features: fc.Arbitrary<Feature> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((value): Feature => ({ type: 'string', value })),
  fc.constantFrom('', 'a', 'b'.repeat(300_000)).map((value): Feature => ({ type: 'string', value })),
  fc.constantFrom('a', 'NtClose').map((value): Feature => ({ type: 'api', value })),
  fc.constantFrom(0, -1, 2 ** 40, 18446744073709551615n).map((value): Feature => ({ type: 'number', value })),
  fc.constantFrom('00', '90').map((value): Feature => ({ type: 'bytes', value })),
  fc.nat(2).map((index): Feature => ({ type: 'operand number', index, value: 4 })),
);

describe('ValueTable', () => {
  it('gives equal features one number and gives back what it was given', () => {
    fc.assert(
      fc.property(fc.array(features, { maxLength: 40 }), (list) => {
        const table = new ValueTable();
        const numbers = new Map<string, number>();
        for (const [i, feature] of list.entries()) {
          const number = table.intern(feature, [i, i + 1]);
          const key = featureKey(feature);
          if (!numbers.has(key)) {
            numbers.set(key, number);
            expect(Array.from(table.leavesOf(number))).toEqual([i, i + 1]);
          }
          expect(number).toBe(numbers.get(key));
          expect(table.featureOf(number)).toEqual(feature);
        }
        expect(table.size).toBe(numbers.size);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps an empty text that follows a long one', () => {
    const table = new ValueTable();
    for (const value of ['b'.repeat(300_000), '', 'a']) {
      const number = table.intern({ type: 'string', value }, []);
      expect(table.featureOf(number)).toEqual({ type: 'string', value });
    }
  });

  it('grows past its first tables', () => {
    const table = new ValueTable();
    for (let i = 0; i < 20_000; i++) expect(table.intern({ type: 'string', value: `value ${i}` }, [i % 7])).toBe(i);
    expect(table.intern({ type: 'string', value: 'value 17' }, [])).toBe(17);
    expect(table.featureOf(19_999)).toEqual({ type: 'string', value: 'value 19999' });
  });

  it('cuts long texts once the budget for evidence is spent, and still tells them apart', () => {
    const table = new ValueTable();
    const megabyte = 'x'.repeat(1_000_000);
    for (let i = 0; i < 70; i++) table.intern({ type: 'string', value: `${i} ${megabyte}` }, [1]);
    expect(table.textWasCut).toBe(true);
    expect(table.size).toBe(70);
    expect(table.intern({ type: 'string', value: `69 ${megabyte}` }, [1])).toBe(69);
    expect((table.featureOf(69) as { value: string }).value).toBe(`69 ${'x'.repeat(197)}…`);
  });
});

describe('DistinctCounter', () => {
  it('counts different features, also after it was compacted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(features, fc.boolean())), (steps) => {
        const counter = new DistinctCounter();
        for (const [feature, compact] of steps) {
          if (compact) counter.pack();
          counter.add(...hashFeature(feature));
        }
        expect(counter.size).toBe(new Set(steps.map(([feature]) => featureKey(feature))).size);
      }),
      { numRuns: 60 },
    );
    const counter = new DistinctCounter();
    for (let i = 0; i < 50_000; i++) counter.add(...hashFeature({ type: 'string', value: String(i % 30_000) }));
    expect(counter.size).toBe(30_000);
  });
});

describe('IntSets', () => {
  it('gives equal lists one number and gives the list back', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.nat(20), { maxLength: 6 }), { maxLength: 300 }), (lists) => {
        const sets = new IntSets();
        const numbers = new Map<string, number>();
        for (const list of lists) {
          const sorted = Int32Array.from(list).sort();
          const number = sets.intern(sorted, sorted.length);
          const key = sorted.join();
          expect(number).toBe(numbers.get(key) ?? numbers.size);
          numbers.set(key, number);
          expect(Array.from(sets.get(number))).toEqual(Array.from(sorted));
        }
      }),
      { numRuns: 60 },
    );
  });
});
