import { describe, expect, it } from 'vitest';
import { recordTrace } from '../../../src/export/trace-recording.ts';
import { openMemoryTrace } from '../../support/memory-trace.ts';

describe('recordTrace', () => {
  it('keeps the features of calls in emission order, repeats included, and shares equal ones', async () => {
    const api = { type: 'api', value: 'a' } as const;
    const calls = [
      { features: [{ type: 'number', value: 6 }, api, { ...api }, { type: 'number', value: 6, float: true }] },
      { features: [{ ...api }] },
      { features: [] },
    ] as const;
    const recorded = await recordTrace(
      openMemoryTrace({ globals: [], file: [], processes: [{ pid: 1, threads: [{ tid: 1, calls }] }] }),
    );
    const thread = recorded.summary.processes[0]?.threads[0];
    const features = recorded.callsOf(thread as NonNullable<typeof thread>).map(({ row }) => recorded.featuresOf(row));
    expect(features.map((list) => list.map(({ json }) => json))).toEqual([
      [
        '{"type":"number","number":6}',
        '{"type":"api","api":"a"}',
        '{"type":"api","api":"a"}',
        '{"type":"number","number":6.0}',
      ],
      ['{"type":"api","api":"a"}'],
      [],
    ]);
    expect(features[0]?.[1]).toBe(features[1]?.[0]);
  });

  it('gives threads without calls an empty list', async () => {
    const recorded = await recordTrace(openMemoryTrace({ globals: [], file: [], processes: [] }));
    expect(recorded.callsOf({ thread: -1, tid: 1, features: [] })).toEqual([]);
    expect(recorded.callsOf({ thread: 5, tid: 1, features: [] })).toEqual([]);
  });
});
