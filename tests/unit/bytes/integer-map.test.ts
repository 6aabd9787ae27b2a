import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntegerMap, IntegerSet } from '../../../src/bytes/integer-map.ts';
import { INTEGER_FAMILIES } from '../../support/colliding.ts';

const integers = fc.oneof(
  fc.nat(30),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
);

describe('IntegerMap', () => {
  it('has one zero, as a Map', () => {
    const map = new IntegerMap<number>();
    map.set(-0, 1);
    map.set(0, 2);
    expect([...map]).toEqual([[0, 2]]);
  });

  it('does what a Map does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(integers, fc.nat()), { maxLength: 200 }), (entries) => {
        const map = new IntegerMap<number, number | bigint>();
        const model = new Map<number | bigint, number>();
        for (const [key, value] of entries) {
          expect(map.get(key)).toBe(model.get(key));
          expect(map.has(key)).toBe(model.has(key));
          map.set(key, value);
          model.set(key, value);
          expect(map.get(key)).toBe(value);
        }
        expect([...map]).toEqual([...model]);
        expect([...map.keys()]).toEqual([...model.keys()]);
        expect([...map.values()]).toEqual([...model.values()]);
        expect(map.size).toBe(model.size);
      }),
    );
  });

  it('starts anew when cleared', () => {
    const map = new IntegerMap<string>();
    for (let n = 0; n < 100; n++) map.set(n * 7, 'old');
    map.clear();
    expect([map.size, map.get(7), map.has(0), [...map]]).toEqual([0, undefined, false, []]);
    for (let n = 0; n < 100; n++) map.set(n * 7, 'new');
    expect(map.get(693)).toBe('new');
  });

  it('hands out what is added while it is walked', () => {
    const set = new IntegerSet([1]);
    for (const number of set) if (number < 100) set.add(number * 2);
    expect([...set]).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  });

  it.each(Object.entries(INTEGER_FAMILIES))('looks at few keys for each, whatever they are: %s', (_, family) => {
    const probes = (count: number): number => {
      const map = new IntegerMap<true>();
      for (const key of family(count)) map.set(key, true);
      for (const key of family(count)) map.get(key);
      return map.probes;
    };
    for (const count of [2000, 4000, 8000]) expect(probes(count)).toBeLessThan(count * 8);
  });

  it('looks at few keys for each fraction', () => {
    const map = new IntegerMap<true>();
    for (let n = 2; n <= 4000; n++) map.set(1 + 1 / n, true);
    expect(map.size).toBe(3999);
    expect(map.probes).toBeLessThan(4000 * 8);
  });

  it('looks at few keys for each integer beyond 2^53', () => {
    const map = new IntegerMap<true, number | bigint>();
    for (let n = 1n; n <= 4000n; n++) map.set(n << 64n, true);
    expect(map.probes).toBeLessThan(4000 * 8);
  });
});
