import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutOverlaps } from '../../../src/bytes/ranges.ts';

const range = fc.tuple(fc.nat(40), fc.nat(12)).map(([start, length]) => ({ start, end: start + length }));

describe('ranges without overlaps', () => {
  it('cover what the ranges cover, the first one given where some overlap', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
        const pieces = withoutOverlaps(ranges);
        for (let place = 0; place < 60; place++) {
          const owner = ranges.findIndex(({ start, end }) => start <= place && place < end);
          const found = pieces.filter(({ start, end }) => start <= place && place < end).map(({ index }) => index);
          expect(found).toEqual(owner < 0 ? [] : [owner]);
        }
        expect(pieces.every(({ start }, i) => i === 0 || (pieces[i - 1]?.end ?? 0) <= start)).toBe(true);
      }),
    );
  });

  it('are found fast among tens of thousands that lie in each other', () => {
    const nested = Array.from({ length: 65_535 }, (_, i) => ({ start: 65_535 - i, end: 65_536 + i }));
    expect(withoutOverlaps(nested)).toHaveLength(65_534 * 2 + 1);
  });
});
