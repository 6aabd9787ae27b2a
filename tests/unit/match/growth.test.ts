// What a trace holds is up to whoever wrote it. Steps are counted, not seconds: twice as much must not cost much more than twice as many.

import { describe, expect, it } from 'vitest';
import { DistinctCounter, hashFeature } from '../../../src/match/run/distinct-counter.ts';
import { IntSets } from '../../../src/match/run/int-sets.ts';
import { ValueTable } from '../../../src/match/trace/value-table.ts';
import { collidingTexts, INTEGER_FAMILIES } from '../../support/colliding.ts';

const COUNTS = [2000, 4000, 8000];

describe('tables of what a trace holds', () => {
  /** The state in which hashing a `string` begins is its place among the types; those of others do no harm. */
  const texts = collidingTexts(8000, 2);

  it('look at few values for each text, also of texts with one hash', () => {
    for (const count of COUNTS) {
      const table = new ValueTable();
      for (const value of texts.slice(0, count)) table.intern({ type: 'string', value }, [1]);
      expect(table.size).toBe(count);
      expect(table.probes).toBeLessThan(count * 8);
    }
  });

  it('count different texts in few steps each', () => {
    for (const count of COUNTS) {
      const counter = new DistinctCounter();
      for (const value of texts.slice(0, count)) counter.add(...hashFeature({ type: 'string', value }));
      expect(counter.size).toBe(count);
      expect(counter.steps).toBeLessThan(count * 10);
    }
  });

  it.each(Object.entries(INTEGER_FAMILIES))('look at few values for each number: %s', (_, family) => {
    for (const count of COUNTS) {
      const table = new ValueTable();
      for (const value of family(count)) table.intern({ type: 'number', value }, [1]);
      expect(table.probes).toBeLessThan(count * 8);
    }
  });

  it('look at few sets for each set of numbers', () => {
    for (const count of COUNTS) {
      const sets = new IntSets();
      for (let n = 0; n < count; n++) sets.intern(Int32Array.of(n << 4, (n << 4) + 1), 2);
      for (let n = 0; n < count; n++) sets.intern(Int32Array.of(0, (n + 1) << 16), 2);
      expect(sets.probes).toBeLessThan(count * 16);
    }
  });
});

describe('counters of processes that take turns', () => {
  it('are not packed and unpacked at each turn', () => {
    for (const count of COUNTS) {
      const busy = new DistinctCounter();
      const add = (counter: DistinctCounter, value: number): void =>
        counter.add(...hashFeature({ type: 'number', value }));
      for (let n = 0; n < count; n++) add(busy, n);
      for (let n = 0; n < count; n++) {
        busy.pack();
        add(busy, count + n);
      }
      expect(busy.size).toBe(2 * count);
      expect(busy.steps).toBeLessThan(count * 24);
    }
  });

  it('are packed when the next process begins', () => {
    const counter = new DistinctCounter();
    for (let value = 0; value < 100; value++) counter.add(...hashFeature({ type: 'number', value }));
    const before = counter.steps;
    counter.pack();
    expect(counter.steps).toBe(before + 100);
    expect(counter.size).toBe(100);
  });
});
