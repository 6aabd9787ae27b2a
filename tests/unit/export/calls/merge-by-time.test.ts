import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeByTime } from '../../../../src/export/calls/merge-by-time.ts';

describe('mergeByTime', () => {
  it('is a stable sort of lists that are sorted', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 9 }))), (given) => {
        const sorted = given.map((list) => list.sort((a, b) => a - b));
        const times = sorted.flat();
        let start = 0;
        const lists = sorted.map(({ length }) => {
          const list = { start, end: start + length };
          start = list.end;
          return list;
        });
        const expected = times.map((_, i) => i).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
        expect([...mergeByTime(lists, (i) => times[i] as number)]).toEqual(expected);
      }),
    );
  });
});
