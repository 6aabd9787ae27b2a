import { describe, expect, it } from 'vitest';
import type { CallAddress } from '../../../src/features/address.ts';
import { type CallParts, sizeOfCall } from '../../../src/features/call.ts';
import type { Trace } from '../../../src/features/trace.ts';
import type { LayoutCalls, LayoutProcess } from '../../../src/match/outcome.ts';
import { CallPlaces } from '../../../src/result/call-places.ts';
import { readCalls } from '../../../src/result/read-calls.ts';

/** UTF-16 units that a pass may hold at first. */
const FIRST_TEXT = 16 * 1024 * 1024;

/** A trace whose call at a place is named by it and has an argument of a length; a length of 0 is a call that is gone. */
function traceOf(lengthAt: (place: number) => number): { trace: Trace; passes: number[][] } {
  const passes: number[][] = [];
  const trace: Trace = {
    flavour: 'dynamic',
    format: 'memory',
    extractor: 'MemoryExtractor',
    read: () => Promise.reject(new Error('not read here')),
    async describeCalls(at, receive) {
      passes.push([...at]);
      at.forEach((place, index) => {
        const length = lengthAt(place);
        if (length > 0) receive(index, { api: `call ${place}`, args: [{ value: 'x'.repeat(length) }] });
      });
    },
  };
  return { trace, passes };
}

async function namesOf(calls: AsyncIterable<CallParts>): Promise<string[]> {
  const names: string[] = [];
  for await (const { api } of calls) names.push(api);
  return names;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const name = (place: number): string => `call ${place}`;

describe('reading calls again', () => {
  it('takes few passes where a few calls are very large', async () => {
    const { trace, passes } = traceOf((place) => (place % 5000 === 7 ? FIRST_TEXT : 10));
    const places = upTo(15_000);
    expect(await namesOf(readCalls(trace, places))).toEqual(places.map(name));
    expect(passes.length).toBeLessThan(10);
  });

  it.each(['forwards', 'backwards', 'crosswise'])('takes passes by the text of the calls, %s', async (order) => {
    const length = 1024 * 1024;
    const { trace, passes } = traceOf(() => length);
    const places = upTo(200);
    if (order === 'backwards') places.reverse();
    if (order === 'crosswise') places.sort((a, b) => (a % 10) - (b % 10) || a - b);
    expect(await namesOf(readCalls(trace, places))).toEqual(places.map(name));
    // Fewer if the machine is so slow that passes grow.
    expect(passes.length).toBeLessThan(2 + (2 * 200 * length) / FIRST_TEXT);
    const size = sizeOfCall({ api: 'call 100', args: [{ value: 'x'.repeat(length) }] });
    for (const pass of passes.slice(1)) expect(pass.length * size).toBeLessThan(5 * FIRST_TEXT);
  });

  it('gives a call without a name for one that is gone, and the same call as often as it is asked for', async () => {
    const { trace } = traceOf((place) => (place === 3 ? 0 : FIRST_TEXT));
    const places = [5, 3, 5, 1, 3];
    expect(await namesOf(readCalls(trace, places))).toEqual(['call 5', '', 'call 5', 'call 1', '']);
  });
});

describe('places of calls', () => {
  it('are found in one look-up however many threads share an address', () => {
    let looks = 0;
    const THREADS = 3000;
    const layout = upTo(THREADS).map((thread): LayoutProcess => {
      const calls: LayoutCalls = {
        count: 2,
        addressOf: (index): CallAddress => {
          looks++;
          return { type: 'call', value: [1, 2, 3, index === 0 ? 0 : thread] };
        },
        atOf: (index) => thread * 10 + index,
      };
      const address = { type: 'thread', value: [1, 2, 3] } as const;
      const givers = { places: [], end: Number.POSITIVE_INFINITY };
      return { address: { type: 'process', value: [1, 2] }, name: 'a', threads: [{ address, calls }], givers };
    });
    const places = new CallPlaces(layout);
    const find = (id: number): number | undefined => places.find({ type: 'call', value: [1, 2, 3, id] })?.at;
    expect(upTo(THREADS).map(find)).toEqual(upTo(THREADS).map((id) => (id === 0 ? 0 : id * 10 + 1)));
    expect(find(THREADS)).toBeUndefined();
    expect(looks).toBeLessThan(10 * THREADS);
  });
});
