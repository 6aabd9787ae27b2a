import { describe, expect, it } from 'vitest';
import { type ByteSource, readHead } from '../../../src/bytes/source.ts';
import { WatchedSource } from '../../../src/bytes/watched-source.ts';

/** Three chunks of four bytes. */
const source: ByteSource = {
  name: 'x',
  seekable: true,
  size: 12,
  async *open(from = 0) {
    for (let at = from; at < 12; at += 4) yield new Uint8Array([at, at + 1, at + 2, at + 3]);
  },
};

describe('a watched source', () => {
  it('counts what is read in all passes and tells how far each has come', async () => {
    const told: number[] = [];
    const watched = new WatchedSource(source, { onRead: (at) => told.push(at) });
    expect(await readHead(watched, 12)).toHaveLength(12);
    for await (const chunk of watched.open(4)) expect(chunk).toHaveLength(4);
    expect({ bytes: watched.bytes, told }).toEqual({ bytes: 20, told: [4, 8, 12, 8, 12] });
  });

  it('once ended stays ended while reading, also where the budget would not say so again', async () => {
    const reasons = [undefined, 'too long', undefined, undefined];
    const stops: unknown[] = [];
    const watched = new WatchedSource(source, {
      budget: () => reasons.shift(),
      onStopped: (reason, at) => stops.push([reason, at]),
    });
    expect(await readHead(watched, 12)).toEqual(new Uint8Array([0, 1, 2, 3]));
    expect(await readHead(watched, 12)).toHaveLength(0);
    expect(stops).toEqual([['too long', 8]]);
    watched.isReading = false;
    expect(await readHead(watched, 12)).toHaveLength(12);
  });
});
